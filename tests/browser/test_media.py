"""What staff hand in, as a visitor meets it: a film that plays, a sound, a photograph in the right size, a plan."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import EXHIBIT, ROOT, serving
from tests.browser.crawl import Witness
from tests.media import originals, recordings

BODY = """
![老弄堂的一段影片](lane.mp4)

![一段录音](lane.wav)

![从前的照片](旧照.jpg)

![街坊的平面图](plan.png)
"""
PAGE = "halls/baoxing-renjia/lao-menpai.html"


@pytest.fixture(scope="module")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped exhibition with a film, a sound, a photograph and a plan handed in."""
    root = tmp_path_factory.mktemp("media")
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    media = root / "content/media"
    recordings.film(media / "lane.mp4", seconds=3)
    (media / "lane.vtt").write_text("WEBVTT\n\n00:00.200 --> 00:02.000\n弄堂里的早晨\n", encoding="utf-8")
    recordings.sound(media / "lane.wav", recordings.tone(0.2), seconds=2)
    originals.corners(1500, 1000).save(media / "旧照.jpg", quality=95)
    Image.effect_noise((2400, 1600), 60).convert("RGB").save(media / "plan.png")
    (media / "plan.png.yml").write_text("alt: 一张平面图。\nkind: 平面图\n", encoding="utf-8")
    file = root / "content/halls/baoxing-renjia/08-lao-menpai.md"
    file.write_text(file.read_text(encoding="utf-8") + BODY, encoding="utf-8")
    subprocess.run([EXHIBIT, "build", "--quiet"], cwd=root, check=True, timeout=240)
    return root / "site"


@pytest.fixture(scope="module")
def address(exhibition: Path) -> Iterator[str]:
    with serving(exhibition) as host:
        yield host


@pytest.mark.parametrize("surface", ["web", "station"])
def test_a_film_waits_for_a_tap_then_plays_with_its_words(surface: str, address: str, page: Page) -> None:
    witness = Witness()
    witness.watch(page, address)
    page.goto(f"{address}/{surface}/{PAGE}")
    film = page.locator("video")
    assert film.evaluate("e => e.paused && e.readyState === 0"), "nothing is fetched before a tap"
    assert film.evaluate("e => e.getAttribute('poster')")
    assert "3秒" in page.locator("figure:has(video) figcaption").inner_text()
    assert "弄堂里的早晨" in page.locator("figure:has(video) .transcript").evaluate("e => e.textContent")
    moved = """e => new Promise(done => {
      e.muted = true;
      e.ontimeupdate = () => e.currentTime > 0.5 && done(true);
      e.onerror = () => done(false);
      e.play();
    })"""
    assert film.evaluate(moved)
    assert film.evaluate("e => e.textTracks[0].cues.length") == 1
    assert page.locator("audio").evaluate("e => e.paused && e.readyState === 0")
    assert witness.trouble == []


def test_a_photograph_is_as_large_as_the_screen_needs_and_no_larger(address: str, page: Page, exhibition: Path) -> None:
    seen = []
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{address}/web/{PAGE}")
        image = page.locator("figure:has(img[alt*='从前']) img, img[alt*='从前']").first
        image.scroll_into_view_if_needed()
        seen.append(image.evaluate("e => e.decode().then(() => e.currentSrc)"))
    widths = []
    for source in seen:
        with Image.open(exhibition / "web" / source.partition("/web/")[2]) as made:
            widths.append(made.width)
    assert widths[0] < widths[1] <= 1500


def test_a_plan_is_there_in_tiles(exhibition: Path) -> None:
    found = list((exhibition / "web").rglob("info.json"))
    assert len(found) == 1
    assert list(found[0].parent.glob("full/max/0/default.jpg"))
