"""Films: one original and what screens play of it, with poster, captions and chapters."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av

from build_tools.media import captions, encoding, picture, poster
from build_tools.media.captions import Cue
from build_tools.media.picture import Picture
from build_tools.media.probe import UnusableRecording, digest, probe
from build_tools.media.progress import Progress, Say, silent
from build_tools.media.shelf import Shelf, key_of

WHAT = "这段影片"


@dataclass(frozen=True)
class Track:
    """Captions or chapters: the WebVTT file, and the same words as values, for pages that cannot load it (file://)."""

    address: str
    file: Path
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Film:
    """A film ready for pages: MP4 (H.264, AAC), width and height in pixels, duration in seconds.

    `poster` is a picture like any other; `files` is every file by its address in the site.
    """

    name: str
    address: str
    file: Path
    poster: Picture
    width: int
    height: int
    duration: float
    has_sound: bool
    captions: Track | None
    chapters: Track | None
    files: Mapping[str, Path]


def track(cues: tuple[Cue, ...], shelf: Shelf) -> Track | None:
    """Return cues as a file on the shelf, None when there are none."""
    if not cues:
        return None
    words = captions.written(cues)
    key = key_of(captions.RECIPE, words)
    file = shelf.keep(key, ".vtt", lambda place: _write(place, words))
    return Track(f"media/{key[:16]}.vtt", file, cues)


def _write(place: Path, words: str) -> None:
    place.write_text(words, encoding="utf-8")


def render(
    name: str,
    original: Path,
    shelf: Shelf,
    *,
    words: tuple[Cue, ...] = (),
    chapters: tuple[Cue, ...] = (),
    large: bool = False,
    say: Say = silent,
) -> Film:
    """Return the film with all its files on the shelf. Raises UnusableRecording.

    `words` and `chapters` are what `captions.read` returned; `large` allows 4K, for walls that ask.
    """
    key = key_of(encoding.RECIPE, digest(original, shelf), "4k" if large else "hd")
    file = shelf.keep(key, ".mp4", lambda place: _make(name, original, place, large, say))
    still = shelf.keep(key_of(poster.RECIPE, key), ".jpg", lambda place: poster.make(file, place))
    shown = picture.render(name, still, shelf)
    tracks = (track(words, shelf), track(chapters, shelf))
    with av.open(str(file)) as made:
        seen = made.streams.video[0]
        width, height, has_sound = seen.width, seen.height, bool(made.streams.audio)
        duration = float((seen.duration or 0) * (seen.time_base or 0))
    address = f"media/{key[:16]}.mp4"
    files = {address: file, **{one.address: one.file for one in shown.renditions}}
    files |= {one.address: one.file for one in tracks if one}
    return Film(name, address, file, shown, width, height, duration, has_sound, *tracks, files)


def _make(name: str, original: Path, place: Path, large: bool, say: Say) -> None:
    recording = probe(original, WHAT)
    if recording.sight is None:
        raise UnusableRecording("这段影片里没有画面，只有声音。请把文件另存为 .m4a 或 .mp3，再放进来。")
    told = Progress(name, say, time.monotonic)
    encoding.encode(original, recording, place, told, large=large, what=WHAT)
