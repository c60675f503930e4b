"""Every page of both surfaces, as a browser sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.crawl import SIZES, Witness, addresses, one_of_each

SURFACES = ("web", "station")
TEXT_SIZES = ("", "huge")


def too_wide(page: Page) -> list[str]:
    """Return what sticks out to the right of the screen, if the page can be scrolled sideways."""
    return page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          return [...document.body.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
            .map(e => e.tagName + '.' + e.getAttribute('class')).slice(0, 5).concat(['' + root.scrollWidth]);
        }"""
    )


# Every page at the sizes where lines are shortest; a page of each kind on all five screens.
NARROW = {"web": ("phone", "laptop"), "station": ("desktop", "portrait")}
SCREENS = {"web": tuple(SIZES), "station": ("desktop", "portrait", "wall")}


@pytest.mark.parametrize("surface", SURFACES)
def test_every_page_loads_quietly_and_fits_every_screen(
    surface: str, trees: Path, served: str, chromium: Browser
) -> None:
    visitor = chromium.new_context()
    page, witness, wide = visitor.new_page(), Witness(), []
    witness.watch(page, served)
    thorough = set(one_of_each(trees / surface))
    for address in addresses(trees / surface):
        if address == "404.html":
            continue  # its addresses count from the root of the host: `test_lost_visitors_find_the_doors`
        page.goto(f"{served}/{surface}/{address}", wait_until="load")
        for name in SCREENS[surface] if address in thorough else NARROW[surface]:
            page.set_viewport_size({"width": SIZES[name][0], "height": SIZES[name][1]})
            for text in TEXT_SIZES:
                page.evaluate("size => document.documentElement.setAttribute('data-size', size)", text)
                if found := too_wide(page):
                    wide.append(f"{address} {name} {text}: {found}")
    visitor.close()
    assert witness.trouble == []
    assert wide == []


def test_the_witness_and_the_width_gate_bite(page: Page, served: str) -> None:
    witness = Witness()
    witness.watch(page, served)
    page.goto(f"{served}/web/index.html")
    page.evaluate(
        """() => {
          document.body.insertAdjacentHTML('beforeend', '<div class="planted">x</div>');
          document.querySelector('.planted').style.width = '5000px';
          const image = new Image(); image.src = 'https://elsewhere.invalid/x.png';
          const lost = new Image(); lost.src = 'lost.png';
          console.error('planted');
          return new Promise(done => setTimeout(done, 500));
        }"""
    )
    assert any("planted" in name for name in too_wide(page))
    found = " ".join(witness.trouble)
    # The policy of the page stops the outside picture before it is asked for, and says so.
    assert "console: planted" in found
    assert "404" in found
    assert "elsewhere.invalid" in found


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("text", "contrast"), [("", ""), ("huge", "high")], ids=["plain", "huge-high-contrast"])
def test_axe_finds_nothing_serious(
    surface: str, text: str, contrast: str, trees: Path, served: str, page: Page
) -> None:
    found = []
    size = (390, 844) if surface == "web" else (1920, 1080)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for address in one_of_each(trees / surface):
        page.goto(f"{served}/{surface}/{address}")
        page.evaluate(
            """([text, contrast]) => {
              document.documentElement.setAttribute('data-size', text);
              document.documentElement.setAttribute('data-contrast', contrast);
            }""",
            [text, contrast],
        )
        found += [f"{address}: {one}" for one in serious(page)]
    assert found == []


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical, with the elements."""
    result = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [
        f"{one['id']} {[node['target'] for node in one['nodes']][:3]}"
        for one in result.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_axe_bites(page: Page, served: str) -> None:
    page.goto(f"{served}/web/index.html")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<img src=\"\"><button></button>')")
    found = " ".join(serious(page))
    assert "image-alt" in found
    assert "button-name" in found


@pytest.mark.parametrize("surface", SURFACES)
def test_every_page_opens_from_a_folder(surface: str, trees: Path, page: Page) -> None:
    witness = Witness()
    witness.watch(page, "file:")
    for address in one_of_each(trees / surface):
        if address != "404.html":
            page.goto((trees / surface / address).as_uri())
            assert page.locator("h1").count() == 1
            assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style did not load"
    assert witness.trouble == []


@pytest.mark.parametrize("surface", SURFACES)
def test_without_script_every_word_is_there(surface: str, trees: Path, served: str, chromium: Browser) -> None:
    with_script, without = chromium.new_context(), chromium.new_context(java_script_enabled=False)
    for address in one_of_each(trees / surface):
        if address in ("404.html", "search.html"):
            continue
        words = []
        for visitor in (with_script, without):
            page = visitor.new_page()
            page.goto(f"{served}/{surface}/{address}")
            shown = "e => [...e.querySelectorAll('button')].forEach(b => b.remove()) || e.innerText"
            words.append(re.sub(r"[^\S\n]", "", page.locator("main").evaluate(shown)))
            page.close()
        hidden = [line for line in words[0].split("\n") if line not in words[1]]
        assert hidden == [], address
        assert len(words[1]) > 40, address
    with_script.close()
    without.close()


def test_lost_visitors_find_the_doors(trees: Path, chromium: Browser) -> None:
    html = (trees / "web" / "404.html").read_text(encoding="utf-8")
    assert re.findall(r'href="(/halls/[\w-]+/hall\.html)"', html)
    assert 'href="/assets/style.' in html


@pytest.mark.parametrize(("surface", "width"), [("web", 1366), ("station", 1920)])
def test_only_shipped_faces_are_used(surface: str, width: int, trees: Path, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 1080})
    for address in one_of_each(trees / surface):
        if address == "404.html":
            continue
        page.goto(f"{served}/{surface}/{address}")
        page.evaluate("document.fonts.ready.then(() => true)")
        used = faces(page)
        assert all(used.values()), (address, used)


def faces(page: Page) -> dict[str, bool]:
    """Return the faces that drew the text of a page, and whether each came with the page rather than the system."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found: dict[str, bool] = {}
    for node in session.send(
        "DOM.querySelectorAll", {"nodeId": root, "selector": "h1,h2,h3,p,li,a,strong,button,dt,dd"}
    )["nodeIds"]:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            name = font["familyName"]
            found[name] = found.get(name, True) and font["isCustomFont"]
    session.detach()
    return found


def test_the_face_gate_bites(page: Page, served: str) -> None:
    page.goto(f"{served}/web/index.html")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>\u9f98\u9f49</p>')")
    assert not all(faces(page).values())
