"""Workers: processes that may die, and a shelf that may be full."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from build_tools.media.darkroom import Task
from build_tools.media.recipe import Wants
from build_tools.media.shelf import Shelf
from build_tools.media.workers import develop_all
from tests.media.builds import photograph

# A worker like ours that dies over one photograph, as it would when a codec takes all memory.
DIES = """
import os, sys
from build_tools.media.darkroom import answer
for line in sys.stdin:
    if "deadly" in line:
        os._exit(9)
    print(answer(line), flush=True)
"""


def tasks(folder: Path, *names: str, root: Path | None = None) -> list[Task]:
    """Return photographs to be developed."""
    shelf = Shelf(folder / "other")
    made = [photograph(folder / name, seed) for seed, name in enumerate(names)]
    return [Task(path, shelf.digest(path), root or folder / "shelf", Wants()) for path in made]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_dies_takes_one_photograph_with_it(tmp_path: Path, jobs: int) -> None:
    names = ("a.jpg", "deadly.jpg", "b.jpg", "c.jpg")
    done = list(develop_all(tasks(tmp_path, *names), jobs, ("-c", DIES)))
    assert [one.facts is not None for one in done] == [True, False, True, True]
    what, _, todo = done[1].unusable.partition("。")
    assert "中断" in what
    assert "缩小" in todo
    assert [len(one.made) for one in done] == [5, 0, 5, 5]


def test_what_our_own_worker_says_of_a_bad_photograph(tmp_path: Path) -> None:
    work = tasks(tmp_path, "a.jpg", "b.jpg")
    work[0].original.write_bytes(b"")
    bad, good = develop_all(work, 2)
    assert "不是一张图片" in bad.unusable
    assert (good.unusable, len(good.made)) == ("", 5)


def test_a_shelf_that_cannot_be_written_is_the_fault_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "full").write_text("no folder")
    with pytest.raises(OSError, match="full"):
        list(develop_all(tasks(tmp_path, "a.jpg", "b.jpg", root=tmp_path / "full"), 2))


def test_a_worker_starts_without_the_rest_of_the_house() -> None:
    program = "import sys, build_tools.media.darkroom; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "PIL.Image" in loaded
    assert not loaded & {"pydantic", "mkdocs", "fontTools", "uharfbuzz", "fsspec", "pillow_heif", "click"}
