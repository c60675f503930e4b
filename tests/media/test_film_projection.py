"""The projection: films with their words beside them, sounds and deep pictures, and what is said of those of no use."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from build_tools.content.problems import Problem
from build_tools.media import picture, projection
from build_tools.media.projection import Projection
from build_tools.media.shelf import Shelf
from build_tools.model.form import SURFACES
from build_tools.model.medium import Medium
from tests.media import recordings
from tests.media.recordings import tone

WORDS = "WEBVTT\n\n00:00.000 --> 00:00.500\n推开一扇门。\n"
PARTS = "WEBVTT\n\n00:00.000 --> 00:00.900\n门\n"


def media(folder: Path, kinds: Mapping[str, str] | None = None) -> dict[str, Medium]:
    """Return every file of a folder as a medium."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        kind = (kinds or {}).get(name)
        found[name] = Medium(
            name=name, path=path, size=path.stat().st_size, file=f"content/media/{name}", kind=kind, surfaces=SURFACES
        )
    return found


def developed(found: Mapping[str, Medium], shelf: Shelf) -> tuple[Projection, tuple[Problem, ...]]:
    """Return the projection of media, with their stills."""
    stills = {name: picture.render(name, one.path, shelf) for name, one in found.items() if projection.still(one)}
    return projection.develop(found, stills, shelf)


def test_films_sounds_and_plans_come_with_all_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    (folder / "men").mkdir(parents=True)
    recordings.film(folder / "men/a.mp4", seconds=1)
    recordings.sound(folder / "b.wav", tone(0.1), seconds=1)
    Image.new("RGB", (2400, 1600), (200, 180, 160)).save(folder / "plan.png")
    Image.new("RGB", (2400, 1600), (200, 180, 160)).save(folder / "photo.png")
    subrip = "1\n00:00:00,000 --> 00:00:00,500\n推开一扇门。\n"
    for name, words in {"men/a.vtt": WORDS, "men/a.chapters.vtt": PARTS, "b.srt": subrip}.items():
        (folder / name).write_text(words, encoding="utf-8")
    found = media(folder, {"plan.png": "平面图", "photo.png": "照片"})
    assert projection.survey(found) == ()
    shelf = Shelf(tmp_path / "shelf")
    made, problems = developed(found, shelf)
    assert problems == ()
    assert (list(made.films), list(made.sounds), list(made.tiles)) == (["men/a.mp4"], ["b.wav"], ["plan.png"])
    film, sound = made.films["men/a.mp4"], made.sounds["b.wav"]
    assert film.captions is not None
    assert film.chapters is not None
    assert sound.captions is not None
    assert film.captions.cues == sound.captions.cues
    assert film.captions.file.read_text(encoding="utf-8") == WORDS.replace("00:00.", "00:00:00.")
    assert [cue.lines for cue in film.chapters.cues] == [("门",)]
    assert sound.chapters is None
    files = made.files("men/a.mp4")
    assert {film.address, film.captions.address, film.chapters.address, film.poster.renditions[0].address} <= set(files)
    assert {address.rpartition(".")[2] for address in made.files("plan.png")} == {"jpg", "json"}
    assert made.files("photo.png") == {}
    for name in found:
        for address, file in made.files(name).items():
            assert address.startswith("media/")
            assert file.stat().st_size > 0
    assert developed(found, shelf) == (made, ())


MISTAKES = {
    "film": ({"a.mp4": b"no film"}, "content/media/a.mp4", "这段影片打不开", "请重新从手机或相机里导出，再放进来"),
    "sound": ({"a.mp3": b"no sound"}, "content/media/a.mp3", "这段声音打不开", "请重新从手机或相机里导出，再放进来"),
    "alone": (
        {"b.vtt": WORDS.encode()},
        "content/media/b.vtt",
        "旁边没有和它同名的影片或声音",
        "字幕叫“影片的名字.vtt”",
    ),
    "words": ({"f.vtt": b"WEBVTT\n"}, "content/media/f.vtt", "里面没有一段字幕", "照这个样子写时间"),
    "too-long": (
        {"f.chapters.vtt": PARTS.replace("00.900", "09.900").encode()},
        "content/media/f.chapters.vtt",
        "这一段超出了影片的长度",
        "改成 00:00:00.000 --> 00:00:01.",
    ),
}


@pytest.mark.parametrize(("files", "file", "message", "help"), MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_be_used_is_said_before_and_while_it_is_made(
    tmp_path: Path, files: dict[str, bytes], file: str, message: str, help: str
) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    recordings.film(folder / "f.mp4", seconds=1, wave=None)
    assert projection.survey(media(folder)) == ()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    found = media(folder)
    (problem,) = projection.survey(found)
    assert problem.place.file == file
    assert problem.message.startswith(message)
    assert problem.help.startswith(help)
    assert developed(found, Shelf(tmp_path / "shelf"))[1] == (problem,)
