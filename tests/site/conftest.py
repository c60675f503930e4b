"""Fixtures shared with the other stages' tests, and a small finished tree to spoil."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import lay
from tests.worlds import (
    WORLD,
    Checkout,
    _own_shelf,
    alone,
    common,
    frozen,
    laid_out,
    shipped,
    small,
)

__all__ = ["_own_shelf", "common", "frozen", "laid_out", "shipped", "small"]


def photograph(colour: tuple[int, int, int], size: tuple[int, int] = (1200, 800)) -> bytes:
    """Return a photograph of nothing."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return data.getvalue()


PHOTOGRAPHED: Mapping[str, str | bytes] = {
    "media/photo.jpg": photograph((90, 60, 30)),
    "media/photo.jpg.yml": "alt: 一条弄堂。\nkind: 照片\ncredit: 本站\nrights: 自拍\n",
    "guide/01-bangong-qu.md": str(WORLD["guide/01-bangong-qu.md"]) + "\n![弄堂](photo.jpg)\n",
}


@pytest.fixture(scope="session")
def finished(common: Path, frozen: Path) -> Path:
    """Return the folder of a small finished site with drawings and a photograph. Tests must not write to it."""
    checkout = Checkout(common / "finished", common / "shelf")
    with alone(common / "finished.lock"):
        if not (checkout.root / "site").exists():
            shutil.copytree(frozen / "theme", checkout.root / "theme")
            shutil.copy(frozen / "mkdocs.yml", checkout.root)
            lay(checkout.root / "content", {**WORLD, **PHOTOGRAPHED})
            built = checkout.run("exhibit", "build", "--quiet")
            assert (built.returncode, built.stdout, built.stderr) == (0, "", "")
    return checkout.root / "site"
