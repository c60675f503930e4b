"""Builds that are killed in the middle: what is on the shelf is whole, and the next build goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from build_tools.media.pruning import prune
from build_tools.media.shelf import Shelf
from tests.media.builds import build, checkout, files, start
from tests.worlds import REPOSITORY

SLOW = """
import sys, time
from pathlib import Path
from build_tools.media.shelf import Shelf

def make(place):
    place.write_bytes(b"half")
    print("half", flush=True)
    time.sleep(60)

Shelf(Path(sys.argv[1])).keep("ab" * 32, ".bin", make)
"""
KEY = "ab" * 32


def killed_halfway(root: Path) -> None:
    """Kill a process that has written half a file."""
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(root)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "half\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert child.returncode == -signal.SIGKILL


def test_half_a_file_is_no_file(tmp_path: Path) -> None:
    killed_halfway(tmp_path)
    (half,) = (tmp_path / "ab").iterdir()
    assert half.name.startswith(".making-")
    assert not Shelf(tmp_path).holds(KEY, ".bin")
    made = Shelf(tmp_path).keep(KEY, ".bin", lambda place: place.write_bytes(b"whole"))
    assert made.read_bytes() == b"whole"


def test_what_killed_builds_leave_behind_is_swept_up_later(tmp_path: Path) -> None:
    killed_halfway(tmp_path)
    (half,) = (tmp_path / "ab").iterdir()
    prune(tmp_path, 10**9)
    assert half.exists(), "it may belong to a build at work"
    long_ago = time.time() - 2 * 86_400
    os.utime(half, (long_ago, long_ago))
    assert prune(tmp_path, 10**9).removed == 1
    assert not half.exists()


def test_an_empty_file_of_a_power_cut_is_made_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.keep(KEY, ".bin", lambda place: place.write_bytes(b"whole")).write_bytes(b"")
    assert shelf.keep(KEY, ".bin", lambda place: place.write_bytes(b"again")).read_bytes() == b"again"


def test_a_killed_build_is_finished_by_the_next(tmp_path: Path) -> None:
    """Kill a build and its workers again and again; in the end the shelf is as if nothing had happened."""
    undisturbed, root = (checkout(tmp_path / name, 8, 1500) for name in ("undisturbed", "killed"))
    whole, _ = build(undisturbed)
    killed = 0
    for moment in (1, 4, 12):
        child = start(root, root / "log")
        while child.poll() is None and len(files(root)) < moment:
            time.sleep(0.005)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            killed += 1
        child.communicate()
        there = files(root)
        assert there.items() <= files(undisturbed).items(), "every file is whole"
    assert killed
    done, _ = build(root)
    assert 0 < done["made"] < whole["made"]
    assert files(root) == files(undisturbed)


def test_workers_do_not_outlive_a_build_that_is_killed(tmp_path: Path) -> None:
    root = checkout(tmp_path / "killed", 8, 1500)
    child = start(root, root / "log")
    while child.poll() is None and not files(root):
        time.sleep(0.005)
    workers = [int(pid) for pid in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()]
    child.kill()
    child.communicate()
    assert workers
    until = time.monotonic() + 20
    while time.monotonic() < until and any(_alive(pid) for pid in workers):
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in workers)


def _alive(pid: int) -> bool:
    try:
        return b"darkroom" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_two_builds_at_once_make_one_shelf(tmp_path: Path) -> None:
    root = checkout(tmp_path / "both", 6)
    both = [start(root, root / f"log{number}") for number in (1, 2)]
    for child in both:
        assert child.wait(100) == 0, child.communicate()
        child.communicate()
    alone = checkout(tmp_path / "alone", 6)
    build(alone)
    assert files(root) == files(alone)
    assert not list((root / ".shelf").rglob(".making-*"))
