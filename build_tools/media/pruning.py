"""Pruning: what has not been of use for longest leaves the shelf when it grows too large."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from build_tools.media.shelf import DAY, ORIGINALS, USED, known_originals, last_used, replace

# What a build that was killed leaves behind; a build still at work may own a younger one.
ABANDONED = DAY


@dataclass(frozen=True)
class Pruned:
    """What happened: files and bytes removed, files and bytes still there."""

    removed: int
    freed: int
    kept: int
    size: int


def prune(root: Path, largest: int) -> Pruned:
    """Remove files of the shelf at `root` until at most `largest` bytes are left, least recently used first.

    Last use is what builds wrote down, by the day (file systems no longer keep it); a file nobody wrote down counts
    from the day it was made. Half-made files of killed builds go too. Safe beside a running build, which makes again
    what it misses the next time.
    """
    used, now = last_used(root), time.time()
    files: list[tuple[int, str, int, Path]] = []
    removed = freed = 0
    for path in sorted(root.glob("[0-9a-f][0-9a-f]/*")):
        with suppress(FileNotFoundError):  # another build or pruning took it
            stat = path.stat()
            if not path.name.startswith("."):
                files.append((used.get(path.name, int(stat.st_mtime // DAY)), path.name, stat.st_size, path))
            elif now - stat.st_mtime > ABANDONED:
                path.unlink()
                removed, freed = removed + 1, freed + stat.st_size
    size = sum(bytes_ for *_, bytes_, _ in files)
    files.sort()
    gone: set[str] = set()
    for _, name, bytes_, path in files:
        if size <= largest:
            break
        path.unlink(missing_ok=True)
        gone.add(name)
        size, freed = size - bytes_, freed + bytes_
    _forget(root, {name for _, name, *_ in files} - gone)
    return Pruned(removed + len(gone), freed, len(files) - len(gone), size)


def _forget(root: Path, kept: set[str]) -> None:
    """Strike from the indices what is no more."""
    used = last_used(root)
    if used.keys() - kept:
        replace(root / USED, {name: day for name, day in used.items() if name in kept})
    originals = known_originals(root)
    there = {name: entry for name, entry in originals.items() if Path(name).exists()}
    if len(there) < len(originals):
        replace(root / ORIGINALS, there)
