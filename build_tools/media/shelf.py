"""The shelf: finished media kept by the hash of what they were made from, so that work is done once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # workers have a shelf and nothing to do with the shared one
    from build_tools.media.shared import SharedShelf

# A file changed within this many seconds before its hash was taken could change again without its time stamp moving
# (coarse clocks of USB sticks: FAT counts in steps of 2 s), so such a stamp is not trusted.
SETTLED = 3.0
DAY = 86_400
ORIGINALS, USED = "originals.json", "used.json"
CARRIERS = 8  # downloads at a time; each only waits for the network

Event = Literal["made", "fetched"]


class Shelf:
    """A folder of finished files named by key, the remembered hashes of originals, and when each file was last of use.

    Safe with several builds at once and with builds that are killed: a file is made under a temporary name and renamed
    when whole; the two indices are replaced as a whole too, and losing one costs only time.
    """

    def __init__(
        self, root: Path, shared: SharedShelf | None = None, told: Callable[[Event, str], None] | None = None
    ) -> None:
        """Take the folder `root`, which is made when first needed.

        What is missing is looked for on the `shared` shelf before it is made, and brought there after. `told` hears of
        each file that was made or fetched, by name.
        """
        self.root, self.shared = root, shared
        self._lock = threading.Lock()
        self._told = told or (lambda event, name: None)
        self._originals = _remembered(root / ORIGINALS)
        self._learnt: dict[str, Any] = {}
        self._used: set[str] = set()
        self.tally: Counter[Event] = Counter()
        """How many files were made and fetched so far."""

    def digest(self, original: Path) -> str:
        """Return the SHA-256 of a file in hex, without reading it when size and time stamp are known and settled.

        Raises OSError when the file cannot be read.
        """
        stat = original.stat()
        name = str(original.resolve())
        known: Any = self._learnt.get(name) or self._originals.get(name)
        if _agrees(known, stat):
            return str(known[2])
        with original.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if time.time() - stat.st_mtime > SETTLED:
            self._learnt[name] = (stat.st_size, stat.st_mtime_ns, found)
        return found

    def place(self, key: str, suffix: str) -> Path:
        """Return where the file for `key` (hex) lies, or will lie."""
        return self.root / key[:2] / f"{key}{suffix}"

    def holds(self, key: str, suffix: str) -> bool:
        """Return whether the file is here; it then counts as used. An empty file is what a power cut leaves behind."""
        place = self.place(key, suffix)
        try:
            here = place.stat().st_size > 0
        except OSError:
            return False
        if here:
            self._used.add(place.name)
        return here

    def keep(self, key: str, suffix: str, make: Callable[[Path], object]) -> Path:
        """Return the file for `key` (hex), made by `make(temporary path)` if neither shelf holds it yet."""
        place = self.place(key, suffix)
        if not self.holds(key, suffix) and not self.fetch([(key, suffix)]):
            self._put(place, make)
            self.took_in([place.name])
        return place

    def fetch(self, wanted: Iterable[tuple[str, str]]) -> bool:
        """Bring files here from the shared shelf, several at a time; return whether all of them are here now."""
        missing = [one for one in dict.fromkeys(wanted) if not self.holds(*one)]
        if missing and self.shared is None:
            return False
        if len(missing) < 2:
            return all(map(self._fetch, missing))
        with ThreadPoolExecutor(CARRIERS) as carriers:
            return all(list(carriers.map(self._fetch, missing)))

    def _fetch(self, wanted: tuple[str, str]) -> bool:
        place = self.place(*wanted)
        data = self.shared.read(place.name) if self.shared else None
        if data is None:
            return False
        self._put(place, lambda making: making.write_bytes(data))
        self._used.add(place.name)
        self._tell("fetched", place.name)
        return True

    def _put(self, place: Path, make: Callable[[Path], object]) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".making-", suffix=place.suffix, dir=place.parent)
        os.close(handle)
        making = Path(name)
        try:
            make(making)
            making.chmod(0o644)
            making.replace(place)
        finally:
            making.unlink(missing_ok=True)

    def took_in(self, names: Iterable[str]) -> None:
        """Count files as newly made, by this process or another, and begin to bring them to the shared shelf.

        `remember` waits until they are there.
        """
        for name in names:
            self._used.add(name)
            self._tell("made", name)
            if self.shared is not None:
                self.shared.write(self.root / name[:2] / name)

    def _tell(self, event: Event, name: str) -> None:
        with self._lock:  # several threads encode and download
            self.tally[event] += 1
            self._told(event, name)

    def remember(self) -> None:
        """Write down what was learnt since the shelf was opened, and wait until the shared shelf has what is new."""
        if self.shared is not None:
            self.shared.finish()
        if self._learnt:
            self._originals = {**_remembered(self.root / ORIGINALS), **self._learnt}
            replace(self.root / ORIGINALS, self._originals)
            self._learnt = {}
        today = int(time.time() // DAY)  # by the day, so that a build that changes nothing writes nothing
        used = _remembered(self.root / USED)
        if any(used.get(name) != today for name in self._used):
            replace(self.root / USED, {**used, **dict.fromkeys(self._used, today)})


def _agrees(entry: Any, stat: os.stat_result) -> bool:
    whole = isinstance(entry, (list, tuple)) and len(entry) == 3
    return whole and tuple(entry[:2]) == (stat.st_size, stat.st_mtime_ns)


def _remembered(index: Path) -> dict[str, Any]:
    try:
        found = json.loads(index.read_bytes())
    except (OSError, ValueError):
        return {}  # a lost or broken index only costs hashing again
    return found if isinstance(found, dict) else {}


def last_used(root: Path) -> dict[str, int]:
    """Return the day (counted from 1970) on which each file of a shelf was last of use, as far as it is known."""
    return {name: day for name, day in _remembered(root / USED).items() if isinstance(day, int)}


def known_originals(root: Path) -> dict[str, Any]:
    """Return the remembered hashes of a shelf by path."""
    return _remembered(root / ORIGINALS)


def replace(index: Path, entries: dict[str, Any]) -> None:
    """Write an index whole or not at all."""
    index.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".index-", dir=index.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(entries, stream)
        Path(name).replace(index)
    finally:
        Path(name).unlink(missing_ok=True)


def key_of(*parts: str | bytes) -> str:
    """Return the hex key of an ordered list of ingredients (original's hash, recipe, size …)."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()
