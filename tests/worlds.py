"""Worlds to test in: checkouts of our own, and the shipped exhibition built once for all workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from build_tools.model.form import Surface
from build_tools.pages.markdown import Writer
from build_tools.site.gathering import Gathered, Sheets, gather, sheets
from build_tools.site.project import SURFACES, Project
from tests.conftest import GOOD, lay

REPOSITORY = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
EPOCH = "1664582400"
TODAY = date(2022, 10, 1)

# The good exhibition of tests/conftest.py, with a door that opens and a number that is somewhere cited.
DOOR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1200">'
    '<g id="leaf-left"><path d="M0 0h400v1200H0z"/></g><g id="leaf-right"><path d="M400 0h400v1200H400z"/></g></svg>'
)
WORLD: Mapping[str, str | bytes] = {
    **{name: text for name, text in GOOD.items() if text is not None},
    "media/door.svg": DOOR,
}


@dataclass(frozen=True)
class Checkout:
    """A folder as staff have it: mkdocs.yml, theme/, content/."""

    root: Path
    shelf: Path

    @property
    def project(self) -> Project:
        """The same, as the stages know it."""
        return Project(self.root, self.root / "content")

    def lay(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files into content/; a value of None deletes the file."""
        lay(self.root / "content", files)

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of the virtual environment in this folder."""
        program = [str(BIN / command[0]), *command[1:]]
        return subprocess.run(
            program, cwd=self.root, env=self.environment(env), capture_output=True, text=True, timeout=120
        )

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment in which commands run here."""
        own = {"EXHIBIT_SHELF": str(self.shelf), "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(REPOSITORY)}
        return {**os.environ, **own, **(more or {})}

    def gather(self) -> Gathered:
        """Return the exhibition of content/, which must be without problems."""
        gathered = gather(self.project, TODAY, 1)
        assert gathered.problems == ()
        return gathered

    def sheets(self, surface: Surface) -> Sheets:
        """Return the pages and files of a surface."""
        return sheets(self.gather(), self.project, surface, TODAY, Writer())


def tree(root: Path) -> dict[str, bytes]:
    """Return every file below a folder by its address."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep other workers out."""
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "common"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def frozen(common: Path) -> Path:
    """Return a copy of mkdocs.yml, theme/ and content/ that does not change while tests run."""
    folder = common / "frozen"
    with alone(common / "frozen.lock"):
        if not folder.exists():
            making = common / "freezing"
            for name in ("theme", "content"):
                shutil.copytree(REPOSITORY / name, making / name)
            shutil.copy(REPOSITORY / "mkdocs.yml", making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def shipped(common: Path, frozen: Path) -> Checkout:
    """Return a checkout of the shipped exhibition, built into site/. Tests must not write to it."""
    checkout = Checkout(frozen, common / "shelf")
    with alone(common / "shipped.lock"):
        if not (frozen / "site").exists():
            built = checkout.run("exhibit", "build", "--quiet", env={"PYTHONHASHSEED": "1"})
            assert (built.returncode, built.stdout, built.stderr) == (0, "", "")
    return checkout


@dataclass(frozen=True)
class Laid:
    """The shipped exhibition as the stages before the engine see it."""

    gathered: Gathered
    sheets: Mapping[str, Sheets]


@pytest.fixture(scope="session")
def laid_out(shipped: Checkout) -> Laid:
    """Return the shipped exhibition, gathered and laid out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXHIBIT_SHELF", str(shipped.shelf))
        gathered, writer = shipped.gather(), Writer()
        return Laid(gathered, {name: sheets(gathered, shipped.project, name, TODAY, writer) for name in SURFACES})


@pytest.fixture
def small(common: Path, frozen: Path, tmp_path: Path) -> Checkout:
    """Return a checkout of the small exhibition, to be changed at will."""
    root = tmp_path / "checkout"
    shutil.copytree(frozen / "theme", root / "theme")
    shutil.copy(frozen / "mkdocs.yml", root)
    lay(root / "content", WORLD)
    return Checkout(root, common / "shelf")


@pytest.fixture(autouse=True)
def _own_shelf(common: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what runs inside the tests away from the shelf of the repository, too."""
    monkeypatch.setenv("EXHIBIT_SHELF", str(common / "shelf"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
