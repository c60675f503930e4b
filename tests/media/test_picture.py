"""Pictures: upright, in the right colours, silent about where they were taken, never wider than they are."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from build_tools.media import picture
from build_tools.media.original import UnusablePicture
from build_tools.media.picture import Picture
from build_tools.media.shelf import Shelf
from tests.media import originals

Colour = tuple[int, ...]
SPOTS = {(0.2, 0.2): (220, 20, 20), (0.8, 0.2): (20, 180, 20), (0.2, 0.8): (20, 20, 220), (0.8, 0.8): (255, 255, 255)}


def render(path: Path, folder: Path) -> Picture:
    """Return the picture of an original, on a shelf of its own."""
    return picture.render(path.name, path, Shelf(folder / "shelf"))


def colour(path: Path, x: float = 0.5, y: float = 0.5) -> Colour:
    """Return the colour of a picture at a place given as parts of its width and height."""
    with Image.open(path) as image:
        found = image.convert("RGBA").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(found, tuple)
    return found


def near(found: Colour, wanted: Colour, tolerance: int = 6) -> bool:
    """Return whether two colours look alike; the alpha of the first is left out when the second has none."""
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=False))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
def test_a_picture_taken_in_any_position_is_upright(tmp_path: Path, suffix: str, orientation: int) -> None:
    made = render(originals.turned(tmp_path / f"a{suffix}", orientation), tmp_path)
    assert (made.width, made.height) == (90, 60)
    for one in made.renditions:
        with Image.open(one.file) as image:
            assert image.size == (one.width, one.height) == (90, 60)
        assert all(near(colour(one.file, *spot), wanted, 30) for spot, wanted in SPOTS.items())


TALKATIVE = (originals.SECRET, b"Exif", b"EXIF", b"adobe", b"xmpmeta")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_nothing_about_camera_or_place_is_left(tmp_path: Path, suffix: str) -> None:
    path = originals.talkative(tmp_path / f"a{suffix}")
    before = path.read_bytes()
    assert originals.SECRET in before
    assert b"xmpmeta" in before
    with Image.open(path) as image:
        assert image.getexif().get_ifd(originals.GPS)
    made = render(path, tmp_path)
    assert path.read_bytes() == before, "originals are never altered"
    for one in made.renditions:
        data = one.file.read_bytes()
        assert [part for part in TALKATIVE if part in data] == []
        with Image.open(one.file) as image:
            assert not image.getexif()
            assert {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys() == set()


def test_the_thumbnail_of_a_photograph_is_gone(tmp_path: Path) -> None:
    path = originals.cropped(tmp_path / "a.jpg")
    assert originals.thumbnail() in path.read_bytes()
    with Image.open(path) as image:
        assert image.getexif().get_ifd(ExifTags.IFD.IFD1)
    assert all(originals.thumbnail()[:64] not in one.file.read_bytes() for one in render(path, tmp_path).renditions)


def test_the_segments_of_a_jpeg_hold_the_picture_only(tmp_path: Path) -> None:
    made = render(originals.talkative(tmp_path / "a.jpg"), tmp_path)
    data = made.of_type("image/jpeg")[0].file.read_bytes()
    segments, place = [], 2
    while data[place + 1] != 0xDA:
        segments.append(data[place + 1])
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    assert set(segments) <= {0xE0, 0xDB, 0xC0, 0xC4}


@pytest.mark.parametrize("wanted", [(200, 100, 50), (60, 160, 90), (128, 128, 128)], ids=str)
def test_colours_of_a_phone_become_the_same_colours_on_every_screen(tmp_path: Path, wanted: Colour) -> None:
    path = tmp_path / "a.jpg"
    image = Image.new("RGB", (40, 40), wanted)
    image.save(path, icc_profile=originals.display_p3(), quality=95, subsampling=0)
    right = originals.p3_as_srgb((wanted[0], wanted[1], wanted[2]))
    for one in render(path, tmp_path).renditions:
        assert near(colour(one.file), right, 5)


def test_without_its_profile_that_picture_would_be_another_colour(tmp_path: Path) -> None:
    Image.new("RGB", (40, 40), (200, 100, 50)).save(tmp_path / "a.jpg", quality=95, subsampling=0)
    found = colour(render(tmp_path / "a.jpg", tmp_path).renditions[0].file)
    assert near(found, (200, 100, 50), 5)
    assert not near(found, originals.p3_as_srgb((200, 100, 50)), 5)


def test_a_broken_profile_does_not_lose_the_picture(tmp_path: Path) -> None:
    Image.new("RGB", (40, 40), (200, 100, 50)).save(tmp_path / "a.jpg", icc_profile=b"broken", quality=95)
    assert near(colour(render(tmp_path / "a.jpg", tmp_path).renditions[0].file), (200, 100, 50))


CMYK = {
    "red": ((0, 255, 255, 0), (255, 0, 0)),
    "white": ((0, 0, 0, 0), (255, 255, 255)),
    "black": ((0, 0, 0, 255), (0, 0, 0)),
}


@pytest.mark.parametrize(("ink", "wanted"), CMYK.values(), ids=CMYK)
@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_inks_of_a_printer_become_light(tmp_path: Path, suffix: str, ink: Colour, wanted: Colour) -> None:
    path = tmp_path / f"a{suffix}"
    Image.new("CMYK", (40, 40), ink).save(path)
    assert all(near(colour(one.file), wanted) for one in render(path, tmp_path).renditions)


def test_transparency_is_kept(tmp_path: Path) -> None:
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    image.paste((0, 128, 0, 255), (0, 0, 20, 40))
    image.save(tmp_path / "a.png")
    made = render(tmp_path / "a.png", tmp_path)
    assert {one.type for one in made.renditions} == {"image/webp", "image/png"}
    for one in made.renditions:
        assert near(colour(one.file, 0.2), (0, 128, 0, 255))
        assert colour(one.file, 0.8)[3] == 0


def test_a_photograph_has_a_small_fallback(tmp_path: Path) -> None:
    originals.corners().save(tmp_path / "a.jpg")
    assert {one.type for one in render(tmp_path / "a.jpg", tmp_path).renditions} == {"image/webp", "image/jpeg"}


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize(("deep", "wanted"), [(0, 0), (0x4000, 0x40), (0x8000, 0x80), (0xFFFF, 0xFF)])
def test_sixteen_bits_keep_their_brightness(tmp_path: Path, suffix: str, deep: int, wanted: int) -> None:
    Image.new("I;16", (40, 40), deep).save(tmp_path / f"a{suffix}")
    made = render(tmp_path / f"a{suffix}", tmp_path)
    assert all(near(colour(one.file), (wanted,) * 3, 3) for one in made.renditions)


MODES = {"L": 90, "LA": (90, 255), "1": 1, "P": 1, "RGB": (90, 90, 90), "I;16": 90 * 257}


@pytest.mark.parametrize(("mode", "value"), MODES.items(), ids=MODES)
def test_every_kind_of_png_is_shown(tmp_path: Path, mode: str, value: int | Colour) -> None:
    image = Image.new(mode, (40, 40), value)
    if mode == "P":
        image.putpalette([0, 0, 0, 90, 90, 90])
    image.save(tmp_path / "a.png")
    wanted = (255,) * 3 if mode == "1" else (90,) * 3
    assert all(near(colour(one.file), wanted, 4) for one in render(tmp_path / "a.png", tmp_path).renditions)


WIDTHS = {
    300: [300],
    480: [480],
    500: [480, 500],
    1000: [480, 960, 1000],
    1920: [480, 960, 1920],
    3000: [480, 960, 1920],
}


@pytest.mark.parametrize(("width", "wanted"), WIDTHS.items())
def test_a_rendition_is_never_wider_than_its_original(tmp_path: Path, width: int, wanted: list[int]) -> None:
    Image.new("RGB", (width, width // 2), (9, 9, 9)).save(tmp_path / "a.jpg")
    made = render(tmp_path / "a.jpg", tmp_path)
    assert (made.width, made.height) == (width, width // 2)
    for kind in ("image/webp", "image/jpeg"):
        assert [one.width for one in made.of_type(kind)] == wanted
    for one in made.renditions:
        with Image.open(one.file) as image:
            assert image.size == (one.width, one.height)
            assert abs(image.width / image.height - 2) < 0.02


def _file(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    data = io.BytesIO()
    originals.corners(*size).save(data, kind)
    return data.getvalue()


JPEG, PNG = _file("JPEG"), _file("PNG")
UNUSABLE = {
    "empty.jpg": (b"", "不是一张图片"),
    "words.jpg": ("这是一封信".encode(), "不是一张图片"),
    "pdf.jpg": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "不是一张图片"),
    "page.png": (b"<!doctype html><html></html>", "不是一张图片"),
    "head-only.jpg": (JPEG[:20], "不是一张图片"),
    "half.jpg": (JPEG[: len(JPEG) // 2], "只有一半"),
    "half.png": (PNG[: len(PNG) // 2], "只有一半"),
    "half.webp": (_file("WEBP")[:-100], "读不出来"),
    "half.gif": (_file("GIF")[:600], "只有一半"),
    "one-pixel.png": (originals.png_header(1, 1), "一个像素"),
    "bomb.png": (originals.png_header(50_000, 50_000), "大得不正常"),
    "just-too-large.png": (originals.png_header(20_000, 12_001), "大得不正常"),
    "claims.png": (originals.png_header(400, 300), "只有一半"),
    "scroll.png": (_file("PNG", (4, 60_000)), "太长"),
}


@pytest.mark.parametrize(("name", "data", "said"), [(n, *rest) for n, rest in UNUSABLE.items()], ids=UNUSABLE)
def test_what_cannot_be_shown_is_said_in_one_chinese_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnusablePicture, match=said) as raised:
        render(path, tmp_path)
    what, _, fix = str(raised.value).partition("。")
    assert what
    assert fix, "the sentence also says what to do"
    assert not list(tmp_path.rglob(".making-*"))


def test_whole_files_of_the_same_kinds_are_shown(tmp_path: Path) -> None:
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")):
        (tmp_path / name).write_bytes(_file(kind))
        assert render(tmp_path / name, tmp_path).width == 400


def test_a_file_that_may_not_be_read_is_said_too(tmp_path: Path) -> None:
    with pytest.raises(UnusablePicture, match="读不出来"):
        picture.probe(tmp_path)


def test_the_same_original_gives_the_same_bytes(tmp_path: Path) -> None:
    path = originals.talkative(tmp_path / "a.jpg")
    bytes_of = [
        [one.file.read_bytes() for one in picture.render("a.jpg", path, Shelf(tmp_path / shelf)).renditions]
        for shelf in ("first", "second")
    ]
    assert bytes_of[0] == bytes_of[1]
