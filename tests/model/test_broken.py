"""One folder per mistake under tests/broken: laid over the good exhibition, printed, compared.

``mistake.yml`` says what is wrong, which good files are missing (``delete``) and which files only
the mistake brought (``remove``); ``expected.txt`` is what staff read. The rest is the overlay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_tools.content.problems import Problem, as_report

BROKEN = Path(__file__).parent.parent / "broken"
MISTAKES = sorted(path.parent.name for path in BROKEN.glob("*/expected.txt"))

Check = Callable[[Path], tuple[Problem, ...]]
Site = Callable[..., Path]


@pytest.fixture
def overlay(mistake: str) -> dict[str, bytes | None]:
    """Return the files a mistake changes, adds, or (None) lacks."""
    folder = BROKEN / mistake
    note: dict[str, Any] = yaml.safe_load((folder / "mistake.yml").read_text())
    files: dict[str, bytes | None] = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("expected.txt", "mistake.yml")
    }
    return files | dict.fromkeys(note.get("delete", []))


def test_the_good_exhibition_has_no_problem(site: Site, problems: Check) -> None:
    assert as_report(problems(site())) == ""


def test_there_are_enough_mistakes() -> None:
    assert len(MISTAKES) >= 28


@pytest.mark.parametrize("mistake", MISTAKES)
def test_staff_read_what_is_expected(
    mistake: str, overlay: dict[str, bytes | None], site: Site, problems: Check
) -> None:
    assert as_report(problems(site(overlay))) == (BROKEN / mistake / "expected.txt").read_text()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_repaired_there_is_no_problem(
    mistake: str, overlay: dict[str, bytes | None], site: Site, problems: Check, good: Mapping[str, str]
) -> None:
    root = site(overlay)
    for name in overlay:
        if name in good:
            (root / name).write_text(good[name])
        else:
            (root / name).unlink()
    assert problems(root) == ()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_doing_what_the_help_says_mends_it(
    mistake: str, overlay: dict[str, bytes | None], site: Site, problems: Check
) -> None:
    root = site(overlay)
    before = problems(root)
    followed = [problem for problem in reversed(before) if follow(root, problem)]
    left = {(problem.code, problem.place.file, problem.message) for problem in problems(root)}
    assert not left & {(problem.code, problem.place.file, problem.message) for problem in followed}


def follow(root: Path, problem: Problem) -> bool:
    """Make the change a problem asks for, if it spells one out; return whether it does."""
    path = root / problem.place.file.removeprefix("content/")
    word = re.match(r"是不是想写“(.+?)”？", problem.help)
    line = re.search(r"写成 ((?:- )?\w+: [^…]+?|- .+?)(?:；|$)", problem.help)
    if not problem.source_line or not (word or line):
        return False
    lines = path.read_text().split("\n")
    number, start = problem.place.line - 1, problem.place.column - 1
    text = lines[number]
    if word:
        marked = text[start : start + problem.place.width]
        prefix, hash, _ = marked.rpartition("#")
        kept = prefix + hash if problem.code == "broken-anchor" else ""
        lines[number] = text[:start] + kept + word[1] + text[start + problem.place.width :]
    elif line:
        lines[number] = text[: len(text) - len(text.lstrip())] + line[1]
    path.write_text("\n".join(lines))
    return True
