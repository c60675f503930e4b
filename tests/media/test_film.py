"""Films: whatever a phone hands in comes out as what every screen plays, and gives nothing away."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image, ImageDraw, ImageFilter

from build_tools.media import film, loudness, poster, sound
from build_tools.media.film import Film
from build_tools.media.probe import UnusableRecording, probe
from build_tools.media.progress import Progress
from build_tools.media.shelf import Shelf
from tests.media import recordings
from tests.media.recordings import PLACE, corners, frames, packets, tone


def rendered(original: Path, *, large: bool = False) -> Film:
    """Return the film of an original, on a shelf of its own."""
    return film.render(original.name, original, Shelf(original.parent / "shelf"), large=large)


def colour(image: Image.Image, left: float, top: float) -> str:
    """Return which of red, green and blue is strongest at a place given in shares of the sides."""
    pixel = image.convert("RGB").getpixel((int(left * image.width), int(top * image.height)))
    assert isinstance(pixel, tuple)
    return "rgb"[pixel.index(max(pixel))]


def boxes(path: Path) -> list[bytes]:
    """Return the names of the outermost boxes of an MP4, in order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4], "big")
    return found


def plays_everywhere(path: Path) -> None:
    """Assert what every screen asks of a film."""
    with av.open(str(path)) as made:
        seen = made.streams.video[0]
        context = seen.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert seen.width % 2 == seen.height % 2 == 0
        assert len(made.streams) == 1 + len(made.streams.audio)
        assert all(one.codec_context.name == "aac" for one in made.streams.audio)
        gaps = {b - a for a, b in pairwise(entry.timestamp for entry in seen.index_entries)}
        assert len(gaps) == 1, "not a constant frame rate"
    assert boxes(path).index(b"moov") < boxes(path).index(b"mdat")


def test_a_hevc_film_of_a_phone_becomes_h264_and_keeps_no_place(tmp_path: Path) -> None:
    original = recordings.film(tmp_path / "a.mov", codec="libx265")
    assert PLACE.encode() in original.read_bytes()
    made = rendered(original)
    plays_everywhere(made.file)
    assert PLACE.encode() not in made.file.read_bytes()
    for name in (b"quicktime", b"\xa9xyz", b"loci", b"ISO6709", b"Lavf"):
        assert name not in made.file.read_bytes()
    assert (made.width, made.height, made.has_sound) == (320, 180, True)
    assert made.duration == pytest.approx(2.0, abs=0.04)
    assert made.files[made.address] == made.file
    assert set(made.files.values()) >= {one.file for one in made.poster.renditions}


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_film_held_sideways_stands_upright(tmp_path: Path, turned: int) -> None:
    # Stored turned clockwise by what the player then turns back.
    def stored(seconds: float, size: tuple[int, int]) -> Image.Image:
        upright = size if turned == 180 else (size[1], size[0])
        return corners(seconds, upright).rotate(-turned, expand=True)

    original = recordings.film(tmp_path / "a.mov", turned=turned, draw=stored, seconds=1)
    as_stored = frames(original)[0].to_image()
    assert (colour(as_stored, 0.1, 0.1), colour(as_stored, 0.9, 0.1)) != ("r", "g")
    made = rendered(original)
    plays_everywhere(made.file)
    shown = frames(made.file)[5]
    assert (shown.width, shown.height) == ((320, 180) if turned == 180 else (180, 320)) == (made.width, made.height)
    assert shown.rotation == 0
    image = shown.to_image()
    assert (colour(image, 0.1, 0.1), colour(image, 0.9, 0.1), colour(image, 0.1, 0.9)) == ("r", "g", "b")


def test_a_variable_frame_rate_becomes_constant_at_the_same_speed(tmp_path: Path) -> None:
    times = [0.0]
    while times[-1] < 2:
        times.append(times[-1] + (1 / 60 if len(times) % 3 else 1 / 12))
    original = recordings.film(tmp_path / "a.mp4", times=times, wave=None)
    with av.open(str(original)) as stored:
        stamps = [entry.timestamp for entry in stored.streams.video[0].index_entries]
    assert len({b - a for a, b in pairwise(stamps)}) > 1
    made = rendered(original)
    plays_everywhere(made.file)
    assert made.duration == pytest.approx(times[-1], abs=0.1)


