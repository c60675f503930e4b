"""The meter: how long a program takes, how much of the processors and of memory it uses, and who else was at work."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1  # seconds between two looks at memory, which cost about a millisecond for each 100 MB
MOMENT, QUIET = 0.5, 0.15  # seconds to look at the processors, and the share of them that may be in use
TICKS = os.sysconf("SC_CLK_TCK")
PROCESSORS = os.cpu_count() or 1
BUSY = (0, 1, 2, 5, 6)  # columns of /proc/stat: user, nice, system, interrupts


@dataclass(frozen=True)
class Reading:
    """One run of one program with all its descendants."""

    seconds: float
    cpu: float
    """Seconds of processor time."""
    peak: float
    """Most memory at one moment in MB of a million bytes; shared pages count once (PSS)."""
    others: float
    """Share of all processors that other programs used meanwhile, from 0 to 1."""
    failed: str
    """Last words of a program that failed; empty when it did not."""


def run(command: Sequence[str], env: Mapping[str, str], folder: Path) -> Reading:
    """Run a program to its end. Raises OSError when it cannot be started."""
    busy, own, began = _busy(), time.process_time(), time.perf_counter()
    with (folder / "said").open("w+b") as said:
        child = subprocess.Popen(command, env={**os.environ, **env}, cwd=folder, stdout=said, stderr=said)
        watch = _Watch(child.pid)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        cpu = usage.ru_utime + usage.ru_stime
        others = max(0.0, _busy() - busy - cpu - (time.process_time() - own)) / (seconds * PROCESSORS)
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    return Reading(seconds, cpu, watch.peak / 1e6, others, words[-300:] or "failed" if child.returncode else "")


def calm(patience: float) -> None:
    """Wait until the processors have next to nothing to do, at most so many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        busy = _busy()
        time.sleep(MOMENT)
        if _busy() - busy < QUIET * MOMENT * PROCESSORS:
            return


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants from time to time."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(EVERY):
            self.peak = max(self.peak, sum(_memory(pid) for pid in _family(self.pid)))

    def stop(self) -> None:
        self.done.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield from _family(int(child))


def _memory(pid: int) -> int:
    """Return the bytes of a process, of which it has its part only where it shares them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _busy() -> float:
    """Return the seconds for which processors have been at work since the machine was started."""
    columns = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(int(columns[column]) for column in BUSY) / TICKS
