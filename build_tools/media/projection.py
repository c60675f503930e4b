"""The projection: every film, sound and picture in tiles of an exhibition.

A film `x.mp4` is spoken for by `x.vtt` and parted by `x.chapters.vtt` beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from build_tools.content.folder import FILMS, SOUNDS, TRACKS
from build_tools.content.problems import Place, Problem
from build_tools.media import captions, film, sound, tiles
from build_tools.media.captions import Cue
from build_tools.media.film import Film
from build_tools.media.original import UNUSABLE, UnusablePicture
from build_tools.media.picture import Picture
from build_tools.media.probe import UnusableRecording, probe
from build_tools.media.progress import Say, silent
from build_tools.media.shelf import Shelf
from build_tools.media.sound import Sound
from build_tools.media.tiles import Tiles
from build_tools.model.medium import Medium

PARTS = ".chapters"


@dataclass(frozen=True)
class Projection:
    """Films, sounds and tiles by name in content/media."""

    films: Mapping[str, Film]
    sounds: Mapping[str, Sound]
    tiles: Mapping[str, Tiles]

    def files(self, name: str) -> Mapping[str, Path]:
        """Return every file of the medium `name` by its address in the site; none for what is only a picture."""
        kinds: tuple[Mapping[str, Film | Sound | Tiles], ...] = (self.films, self.sounds, self.tiles)
        return {address: file for kind in kinds if name in kind for address, file in kind[name].files.items()}


def still(medium: Medium) -> bool:
    """Whether a medium is a picture: no film, no sound, no track of words."""
    return _suffix(medium) not in FILMS | SOUNDS | TRACKS


def survey(media: Mapping[str, Medium]) -> tuple[Problem, ...]:
    """Return a problem for each film, sound and track that cannot be used, without making anything."""
    problems: list[Problem] = []
    for medium in media.values():
        if _suffix(medium) in FILMS | SOUNDS:
            try:
                recording = probe(medium.path, _what(medium))
            except UnusableRecording as error:
                problems.append(_unusable(medium, str(error)))
            else:
                problems += _words(medium, media, recording.duration)[2]
    return (*problems, *_alone(media))


def develop(
    media: Mapping[str, Medium],
    pictures: Mapping[str, Picture],
    shelf: Shelf,
    *,
    base: str = "",
    large: frozenset[str] = frozenset(),
    say: Say = silent,
) -> tuple[Projection, tuple[Problem, ...]]:
    """Return everything that moves, sounds or is deep, and a problem for each original that cannot be used.

    `pictures` are the finished stills, `base` the address of the site for the ids of tiles (see `tiles.render`),
    `large` the names of films that a wall wants in 4K, `say` hears how far long work is.
    """
    films: dict[str, Film] = {}
    sounds: dict[str, Sound] = {}
    deep: dict[str, Tiles] = {}
    problems: list[Problem] = []
    for name, medium in media.items():
        shown = pictures.get(name)
        try:
            if _suffix(medium) in FILMS | SOUNDS:
                words, parts, found = _words(medium, media, None)
                if found:
                    problems += found
                elif _suffix(medium) in FILMS:
                    asked = name in large
                    films[name] = film.render(
                        name, medium.path, shelf, words=words, chapters=parts, large=asked, say=say
                    )
                else:
                    sounds[name] = sound.render(name, medium.path, shelf, words=words, chapters=parts, say=say)
            elif shown and shown.markup is None and tiles.worth(medium.kind, shown.width, shown.height):
                deep[name] = tiles.render(name, medium.path, shelf, base)
        except (UnusableRecording, UnusablePicture) as error:
            problems.append(_unusable(medium, str(error)))
    tiles.tidy(shelf.root)
    return Projection(films, sounds, deep), (*problems, *_alone(media))


def _words(
    medium: Medium, media: Mapping[str, Medium], duration: float | None
) -> tuple[tuple[Cue, ...], tuple[Cue, ...], list[Problem]]:
    """Return captions, chapters and what is wrong with them; the original is probed for its length if need be."""
    found: list[tuple[Cue, ...]] = []
    problems: list[Problem] = []
    for part in ("", PARTS):
        beside = next((media[one] for one in _beside(medium, part) if one in media), None)
        if beside is None:
            found.append(())
            continue
        duration = probe(medium.path, _what(medium)).duration if duration is None else duration
        cues, wrong = captions.read(beside.path, beside.file, duration, chapters=bool(part))
        found.append(cues)
        problems += wrong
    return found[0], found[1], problems


def _beside(medium: Medium, part: str) -> list[str]:
    return [f"{PurePosixPath(medium.name).with_suffix('')}{part}{suffix}" for suffix in sorted(TRACKS, reverse=True)]


def _alone(media: Mapping[str, Medium]) -> list[Problem]:
    """Return a problem for each track of words without a film or sound beside it."""
    spoken = [one for one in media.values() if _suffix(one) in FILMS | SOUNDS]
    used = {name for one in spoken for part in ("", PARTS) for name in _beside(one, part)}
    return [
        Problem(
            Place(one.file, 1, 1, 0),
            "旁边没有和它同名的影片或声音",
            "字幕叫“影片的名字.vtt”，章节叫“影片的名字.chapters.vtt”，和影片放在一起",
            "",
            "track-alone",
        )
        for one in media.values()
        if _suffix(one) in TRACKS and one.name not in used
    ]


def _suffix(medium: Medium) -> str:
    return medium.path.suffix.lower()


def _what(medium: Medium) -> str:
    return film.WHAT if _suffix(medium) in FILMS else sound.WHAT


def _unusable(medium: Medium, sentence: str) -> Problem:
    what, _, fix = sentence.partition("。")
    return Problem(Place(medium.file, 1, 1, 0), what, fix.rstrip("。") or "换一个能打开的文件", "", UNUSABLE)