@pytest.mark.parametrize(
    ("more", "size"),
    [
        ({"size": (321, 181), "pix_fmt": "yuv444p"}, (320, 180)),
        ({"size": (2400, 1350), "seconds": 0.2}, (1920, 1080)),
        ({"size": (1200, 2160), "seconds": 0.2}, (1066, 1920)),
        ({"rate": 60}, (320, 180)),
    ],
    ids=["odd", "wide", "tall", "fast"],
)
def test_sizes_are_even_and_within_full_hd_and_thirty_frames(
    tmp_path: Path, more: dict[str, object], size: tuple[int, int]
) -> None:
    made = rendered(recordings.film(tmp_path / "a.mp4", **{"seconds": 1, "wave": None, **more}))  # type: ignore[arg-type]
    plays_everywhere(made.file)
    assert (made.width, made.height) == size
    with av.open(str(made.file)) as film_made:
        assert film_made.streams.video[0].average_rate == 30


def test_a_wall_that_asks_gets_more_than_full_hd(tmp_path: Path) -> None:
    original = recordings.film(tmp_path / "a.mp4", size=(2400, 1350), seconds=0.1, wave=None)
    assert (rendered(original, large=True).width, rendered(original).width) == (2400, 1920)


def test_high_dynamic_range_is_brought_to_ordinary_screens(tmp_path: Path) -> None:
    hdr = {"codec": "libx265", "pix_fmt": "yuv420p10le", "seconds": 0.25, "wave": None}
    made = rendered(recordings.film(tmp_path / "a.mov", transfer=18, **hdr))  # type: ignore[arg-type]
    plain = rendered(recordings.film(tmp_path / "b.mov", **hdr))  # type: ignore[arg-type]
    plays_everywhere(made.file)
    shown, without = frames(made.file)[5], frames(plain.file)[5]
    assert (shown.color_trc, shown.color_primaries, shown.colorspace, shown.color_range) == (1, 1, 1, 1)
    red, unmapped = (frame.to_image().getpixel((30, 30)) for frame in (shown, without))
    assert red != unmapped, "the same values, only with another label"


def test_a_film_that_is_good_already_is_copied(tmp_path: Path) -> None:
    first = rendered(recordings.film(tmp_path / "a.mov", turned=180))
    again = tmp_path / "again.mp4"
    again.write_bytes(first.file.read_bytes())
    second = rendered(again)
    for kind in ("video", "audio"):
        assert packets(first.file, kind) == packets(second.file, kind)
    plays_everywhere(second.file)


def test_a_good_picture_is_copied_when_only_the_sound_is_too_quiet(tmp_path: Path) -> None:
    original = recordings.film(tmp_path / "a.mp4", wave=tone(0.01))
    made = rendered(original)
    assert packets(original, "video") == packets(made.file, "video")
    assert packets(original, "audio") != packets(made.file, "audio")
    turned = rendered(recordings.film(tmp_path / "b.mp4", wave=tone(0.01), turned=180))
    assert packets(original, "video") != packets(turned.file, "video")


def speech_and_a_slammed_door(seconds: float) -> float:
    """Return quiet syllables and, once, a bang at full scale."""
    syllable = 0.02 * math.sin(2 * math.pi * 220 * seconds) * (0.6 + 0.4 * math.sin(2 * math.pi * 4 * seconds))
    return 0.95 * math.sin(2 * math.pi * 90 * seconds) if 1.5 < seconds < 1.53 else syllable


WAVES = {
    "too-quiet": tone(0.01),
    "too-loud": tone(0.99),
    "peaks": speech_and_a_slammed_door,
    "right": tone(0.1635),
}


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("wave", WAVES.values(), ids=WAVES)
def test_every_film_is_as_loud_as_the_next(tmp_path: Path, wave: recordings.Wave, channels: int) -> None:
    original = recordings.film(tmp_path / "a.mp4", wave=wave, channels=channels, seconds=3)
    made = rendered(original)
    loud, peak = loudness.measure(made.file)
    assert loud == pytest.approx(-16, abs=1)
    assert peak <= 10 ** (-1 / 20), "more than −1 dBTP"
    with av.open(str(made.file)) as container:
        assert container.streams.audio[0].codec_context.channels == channels


