"""The assembly: finished trees put in place of the old ones, all at once or not at all."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from build_tools.content.problems import Problem
from build_tools.site.engine import pour
from build_tools.site.gathering import Sheets
from build_tools.site.project import Project

WORKSHOP = ".building-"
DAY = 86_400


def assemble(made: Iterable[Sheets], project: Project, site: Path) -> tuple[Problem, ...]:
    """Build each surface beside `site` and, when none has a problem, move them to `site/<surface>`.

    Returns what inspection found, in which case `site` is as it was. Raises MissingFonts and OSError (disk full).
    """
    site.mkdir(parents=True, exist_ok=True)
    _sweep(site)
    workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=site))
    try:
        problems: list[Problem] = []
        trees: dict[str, Path] = {}
        for one in made:
            trees[one.surface] = workshop / one.surface
            found = pour(one, project, trees[one.surface])
            problems += [_on(problem, one.surface) for problem in found]
        if not problems:
            _put(trees, site, workshop)
        return tuple(problems)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _sweep(site: Path) -> None:
    """Throw away what builds left behind that were killed; a young workshop may still be at work."""
    for left in site.glob(f"{WORKSHOP}*"):
        if time.time() - left.stat().st_mtime > DAY:
            shutil.rmtree(left, ignore_errors=True)


def _on(problem: Problem, surface: str) -> Problem:
    place = problem.place
    moved = type(place)(f"{surface}/{place.file}", place.line, place.column, place.width)
    return Problem(moved, problem.message, problem.help, problem.source_line, problem.code)


def _put(trees: Mapping[str, Path], site: Path, workshop: Path) -> None:
    """Swap by renaming: what served a visitor a moment ago goes to the workshop, which is then thrown away."""
    for surface, tree in trees.items():
        place = site / surface
        if place.exists():
            place.rename(workshop / f"old-{surface}")
        tree.rename(place)
