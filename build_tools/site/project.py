"""A project on disk: where its parts lie, and when it was last changed."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from build_tools.media.shared import shared_at
from build_tools.media.shelf import Shelf
from build_tools.model.form import Surface

SURFACES: tuple[Surface, ...] = ("web", "station")


@dataclass(frozen=True)
class Project:
    """The folders of one exhibition. `content` may lie elsewhere; the rest belongs to the checkout."""

    root: Path
    content: Path

    @property
    def config(self) -> Path:
        """MkDocs' own settings."""
        return self.root / "mkdocs.yml"

    @property
    def theme(self) -> Path:
        """Templates, styles and scripts."""
        return self.root / "theme"

    @property
    def shelf(self) -> Path:
        """Finished media; EXHIBIT_SHELF puts it elsewhere, for instance where CI keeps files between runs."""
        return Path(os.environ.get("EXHIBIT_SHELF") or self.root / ".shelf")

    @property
    def shared_shelf(self) -> str | None:
        """Where many machines share finished media: EXHIBIT_SHARED_SHELF, a folder or `s3://bucket/prefix`."""
        return os.environ.get("EXHIBIT_SHARED_SHELF") or None

    @property
    def shown_as(self) -> str:
        """The content folder as staff know it, for messages."""
        try:
            return self.content.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return self.content.as_posix()


def open_shelf(project: Project) -> Shelf:
    """Return the shelf of a project, with the shared one behind it when one is named."""
    address = project.shared_shelf
    return Shelf(project.shelf, shared_at(address) if address else None)


def built(project: Project) -> datetime:
    """Return the time that stamps a build: SOURCE_DATE_EPOCH, else the last commit, else the newest content file.

    Never the clock: two builds of one input must be equal to the byte.
    """
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    if stamp and stamp.isdigit():
        return datetime.fromtimestamp(int(stamp), UTC)
    command = ["git", "-C", str(project.root), "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        answer = ""
    if answer.isdigit():
        return datetime.fromtimestamp(int(answer), UTC)
    newest = max((path.stat().st_mtime for path in project.content.rglob("*") if path.is_file()), default=0.0)
    return datetime.fromtimestamp(int(newest), UTC)