def test_the_loudness_of_the_originals_differs(tmp_path: Path) -> None:
    for name, expected in {"too-quiet": -40, "too-loud": -0.5}.items():
        original = recordings.sound(tmp_path / "a.wav", WAVES[name], channels=2)
        assert loudness.measure(original)[0] == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("wave", [None, tone(0.0), tone(0.0002)], ids=["no-track", "zeros", "hiss"])
def test_a_silent_film_has_no_sound_track(tmp_path: Path, wave: recordings.Wave | None) -> None:
    made = rendered(recordings.film(tmp_path / "a.mp4", wave=wave, seconds=1))
    assert not made.has_sound
    with av.open(str(made.file)) as container:
        assert not container.streams.audio


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_picture_and_sound_stay_together(tmp_path: Path, suffix: str) -> None:
    def flash(seconds: float, size: tuple[int, int]) -> Image.Image:
        return Image.new("RGB", size, (255, 255, 255) if 0.99 < seconds < 1.2 else (0, 0, 0))

    def click(seconds: float) -> float:
        return 0.5 * math.sin(2 * math.pi * 1000 * seconds) if 1.0 <= seconds < 1.2 else 0.0

    original = recordings.film(
        tmp_path / f"a{suffix}", draw=flash, wave=click, start=5.0, options={"g": "5"}, turned=180 * (suffix == ".mp4")
    )
    made = rendered(original)
    bright = next(frame.time for frame in frames(made.file) if frame.to_image().getpixel((9, 9))[0] > 128)
    heard, rate = recordings.samples(made.file)
    loud = next(place for place, value in enumerate(heard) if abs(value) > 0.05) / rate
    assert bright == pytest.approx(1.0, abs=0.04)
    assert loud == pytest.approx(1.0, abs=0.03)


def test_the_poster_is_neither_black_nor_blurred(tmp_path: Path) -> None:
    def fading_in(seconds: float, size: tuple[int, int]) -> Image.Image:
        if seconds < 0.7:
            return Image.new("RGB", size)
        image = Image.effect_noise(size, 5).convert("RGB")
        ImageDraw.Draw(image).text((20, 20), "door " * 8, (255, 255, 255), font_size=40)
        image = corners(1, size) if seconds < 1.4 else image
        return image.filter(ImageFilter.GaussianBlur(9)) if seconds < 1.4 else image

    made = rendered(recordings.film(tmp_path / "a.mp4", draw=fading_in))
    for rendition in made.poster.renditions:
        with Image.open(rendition.file) as still:
            assert still.size == (320, 180)
            sharp = poster.worth(still)
    black, blurred = fading_in(0, (320, 180)), fading_in(1, (320, 180))
    assert sharp > 3 * poster.worth(blurred) > 3 * poster.worth(black)


def test_the_same_film_is_the_same_bytes_and_is_made_once(tmp_path: Path) -> None:
    original = recordings.film(tmp_path / "a.mov", turned=90)
    said: list[str] = []
    shelf = Shelf(tmp_path / "one")

    def say(name: str, share: float, left: float | None) -> None:
        said.append(name)

    first = film.render("a.mov", original, shelf, say=say)
    assert said
    said.clear()
    assert film.render("a.mov", original, shelf, say=say) == first
    assert not said
    assert film.render("a.mov", original, Shelf(tmp_path / "two")).file.read_bytes() == first.file.read_bytes()


