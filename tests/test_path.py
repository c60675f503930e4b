"""The way through the house: which stage may import which, read from the sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "build_tools"
WAY = ("content", "model", "media", "pages", "site", "release", "commands")
# Beside the way, and allowed to see only a part of it.
BESIDE = {"editing": {"content", "model"}, "station": {"release"}}
LONGEST = 250


def imported(source: str) -> Iterator[str]:
    """Yield every module that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they lead"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def stage(module: str) -> str:
    """Return the stage a module belongs to; empty for what is not ours."""
    parts = module.split(".")
    return parts[1] if parts[0] == "build_tools" and len(parts) > 1 else ""


def wrong_ways(house: Path) -> list[str]:
    """Return every import that leads to a later stage."""
    found = []
    for path in sorted(house.rglob("*.py")):
        here = path.relative_to(house).parts[0]
        if here not in WAY and here not in BESIDE:
            continue
        allowed = BESIDE[here] | {here} if here in BESIDE else set(WAY[: WAY.index(here) + 1])
        if here == "commands":
            allowed |= set(BESIDE)
        targets = {stage(module) for module in imported(path.read_text(encoding="utf-8"))} - {""}
        found += [f"{path.relative_to(house).as_posix()} -> {target}" for target in sorted(targets - allowed)]
    return found


def engine_modules(house: Path) -> list[str]:
    """Return every module that imports the site engine."""
    return [
        path.relative_to(house).as_posix()
        for path in sorted(house.rglob("*.py"))
        if any(
            name.split(".")[0] in ("mkdocs", "properdocs", "material")
            for name in imported(path.read_text(encoding="utf-8"))
        )
    ]


def too_long(house: Path) -> list[str]:
    """Return every module that nobody reads in one sitting."""
    return [
        path.relative_to(house).as_posix()
        for path in sorted(house.rglob("*.py"))
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    ]


def test_stages_import_only_earlier_stages() -> None:
    assert wrong_ways(HOUSE) == []


def test_only_the_engine_knows_mkdocs() -> None:
    assert engine_modules(HOUSE) == ["site/engine.py"]


def test_no_module_is_longer_than_250_lines() -> None:
    assert too_long(HOUSE) == []


def test_every_folder_is_a_known_stage() -> None:
    folders = {path.name for path in HOUSE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= {*WAY, *BESIDE}


PLANTED = {
    "module": ("media/a.py", "import build_tools.pages.page\n", "media/a.py -> pages"),
    "name": ("content/a.py", "from build_tools.model.hall import Hall\n", "content/a.py -> model"),
    "package": ("model/a.py", "from build_tools import site\n", "model/a.py -> site"),
    "inside-a-function": (
        "pages/a.py",
        "def f():\n    from build_tools.commands import main\n    return main\n",
        "pages/a.py -> commands",
    ),
    "for-types-only": (
        "content/a.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from build_tools.media.shelf import Shelf\n",
        "content/a.py -> media",
    ),
    "editing-sees-pages": ("editing/a.py", "import build_tools.pages\n", "editing/a.py -> pages"),
}


@pytest.mark.parametrize(("path", "source", "said"), PLANTED.values(), ids=PLANTED)
def test_a_planted_import_of_a_later_stage_is_caught(tmp_path: Path, path: str, source: str, said: str) -> None:
    planted = tmp_path / path
    planted.parent.mkdir(parents=True)
    planted.write_text(source)
    assert wrong_ways(tmp_path) == [said]


@pytest.mark.parametrize(
    "source", ["import mkdocs\n", "from mkdocs.config import load_config\n", "import properdocs\n"]
)
def test_a_planted_second_import_of_the_engine_is_caught(tmp_path: Path, source: str) -> None:
    for name, text in {
        "site/engine.py": "import mkdocs\n",
        "pages/other.py": source,
        "pages/fine.py": "import re\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert engine_modules(tmp_path) == ["pages/other.py", "site/engine.py"]


def test_a_planted_long_module_is_caught(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("x = 1\n" * (LONGEST + 1))
    (tmp_path / "short.py").write_text("x = 1\n" * LONGEST)
    assert too_long(tmp_path) == ["long.py"]
