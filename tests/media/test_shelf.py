"""The shelf: work is done once, half work never counts, and files that did not change are not read again."""

from __future__ import annotations

import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from build_tools.media import picture
from build_tools.media.shelf import Shelf, key_of

LONG_AGO = time.time() - 3600


def original(folder: Path, name: str = "a.svg", inside: str = "<path d='M0 0h9v9z'/>") -> Path:
    """Write a drawing that was last changed long ago."""
    path = folder / name
    path.write_text(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inside}</svg>", encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def kept(root: Path) -> list[str]:
    """Return the names of all files on a shelf, the index aside."""
    return sorted(path.name for path in root.rglob("*") if path.is_file() and path.name != "originals.json")


def test_what_has_a_key_is_made_once(tmp_path: Path) -> None:
    calls: list[Path] = []

    def make(place: Path) -> None:
        calls.append(place)
        place.write_text("made")

    first = Shelf(tmp_path).keep("abc", ".txt", make)
    second = Shelf(tmp_path).keep("abc", ".txt", make)
    other = Shelf(tmp_path).keep("abd", ".txt", make)
    assert first == second != other
    assert first.read_text() == "made"
    assert len(calls) == 2


def test_making_that_fails_leaves_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    def fail(place: Path) -> None:
        place.write_text("half")
        raise RuntimeError("the disk is full")

    shelf = Shelf(tmp_path)
    with pytest.raises(RuntimeError):
        shelf.keep("abc", ".txt", fail)
    assert kept(tmp_path) == []
    assert shelf.keep("abc", ".txt", lambda place: place.write_text("whole") and None).read_text() == "whole"


def _make_slowly(root: Path, log: Path) -> str:
    def make(place: Path) -> None:
        with log.open("a") as stream:
            stream.write("making\n")
        for _ in range(50):
            with place.open("a") as stream:
                stream.write("x" * 1000)
            time.sleep(0.002)

    return str(Shelf(root).keep("abc", ".txt", make))


def test_two_builds_at_once_agree_on_one_whole_file(tmp_path: Path) -> None:
    root, log = tmp_path / "shelf", tmp_path / "log"
    with get_context("spawn").Pool(2) as pool:
        places = pool.starmap(_make_slowly, [(root, log)] * 2, chunksize=1)
    assert len(set(places)) == 1
    assert Path(places[0]).read_text() == "x" * 50_000
    assert len(kept(root)) == 1


def test_the_same_original_under_another_name_is_the_same_rendition(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    pictures = [picture.render(name, original(tmp_path, name), shelf) for name in ("a.svg", "b.svg")]
    assert pictures[0].renditions == pictures[1].renditions
    assert len(kept(tmp_path / "shelf")) == 1


def test_a_changed_original_is_another_rendition(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    before = picture.render("a.svg", original(tmp_path), shelf)
    after = picture.render("a.svg", original(tmp_path, inside="<path d='M0 0h10v10z'/>"), shelf)
    assert before.renditions[0].address != after.renditions[0].address


def test_a_touched_but_unchanged_original_is_not_made_again(tmp_path: Path) -> None:
    root, path = tmp_path / "shelf", original(tmp_path)
    first = picture.render("a.svg", path, Shelf(root)).renditions[0]
    stamp = first.file.stat().st_mtime_ns
    os.utime(path, (LONG_AGO + 60, LONG_AGO + 60))
    assert picture.render("a.svg", path, Shelf(root)).renditions == (first,)
    assert first.file.stat().st_mtime_ns == stamp


def test_a_settled_original_is_not_read_again(tmp_path: Path) -> None:
    path, shelf = original(tmp_path), Shelf(tmp_path / "shelf")
    known = shelf.digest(path)
    shelf.remember()
    path.write_bytes(bytes(path.stat().st_size))
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert Shelf(tmp_path / "shelf").digest(path) == known


@pytest.mark.parametrize("stamp", [LONG_AGO + 0.001, LONG_AGO - 60], ids=["later", "earlier"])
def test_another_time_stamp_makes_an_original_be_read_again(tmp_path: Path, stamp: float) -> None:
    path, shelf = original(tmp_path), Shelf(tmp_path / "shelf")
    known = shelf.digest(path)
    path.write_bytes(bytes(path.stat().st_size))
    os.utime(path, (stamp, stamp))
    assert shelf.digest(path) != known


def test_a_stamp_of_this_moment_is_not_trusted(tmp_path: Path) -> None:
    path, shelf = original(tmp_path), Shelf(tmp_path / "shelf")
    now = time.time()
    os.utime(path, (now, now))
    known = shelf.digest(path)
    path.write_bytes(bytes(path.stat().st_size))
    os.utime(path, (now, now))
    assert shelf.digest(path) != known


@pytest.mark.parametrize("index", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe"], ids=repr)
def test_a_broken_index_costs_only_time(tmp_path: Path, index: bytes) -> None:
    path = original(tmp_path)
    expected = Shelf(tmp_path / "other").digest(path)
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf/originals.json").write_bytes(index)
    assert Shelf(tmp_path / "shelf").digest(path) == expected


def test_keys_tell_apart_where_one_ingredient_ends() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("ab", "c") == key_of(b"ab", "c")
