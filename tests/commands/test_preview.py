"""The live preview: the last good pages stay, with what must be mended on top of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.site.preview import Preview
from tests.worlds import WORLD, Checkout

ROOM = "guide/01-bangong-qu.md"
SURFACES = ("web", "station")


@pytest.fixture
def preview(small: Checkout, tmp_path: Path) -> Preview:
    """Return a preview of the small exhibition."""
    return Preview(small.project, tmp_path / "preview", 1)


def read(preview: Preview, address: str) -> str:
    """Return a page of the preview."""
    return (preview.root / address).read_text(encoding="utf-8")


def test_a_preview_shows_every_surface_and_the_latest_words(small: Checkout, preview: Preview) -> None:
    assert preview.rebuild() == ()
    for surface in SURFACES:
        assert f'href="{surface}/index.html"' in read(preview, "index.html")
        assert "居委会的社工在这里上班" in read(preview, f"{surface}/guide/bangong-qu.html")
    small.lay({ROOM: str(WORLD[ROOM]).replace("居委会的社工", "站里的社工")})
    assert preview.rebuild() == ()
    for surface in SURFACES:
        assert "站里的社工在这里上班" in read(preview, f"{surface}/guide/bangong-qu.html")


def test_with_a_problem_the_last_good_pages_stay_and_show_it(small: Checkout, preview: Preview) -> None:
    preview.rebuild()
    small.lay({ROOM: str(WORLD[ROOM]).replace("lead:", "laed:")})
    assert preview.rebuild()
    for address in ("index.html", "web/guide/bangong-qu.html", "station/index.html"):
        assert "没有“laed”这个键" in read(preview, address)
    assert "居委会的社工在这里上班" in read(preview, "web/guide/bangong-qu.html")
    small.lay({ROOM: WORLD[ROOM]})
    assert preview.rebuild() == ()
    for address in ("index.html", "web/guide/bangong-qu.html", "station/index.html"):
        assert "laed" not in read(preview, address)


def test_with_a_problem_from_the_start_there_are_no_pages_but_the_problem(small: Checkout, preview: Preview) -> None:
    small.lay({ROOM: str(WORLD[ROOM]).replace("lead:", "laed:")})
    assert preview.rebuild()
    assert "没有“laed”这个键" in read(preview, "index.html")
    assert "web/index.html" not in read(preview, "index.html")
    assert not (preview.root / "web").exists()


def test_a_page_that_is_gone_is_gone_from_the_preview(small: Checkout, preview: Preview) -> None:
    preview.rebuild()
    small.lay({ROOM: None})
    assert preview.rebuild() == ()
    assert not (preview.root / "web/guide").exists()
    assert "居委会办公区" not in read(preview, "web/search.html")
