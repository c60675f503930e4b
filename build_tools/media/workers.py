"""Workers: processes that develop photographs beside this one.

Programs of our own rather than a process pool: a pool's processes import the whole command again (0.9 s of processor
time each), one that dies (out of memory in a codec) takes the pool with it, and the allocator can only be tuned at the
start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import build_tools
from build_tools.media.darkroom import Task
from build_tools.media.recipe import Facts

# glibc gives blocks of a picture's size back to the system after each use and has to ask, and clear, them again. Up to
# 16 MB it may keep: the same speed as without a limit, and a tenth less memory.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "268435456", "MALLOC_TRIM_THRESHOLD_": "16000000"}

# A worker has one processor; libvips would start a thread for each that the machine has.
THREADS = {"VIPS_CONCURRENCY": "1"}

PROGRAM = ("-m", "build_tools.media.darkroom")


@dataclass(frozen=True)
class Developed:
    """How a task ended: facts and the names of new files, or the sentence that says why it cannot be done."""

    facts: Facts | None
    made: tuple[str, ...]
    unusable: str


def develop_all(tasks: Sequence[Task], jobs: int, program: Sequence[str] = PROGRAM) -> Iterator[Developed]:
    """Yield how each task ended, done by at most `jobs` processes in the order given.

    `program` is what Python runs in them: it answers one line with one line. Raises OSError when a worker found the
    shelf unwritable (full disk) or when no process can be started.
    """
    with _started(min(jobs, len(tasks)), program) as idle, ThreadPoolExecutor(jobs) as waiting:

        def do(task: Task) -> Developed:
            worker = idle.get()
            try:
                said = _ask(worker, task)
            finally:
                if worker.poll() is not None:
                    _end(worker)
                    worker = _start(program)
                idle.put(worker)
            return _understood(said)

        yield from waiting.map(do, tasks)


@contextmanager
def _started(count: int, program: Sequence[str]) -> Iterator[SimpleQueue[subprocess.Popen[str]]]:
    idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    try:
        for _ in range(count):
            idle.put(_start(program))
        yield idle
    finally:
        while not idle.empty():
            _end(idle.get())


def _start(program: Sequence[str]) -> subprocess.Popen[str]:
    here = str(Path(build_tools.__file__).parents[1])
    path = os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH", "")) if part)
    return subprocess.Popen(
        [sys.executable, *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**ALLOCATOR, **THREADS, **os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
    )


def _end(worker: subprocess.Popen[str]) -> None:
    """Close a worker's input, which ends it, and wait."""
    with suppress(OSError), worker:
        pass


def _ask(worker: subprocess.Popen[str], task: Task) -> dict[str, Any] | None:
    """Return what a worker answers; None when it died over the task."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    wants = task.wants
    line = {
        "original": str(task.original.resolve()),
        "digest": task.digest,
        "root": str(task.root.resolve()),
        "wide": wants.wide,
        "thumb": wants.thumb,
        "focus": wants.focus,
    }
    try:
        worker.stdin.write(json.dumps(line) + "\n")
        worker.stdin.flush()
        said = worker.stdout.readline()
    except OSError:
        said = ""
    if said:
        answer: dict[str, Any] = json.loads(said)
        return answer
    worker.wait()
    return None


def _understood(said: dict[str, Any] | None) -> Developed:
    if said is None:
        return Developed(None, (), "处理这张图的时候程序中断了，多半是内存不够。请先把图缩小再放进来。")
    if "machine" in said:
        number, words, file = said["machine"]
        raise OSError(number, words, file or None)
    if "unusable" in said:
        return Developed(None, (), said["unusable"])
    return Developed(Facts(**said["facts"]), tuple(said["made"]), "")