def cut(path: Path, share: float) -> Path:
    """Cut a file short."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def spoilt(path: Path) -> Path:
    """Write noise over the middle half of what a film shows."""
    data = bytearray(path.read_bytes())
    begin, end = data.index(b"mdat") + 4, len(data)
    quarter = (end - begin) // 4
    data[begin + quarter : end - quarter] = random.Random(1).randbytes(end - begin - 2 * quarter)
    path.write_bytes(data)
    return path


def test_a_film_cut_short_is_refused_in_one_sentence(tmp_path: Path) -> None:
    whole = recordings.film(tmp_path / "a.mp4", first_index=True)
    assert probe(whole).duration == pytest.approx(2.0, abs=0.1)
    with pytest.raises(UnusableRecording, match=r"^这段影片只有一半，后面的内容丢了。请重新从"):
        probe(cut(whole, 0.7))


def test_a_film_without_its_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableRecording, match=r"^这段影片打不开，可能没有录完"):
        probe(cut(recordings.film(tmp_path / "a.mp4"), 0.7))


def test_a_film_in_another_container_cut_short_is_refused(tmp_path: Path) -> None:
    whole = recordings.film(tmp_path / "a.mkv", seconds=4, options={"g": "10"}, wave=None)
    assert rendered(whole).duration == pytest.approx(4.0, abs=0.1)
    with pytest.raises(UnusableRecording):
        rendered(cut(whole, 0.5))


def test_a_recorded_screen_on_which_nothing_moves_at_the_end_is_whole(tmp_path: Path) -> None:
    original = recordings.film(tmp_path / "a.mp4", times=[0, 0.1, 0.2, 0.3, 3.0], wave=None)
    assert rendered(original).duration == pytest.approx(3.0, abs=0.2)


def test_a_film_broken_in_the_middle_is_refused(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    with pytest.raises(UnusableRecording, match=r"^这段影片中间有坏的地方"):
        rendered(spoilt(recordings.film(tmp_path / "a.mov", turned=90, first_index=True)))
    assert not [path for path in shelf.rglob("*") if path.is_file() and path.suffix != ".json"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 no film at all", bytes(5000)], ids=["empty", "pdf", "zeros"])
def test_what_is_no_film_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(UnusableRecording, match=r"^这段影片打不开"):
        probe(tmp_path / "a.mp4")
    with pytest.raises(UnusableRecording, match=r"^这段声音打不开"):
        sound.render("a.mp3", tmp_path / "a.mp4", Shelf(tmp_path / "shelf"))


def test_a_missing_film_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableRecording, match=r"^这个文件读不出来"):
        rendered(tmp_path / "a.mp4")


def test_a_film_without_a_picture_is_refused(tmp_path: Path) -> None:
    recordings.sound(tmp_path / "a.mp4", tone(0.1), codec="aac", seconds=1)
    with pytest.raises(UnusableRecording, match=r"^这段影片里没有画面"):
        rendered(tmp_path / "a.mp4")


def test_progress_tells_how_long_it_still_takes() -> None:
    now = 0.0
    said: list[tuple[str, float, float | None]] = []
    told = Progress("a.mov", lambda *words: said.append(words), lambda: now)
    for second, share in ((0.1, 0.005), (0.6, 0.01), (0.7, 0.02), (10.0, 0.25), (10.2, 0.3), (40.0, 1.0)):
        now = second
        told(share)
    assert said == [("a.mov", 0.01, None), ("a.mov", 0.25, 30.0), ("a.mov", 1.0, 0.0)]


@pytest.mark.parametrize(
    ("suffix", "codec", "channels"),
    [(".wav", "pcm_s16le", 1), (".mp3", "libmp3lame", 2), (".m4a", "aac", 2)],
)
def test_a_sound_becomes_aac_of_the_same_length(tmp_path: Path, suffix: str, codec: str, channels: int) -> None:
    original = recordings.sound(tmp_path / f"a{suffix}", tone(0.02), codec=codec, channels=channels)
    made = sound.render(original.name, original, Shelf(tmp_path / "shelf"))
    assert loudness.measure(made.file)[0] == pytest.approx(-16, abs=1)
    assert made.duration == pytest.approx(3.0, abs=0.1)
    assert made.address.endswith(".m4a")
    assert PLACE.encode() in original.read_bytes()
    assert PLACE.encode() not in made.file.read_bytes()
    with av.open(str(made.file)) as container:
        context = container.streams.audio[0].codec_context
        assert (context.name, context.channels, context.sample_rate) == ("aac", channels, 48_000)


def test_a_sound_in_which_nothing_is_heard_is_refused(tmp_path: Path) -> None:
    original = recordings.sound(tmp_path / "a.wav", tone(0.0))
    with pytest.raises(UnusableRecording, match=r"^这段声音里什么都听不见"):
        sound.render("a.wav", original, Shelf(tmp_path / "shelf"))
