"""A shelf that grew too large: what has not been of use for longest leaves first."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from build_tools.commands.shelf import Size
from build_tools.media.pruning import prune
from build_tools.media.shelf import DAY, ORIGINALS, USED, Shelf, last_used
from tests.worlds import Checkout

KEYS = [f"{number:02x}" * 32 for number in range(4)]
TODAY = int(time.time() // DAY)


def filled(root: Path) -> Shelf:
    """Return a shelf with four files of 1000 bytes, the first of which was last of use today, the next yesterday …"""
    shelf = Shelf(root)
    for key in KEYS:
        shelf.keep(key, ".bin", lambda place: place.write_bytes(bytes(1000)))
    shelf.remember()
    days = {f"{key}.bin": TODAY - age for age, key in enumerate(KEYS)}
    (root / USED).write_text(json.dumps(days))
    return shelf


def there(root: Path) -> list[str]:
    """Return which of the four files are left."""
    return [key[:2] for key in KEYS if (root / key[:2] / f"{key}.bin").exists()]


@pytest.mark.parametrize(("largest", "left"), [(4000, 4), (3999, 3), (2000, 2), (1999, 1), (0, 0)])
def test_the_least_recently_used_leave_until_it_fits(tmp_path: Path, largest: int, left: int) -> None:
    filled(tmp_path)
    done = prune(tmp_path, largest)
    assert there(tmp_path) == [key[:2] for key in KEYS[:left]]
    assert (done.removed, done.freed, done.kept, done.size) == (4 - left, (4 - left) * 1000, left, left * 1000)
    assert set(last_used(tmp_path)) == {f"{key}.bin" for key in KEYS[:left]}


def test_being_asked_for_is_use_and_being_read_is_not(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / KEYS[2][:2] / f"{KEYS[2]}.bin").read_bytes()
    build = Shelf(tmp_path)
    build.keep(KEYS[3], ".bin", lambda place: place.write_bytes(b"new"))
    build.remember()
    prune(tmp_path, 2000)
    assert there(tmp_path) == [KEYS[0][:2], KEYS[3][:2]]


def test_a_file_nobody_wrote_down_counts_from_when_it_was_made(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / USED).unlink()
    for age, key in enumerate(reversed(KEYS)):
        stamp = time.time() - age * DAY
        os.utime(tmp_path / key[:2] / f"{key}.bin", (stamp, stamp))
    prune(tmp_path, 1000)
    assert there(tmp_path) == [KEYS[3][:2]]


def test_a_build_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    filled(tmp_path).remember()
    before = (tmp_path / USED).stat().st_mtime_ns
    build = Shelf(tmp_path)
    assert build.holds(KEYS[0], ".bin")
    build.remember()
    assert (tmp_path / USED).stat().st_mtime_ns == before


def test_originals_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    shelf = filled(tmp_path / "shelf")
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1_600_000_000, 1_600_000_000))
        shelf.digest(tmp_path / name)
    shelf.remember()
    (tmp_path / "a").unlink()
    prune(tmp_path / "shelf", 4000)
    assert list(json.loads((tmp_path / "shelf" / ORIGINALS).read_text())) == [str(tmp_path / "b")]


def test_what_two_builds_learnt_is_all_kept(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1_600_000_000, 1_600_000_000))
    first, second = Shelf(tmp_path / "shelf"), Shelf(tmp_path / "shelf")
    first.digest(tmp_path / "a")
    second.digest(tmp_path / "b")
    first.remember()
    second.remember()
    assert len(json.loads((tmp_path / "shelf" / ORIGINALS).read_text())) == 2


SIZES = {"2500": 2500, "2.5KB": 2500, "2.5k": 2500, "500 MB": 500 * 10**6, "2GB": 2 * 10**9, "1TiB": 10**12, "0": 0}


@pytest.mark.parametrize(("written", "meant"), SIZES.items())
def test_sizes_are_read_as_people_write_them(written: str, meant: int) -> None:
    assert Size().convert(written, None, None) == meant


def test_staff_say_how_large_it_may_be(small: Checkout, tmp_path: Path) -> None:
    filled(tmp_path / "shelf")
    env = {"EXHIBIT_SHELF": str(tmp_path / "shelf")}
    done = small.run("exhibit", "shelf", "prune", "--max-size", "2.5KB", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "删掉2个文件" in done.stdout
    assert len(there(tmp_path / "shelf")) == 2


def test_a_size_that_is_none_is_said(small: Checkout) -> None:
    done = small.run("exhibit", "shelf", "prune", "--max-size", "很多")
    assert done.returncode == 2
    assert "“很多”不是大小" in done.stderr
