"""The shared shelf: finished media of many machines in one place, so that none makes what another has made.

The place is anything fsspec knows: a folder, `s3://bucket/prefix` on any S3-compatible store (with s3fs) and others.
It is a convenience: whatever goes wrong with it is said once and costs only the work it would have saved.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import fsspec

# Before each file stands what it must hash to: a transfer that broke off must never pass for a picture.
MARK = b"exhibit-shelf-1 "
HEAD = len(MARK) + 64 + 1
CARRIERS = 8
# A store that does not answer must not hold up a build for minutes, as its own retries would.
PATIENCE = {"connect_timeout": 4, "read_timeout": 30, "retries": {"max_attempts": 2}}

log = logging.getLogger("exhibit.shelf")


class SharedShelf:
    """A place where files lie by name, each with its SHA-256. Used from several threads."""

    def __init__(self, address: str) -> None:
        """Take a folder or an address such as `s3://bucket/prefix`. Nothing is asked of it yet."""
        self.address = address.rstrip("/")
        self._lock = threading.Lock()
        self._system: Any = None
        self._path = ""
        self._broken = False
        self._carriers: ThreadPoolExecutor | None = None
        self._under_way: list[Future[None]] = []

    def read(self, name: str) -> bytes | None:
        """Return the file `name`; None when it is not there, damaged, or the place cannot be reached."""
        try:
            system = self._opened()
            whole: bytes = b"" if system is None else system.cat_file(self._at(name))
        except FileNotFoundError:
            return None
        except Exception as error:  # each store has errors of its own, and none may stop a build
            self._give_up(error)
            return None
        if system is None:
            return None
        head, data = whole[:HEAD], whole[HEAD:]
        if head != _head(data):
            log.warning("共用架上的 %s 坏了，这一次重新做。", name)
            return None
        return data

    def write(self, file: Path) -> None:
        """Begin to bring a file there, under its own name; `finish` waits for it."""
        with self._lock:
            if self._broken:
                return
            self._carriers = self._carriers or ThreadPoolExecutor(CARRIERS, thread_name_prefix="shared-shelf")
            self._under_way.append(self._carriers.submit(self._write, file))

    def _write(self, file: Path) -> None:
        try:
            system = self._opened()
            if system is None:
                return
            data = file.read_bytes()
            # On a folder: under another name first, so that nobody reads half a file. Object stores put all or nothing.
            place = self._at(file.name)
            if "file" in _protocols(system):
                system.makedirs(place.rpartition("/")[0], exist_ok=True)
                making = f"{place}.{threading.get_ident()}.making"
                system.pipe_file(making, _head(data) + data)
                Path(making).replace(place)
            else:
                system.pipe_file(place, _head(data) + data)
        except Exception as error:  # as above
            self._give_up(error)

    def finish(self) -> None:
        """Wait until everything is there."""
        with self._lock:
            carriers, under_way = self._carriers, self._under_way
            self._carriers, self._under_way = None, []
        for one in under_way:
            one.result()
        if carriers is not None:
            carriers.shutdown()

    def _at(self, name: str) -> str:
        return f"{self._path}/{name[:2]}/{name}"

    def _opened(self) -> Any:
        with self._lock:
            if self._system is None and not self._broken:
                options: dict[str, Any] = {}
                if urlsplit(self.address).scheme in ("s3", "s3a"):
                    options = {"config_kwargs": PATIENCE, "use_listings_cache": False}
                self._system, self._path = fsspec.url_to_fs(self.address, **options)
            return None if self._broken else self._system

    def _give_up(self, error: Exception) -> None:
        with self._lock:
            if not self._broken:
                self._broken = True
                log.warning("共用架 %s 用不了，这一次自己做:%s", self.address, str(error)[:200] or type(error).__name__)


@lru_cache(maxsize=8)
def shared_at(address: str) -> SharedShelf:
    """Return the shared shelf at an address: one for all stages of a command, so that a broken one is said once."""
    return SharedShelf(address)


def _head(data: bytes) -> bytes:
    return MARK + hashlib.sha256(data).hexdigest().encode() + b"\n"


def _protocols(system: Any) -> tuple[str, ...]:
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)
