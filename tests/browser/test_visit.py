"""A visit: doors, reading controls, keyboard, and the touch screen by taps alone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.crawl import addresses, one_of_each


def test_the_three_doors_lead_into_the_three_halls(served: str, page: Page) -> None:
    page.goto(f"{served}/web/index.html")
    doors = page.locator("main a:has(svg.door)")
    assert doors.count() == 3
    titles = []
    for place in range(3):
        page.goto(f"{served}/web/index.html")
        page.locator("main a:has(svg.door)").nth(place).click()
        titles.append(page.locator("h1").inner_text().replace("\n", ""))
    assert titles == ["宝兴人家", "从“五心”到“十法”", "未来宝兴里"]


def leaf_moves(page: Page) -> bool:
    door = page.locator("main a:has(svg.door)").first
    leaf = door.locator(".leaf-left")
    before = leaf.evaluate("e => [getComputedStyle(e).transform, getComputedStyle(e).opacity]")
    door.focus()
    page.wait_for_timeout(700)
    return bool(before != leaf.evaluate("e => [getComputedStyle(e).transform, getComputedStyle(e).opacity]"))


def test_a_door_opens_when_it_is_reached_by_keyboard(served: str, page: Page) -> None:
    page.goto(f"{served}/web/index.html")
    page.keyboard.press("Tab")  # focus is shown as for the keyboard from here on
    assert leaf_moves(page)


def test_with_reduced_motion_nothing_slides(served: str, chromium: Browser) -> None:
    visitor = chromium.new_context(reduced_motion="reduce")
    page = visitor.new_page()
    page.goto(f"{served}/web/index.html")
    running = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
          const style = getComputedStyle(e);
          return style.transitionProperty.includes('transform') && parseFloat(style.transitionDuration) > 0;
        }).length"""
    )
    visitor.close()
    assert running == 0


@pytest.mark.parametrize("surface", ["web", "station"])
def test_walking_on_goes_through_every_door_and_past_every_stop_once(
    surface: str, served: str, page: Page, trees: Path
) -> None:
    page.goto(f"{served}/{surface}/halls/baoxing-renjia/hall.html")
    seen = [page.url]
    while page.locator("a[rel=next]").count():
        page.goto(page.locator("a[rel=next]").first.evaluate("e => e.href"))
        seen.append(page.url)
        assert len(seen) < 100
    halls = [address for address in addresses(trees / surface) if address.startswith("halls/")]
    assert sorted(urlsplit(url).path.partition(f"/{surface}/")[2] for url in seen) == halls


@pytest.mark.parametrize("surface", ["web", "station"])
def test_text_size_and_contrast_last_from_page_to_page(surface: str, served: str, page: Page) -> None:
    page.goto(f"{served}/{surface}/index.html")
    body = "parseFloat(getComputedStyle(document.querySelector('main p, main a')).fontSize)"
    plain = page.evaluate(body)
    page.locator('[data-control="size"]').first.click()
    large = page.evaluate(body)
    page.locator('[data-control="size"]').first.click()
    huge = page.evaluate(body)
    page.locator('[data-control="contrast"]').first.click()
    assert plain < large < huge
    page.goto(f"{served}/{surface}/about.html")
    assert page.evaluate("[document.documentElement.dataset.size, document.documentElement.dataset.contrast]") == [
        "huge",
        "high",
    ]
    page.goto(f"{served}/{surface}/index.html")
    page.locator('[data-control="size"]').first.click()
    assert page.evaluate(body) == plain


def test_the_keyboard_reaches_the_text_and_every_control_shows_its_focus(served: str, page: Page) -> None:
    page.goto(f"{served}/web/halls/wuxin-shifa/yixian.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in ("main", "#main")
    page.goto(f"{served}/web/halls/wuxin-shifa/yixian.html")
    bare = []
    for _ in range(30):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e);
              return [e.outerHTML.slice(0, 80), s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth)];
            }"""
        )
        # Past the last control the browser's own window has its turn.
        if ring[1] < 3 and not ring[0].startswith("<body"):
            bare.append(ring)
    assert bare == []


def test_a_touch_screen_visitor_reaches_everything_by_taps_and_never_gets_out(
    served: str, trees: Path, chromium: Browser
) -> None:
    visitor = chromium.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True)
    page = visitor.new_page()
    start = f"{served}/station/index.html"
    waiting, seen, ways_out, no_home = [start], {start}, [], []
    while waiting:
        here = waiting.pop()
        page.goto(here)
        links = page.evaluate("[...document.links].filter(a => a.offsetParent).map(a => a.href.split('#')[0])")
        if start not in links:
            no_home.append(here)
        for link in dict.fromkeys(links):
            if not link.startswith(f"{served}/station/"):
                ways_out.append(f"{here} → {link}")
            elif link not in seen:
                seen.add(link)
                waiting.append(link)
        if page.locator("input, textarea, select, [contenteditable], iframe").count():
            ways_out.append(f"{here}: text entry")
    visitor.close()
    assert ways_out == []
    assert no_home == []
    reached = {unquote(urlsplit(url).path).partition("/station/")[2] for url in seen}
    assert sorted(reached) == addresses(trees / "station")


COVERED = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const owner = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || owner.closest('.panel-text, .skip, .unseen, svg, noscript')) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || getComputedStyle(owner).visibility === 'hidden') continue;
      const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      if (!top || !(owner.contains(top) || top.contains(owner))) {
        found.push(walk.currentNode.textContent.trim().slice(0, 16));
        break;
      }
    }
  }
  return found;
}"""


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 2160)], ids=["lying", "standing", "4k"])
def test_on_a_touch_screen_no_word_is_cut_off_or_covered(
    size: tuple[int, int], served: str, trees: Path, page: Page
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = []
    for address in one_of_each(trees / "station"):
        page.goto(f"{served}/station/{address}")
        for text in ("", "large", "huge"):
            page.evaluate("size => document.documentElement.setAttribute('data-size', size)", text)
            found += [f"{address} {text}: {words}" for words in page.evaluate(COVERED)]
            shown = page.evaluate("[...document.querySelectorAll('.one-picture img')].map(e => e.clientHeight)")
            found += [f"{address} {text}: a picture {height}px high" for height in shown if height < size[1] / 6]
    assert found == []


def test_the_gate_for_covered_words_bites(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{served}/station/index.html")
    assert page.evaluate(COVERED) == []
    page.evaluate("document.querySelector('.gate-name').style.transform = 'translateY(40vh)'")
    assert page.evaluate(COVERED) != []


@pytest.mark.parametrize(
    ("surface", "size", "least"),
    [("web", (390, 844), 44), ("station", (1920, 1080), 60), ("station", (1080, 1920), 60)],
    ids=["phone", "touch", "touch-portrait"],
)
def test_controls_are_big_enough_for_a_finger(
    surface: str, size: tuple[int, int], least: int, served: str, page: Page
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    small = []
    for address in ("index.html", "halls/wuxin-shifa/hall.html", "halls/wuxin-shifa/yixian.html", "about.html"):
        page.goto(f"{served}/{surface}/{address}")
        small += page.evaluate(
            """least => [...document.querySelectorAll('nav a, button, summary')]
              .filter(e => e.offsetParent && !e.closest('.prose'))
              .map(e => [e.textContent.trim().slice(0, 12), e.getBoundingClientRect()])
              .filter(([, r]) => Math.min(r.width, r.height) < least - 0.5)
              .map(([text, r]) => `${text} ${Math.round(r.width)}×${Math.round(r.height)}`)""",
            least,
        )
    assert small == []
