"""Sounds: one recording and what screens play of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import av

from build_tools.media import encoding
from build_tools.media.captions import Cue
from build_tools.media.film import Track, track
from build_tools.media.probe import UnusableRecording, digest, probe
from build_tools.media.progress import Progress, Say, silent
from build_tools.media.shelf import Shelf, key_of

WHAT = "这段声音"


@dataclass(frozen=True)
class Sound:
    """A sound ready for pages: AAC in .m4a, one or two channels, duration in seconds.

    `captions` are the words spoken, `chapters` its parts; `files` is every file by its address in the site.
    """

    name: str
    address: str
    file: Path
    duration: float
    captions: Track | None
    chapters: Track | None
    files: Mapping[str, Path]


def render(
    name: str,
    original: Path,
    shelf: Shelf,
    *,
    words: tuple[Cue, ...] = (),
    chapters: tuple[Cue, ...] = (),
    say: Say = silent,
) -> Sound:
    """Return the sound with all its files on the shelf. Raises UnusableRecording."""
    key = key_of(encoding.RECIPE, digest(original, shelf), "sound")
    file = shelf.keep(key, ".m4a", lambda place: _make(name, original, place, say))
    tracks = (track(words, shelf), track(chapters, shelf))
    with av.open(str(file)) as made:
        heard = made.streams.audio[0]
        duration = float((heard.duration or 0) * (heard.time_base or 0))
    address = f"media/{key[:16]}.m4a"
    files = {address: file, **{one.address: one.file for one in tracks if one}}
    return Sound(name, address, file, duration, *tracks, files)


def _make(name: str, original: Path, place: Path, say: Say) -> None:
    recording = replace(probe(original, WHAT), sight=None)
    if not recording.hearing:
        raise UnusableRecording("这段声音里没有声音。请检查录音，换一个有声音的文件。")
    encoding.encode(original, recording, place, Progress(name, say, time.monotonic), what=WHAT)
