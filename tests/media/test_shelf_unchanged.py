"""What did not change costs nothing, and one change costs itself."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from build_tools.content import folder
from build_tools.media import gallery
from build_tools.media.gallery import Gallery, develop
from build_tools.media.shelf import Shelf
from build_tools.model.exhibition import Exhibition
from build_tools.model.library import understand
from tests.media.builds import checkout, photograph

MANY = 200
LONG = 0.3  # seconds that many unchanged photographs may take


def exhibition(root: Path) -> Exhibition:
    """Return the exhibition of a checkout."""
    understood = understand(folder.read(root / "content"), date(2022, 10, 1))
    assert understood.exhibition is not None, understood.problems
    return understood.exhibition


def media(root: Path, jobs: int = 1) -> tuple[Counter[str], Gallery]:
    """Run the media stage of a checkout; return which kinds of files it made, and the gallery."""
    made: Counter[str] = Counter()

    def told(event: str, name: str) -> None:
        made[f"{event} {name.rpartition('.')[2]}"] += 1

    found, problems = develop(exhibition(root), Shelf(root / ".shelf", None, told), jobs)
    assert problems == ()
    return made, found


ONE = {"made webp": 2, "made jpg": 2, "made json": 1}
REST = {"made svg": 2, "made png": 1}  # the drawings and the code of the small exhibition


def test_touching_makes_nothing(tmp_path: Path) -> None:
    root = checkout(tmp_path, 2)
    first, found = media(root)
    assert first == {"made webp": 4, "made jpg": 4, "made json": 2, **REST}
    for path in (root / "content/media").iterdir():
        os.utime(path, (1_650_000_000, 1_650_000_000))
    again, same = media(root)
    assert again == {}
    assert same.pictures == found.pictures


def test_words_make_nothing(tmp_path: Path) -> None:
    root = checkout(tmp_path, 2)
    media(root)
    (root / "content/media/p0.jpg.yml").write_text("alt: 另一句话。\ncaption: 也改了。\n", encoding="utf-8")
    room = root / "content/guide/01-bangong-qu.md"
    room.write_text(room.read_text(encoding="utf-8") + "\n又写了一段。[^S04]\n", encoding="utf-8")
    assert media(root)[0] == {}


def test_a_changed_photograph_costs_itself(tmp_path: Path) -> None:
    root = checkout(tmp_path, 3)
    media(root)
    photograph(root / "content/media/p1.jpg", 99)
    os.utime(root / "content/media/p1.jpg", (1_650_000_000, 1_650_000_000))
    assert media(root)[0] == ONE


def test_another_focus_costs_the_crops(tmp_path: Path) -> None:
    root = checkout(tmp_path, 2)
    page = root / "content/news/2021-04-25-dao-zhan.md"
    page.write_text(page.read_text(encoding="utf-8").replace("station.svg", "p0.jpg"), encoding="utf-8")
    first, _ = media(root)
    assert first["made webp"] == 4 + 1
    (root / "content/media/p0.jpg.yml").write_text("alt: 一张照片。\nfocus: 10% 90%\n", encoding="utf-8")
    assert media(root)[0] == {"made webp": 1, "made jpg": 1}


def test_a_larger_screen_costs_what_it_shows(tmp_path: Path) -> None:
    root = checkout(tmp_path, 1, 2500)
    media(root)
    screen = root / "content/screens/qiang.yml"
    screen.write_text(screen.read_text(encoding="utf-8").replace("width: 1920", "width: 3840"), encoding="utf-8")
    _, found = media(root)
    assert [one.width for one in found.pictures["p0.jpg"].wide] == [2500, 2500]


def test_the_same_bytes_under_two_names_are_made_once(tmp_path: Path) -> None:
    root = checkout(tmp_path, 3)
    for number in (1, 2):
        photograph(root / f"content/media/p{number}.jpg", 0)
    made, found = media(root, jobs=2)
    assert made == {**ONE, **REST}
    assert found.pictures["p0.jpg"].renditions == found.pictures["p2.jpg"].renditions


@pytest.mark.parametrize(("photographs", "started"), [(2, 0), (3, 1)])
def test_processes_are_started_only_when_worth_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, photographs: int, started: int
) -> None:
    calls = []
    develop_all = gallery.develop_all

    def counted(tasks: list[object], jobs: int) -> object:
        calls.append(len(tasks))
        return develop_all(tasks, jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(gallery, "develop_all", counted)
    root = checkout(tmp_path, photographs)
    media(root, jobs=2)
    assert calls == [photographs] * started
    media(root, jobs=2)
    assert calls == [photographs] * started, "nothing is new, so nobody is asked"


def test_many_unchanged_photographs_take_no_time(tmp_path: Path) -> None:
    root = checkout(tmp_path, MANY, 500, 60)
    known, times = exhibition(root), []
    develop(known, Shelf(root / ".shelf"), 2)
    for _ in range(4):
        start = time.perf_counter()
        found, _ = develop(known, Shelf(root / ".shelf"), 2)
        times.append(time.perf_counter() - start)
    assert sum(name.endswith(".jpg") for name in found.pictures) == MANY
    assert min(times) <= LONG
    # The control: the same stage with its index, and thus every promise about the files, thrown away.
    for index in (root / ".shelf").glob("??/*.json"):
        index.unlink()
    start = time.perf_counter()
    develop(known, Shelf(root / ".shelf"), 2)
    assert time.perf_counter() - start > LONG


def test_damaged_facts_are_found_out_again(tmp_path: Path) -> None:
    root = checkout(tmp_path, 2)
    _, found = media(root)
    (first, _) = sorted((root / ".shelf").glob("??/*.json"))
    first.write_text('{"width": 12')
    again, same = media(root)
    assert (again, same.pictures) == ({"made json": 1}, found.pictures)
    assert media(root)[0] == {}
