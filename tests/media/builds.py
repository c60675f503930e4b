"""Builds of the media stage as processes of their own, as on several machines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from tests.conftest import lay
from tests.worlds import REPOSITORY, WORLD

# Develops the exhibition in content/ onto .shelf/ and writes down every file that was made or fetched.
PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from build_tools.content.folder import read
from build_tools.media.gallery import develop
from build_tools.media.shared import shared_at
from build_tools.media.shelf import Shelf
from build_tools.model.library import understand

root, shared, log = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])

def told(event, name):
    with log.open("a") as stream:
        stream.write(f"{event} {name}\\n")

exhibition = understand(read(root / "content"), date(2022, 10, 1)).exhibition
gallery, problems = develop(exhibition, Shelf(root / ".shelf", shared_at(shared) if shared else None, told), 2)
assert not problems, problems
"""


def photograph(path: Path, seed: int, width: int = 700, height: int = 300) -> Path:
    """Write a photograph of grain that no other seed gives."""
    grain = np.random.default_rng(seed).normal(120, 40, (height, width, 3)).clip(0, 255).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grain).save(path, quality=80)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


def checkout(root: Path, photographs: int, width: int = 700, height: int = 300) -> Path:
    """Lay the small exhibition, with some photographs, into a folder."""
    lay(root / "content", WORLD)
    for number in range(photographs):
        photograph(root / f"content/media/p{number}.jpg", number, width, height)
        (root / f"content/media/p{number}.jpg.yml").write_text("alt: 一张照片。\n", encoding="utf-8")
    return root


def start(root: Path, log: Path, shared: str = "", env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Begin to build the media of a checkout, in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(root), shared, str(log)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def build(root: Path, shared: str = "", env: Mapping[str, str] | None = None) -> tuple[Counter[str], str]:
    """Build the media of a checkout; return how many files were made and fetched, and what was said."""
    log = root / "log"
    log.unlink(missing_ok=True)
    child = start(root, log, shared, env)
    _, said = child.communicate(timeout=100)
    assert child.returncode == 0, said
    lines = log.read_text().splitlines() if log.exists() else []
    return Counter(line.split()[0] for line in lines), said


def files(root: Path) -> dict[str, bytes]:
    """Return every finished file on the shelf of a checkout by name."""
    return {path.name: path.read_bytes() for path in (root / ".shelf").glob("??/*") if not path.name.startswith(".")}
