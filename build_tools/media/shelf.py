"""The shelf: finished media kept by the hash of what they were made from, so that work is done once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# A file changed within this many seconds before its hash was taken could change again without its time stamp moving
# (coarse clocks of USB sticks: FAT counts in steps of 2 s), so such a stamp is not trusted.
SETTLED = 3.0


class Shelf:
    """A folder of finished files named by key, and the remembered hashes of originals.

    Safe with several builds at once: a file is made under a temporary name and renamed when whole.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder `root`, which is made when first needed."""
        self.root = root
        self._index_file = root / "originals.json"
        self._index = self._remembered()
        self._changed = False

    def _remembered(self) -> dict[str, tuple[int, int, str]]:
        try:
            return {name: tuple(entry) for name, entry in json.loads(self._index_file.read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # a lost or broken index only costs hashing again

    def digest(self, original: Path) -> str:
        """Return the SHA-256 of a file in hex, without reading it when size and time stamp are known and settled.

        Raises OSError when the file cannot be read.
        """
        stat = original.stat()
        name = str(original.resolve())
        known = self._index.get(name)
        if known is not None and known[:2] == (stat.st_size, stat.st_mtime_ns):
            return known[2]
        with original.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if time.time() - stat.st_mtime > SETTLED:
            self._index[name] = (stat.st_size, stat.st_mtime_ns, found)
            self._changed = True
        return found

    def keep(self, key: str, suffix: str, make: Callable[[Path], None]) -> Path:
        """Return the file for `key` (hex), made by `make(temporary path)` if the shelf does not hold it yet."""
        place = self.root / key[:2] / f"{key}{suffix}"
        if place.exists():
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".making-", suffix=suffix, dir=place.parent)
        os.close(handle)
        making = Path(name)
        try:
            make(making)
            making.chmod(0o644)
            making.replace(place)
        finally:
            making.unlink(missing_ok=True)
        return place

    def remember(self) -> None:
        """Write down the hashes learnt since the shelf was opened."""
        if not self._changed:
            return
        self.root.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".index-", dir=self.root)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(self._index, stream)
        Path(name).replace(self._index_file)
        self._changed = False


def key_of(*parts: str | bytes) -> str:
    """Return the hex key of an ordered list of ingredients (original's hash, recipe, size …)."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()
