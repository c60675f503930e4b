"""Search as a visitor types it, over http and from a folder."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

ASK = """words => {
  const field = document.getElementById('find-words');
  return words.map(word => {
    field.value = word;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    return [...document.querySelectorAll('#find-results a')].map(link => link.getAttribute('href'));
  });
}"""


def titles(tree: Path) -> dict[str, str]:
    """Every page that can be found, by address."""
    script = next((tree / "assets").glob("search-index.*.js")).read_text(encoding="utf-8")
    return {row["a"]: row["t"] for row in json.loads(script.removeprefix("window.exhibitIndex=").rstrip(";\n"))}


def missed(page: Page, known: dict[str, str]) -> list[str]:
    """Return every two-character piece of a title that does not lead to its page."""
    pieces = [(address, title[n : n + 2]) for address, title in known.items() for n in range(len(title) - 1)]
    answers = page.evaluate(ASK, [piece for _, piece in pieces])
    return [
        f"{piece} → {address}"
        for (address, piece), found in zip(pieces, answers, strict=True)
        if piece.strip() == piece and address not in found
    ]


@pytest.mark.parametrize("way", ["http", "file"])
def test_every_two_characters_of_every_title_find_the_page(way: str, trees: Path, served: str, page: Page) -> None:
    page.goto(f"{served}/web/search.html" if way == "http" else (trees / "web/search.html").as_uri())
    known = titles(trees / "web")
    assert len(known) > 50
    assert missed(page, known) == []


def test_the_gate_bites_on_an_index_cut_into_words(trees: Path, served: str, page: Page) -> None:
    page.route("**/search-index.*.js", lambda route: route.fulfill(body="window.exhibitIndex=[]"))
    page.goto(f"{served}/web/search.html")
    assert missed(page, titles(trees / "web"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("骑楼", "halls/weilai-baoxingli/qilou-duochang.html"),
        ("qilou", "halls/weilai-baoxingli/qilou-duochang.html"),
        ("yixian", "halls/wuxin-shifa/yixian.html"),
        ("hwj", "halls/baoxing-renjia/hong-weijin.html"),
        ("红围巾 签约", "halls/baoxing-renjia/hong-weijin.html"),
        ("１２.６", "halls/baoxing-renjia/shier-dian-liu.html"),
        ("婆", ""),
    ],
)
def test_what_visitors_type(words: str, expected: str, served: str, page: Page) -> None:
    page.goto(f"{served}/web/search.html")
    [found] = page.evaluate(ASK, [words])
    assert expected in (found or [""])


def test_an_address_with_a_question_answers_it(served: str, page: Page) -> None:
    page.goto(f"{served}/web/search.html?q={quote('亭子间')}")
    results = page.locator("#find-results a")
    assert results.count() > 0
    assert "mark" in results.first.inner_html()
    results.first.click()
    assert "halls/" in page.url


def test_searching_from_the_header_of_a_page_without_script(served: str, page: Page) -> None:
    page.goto(f"{served}/web/index.html")
    page.get_by_role("link", name="搜索").first.click()
    page.locator("#find-words").fill("晒台")
    page.locator("#find-words").press("Enter")
    assert page.locator("#find-results a").count() > 0


def test_nothing_found_is_said_and_the_directory_stays(served: str, page: Page) -> None:
    page.goto(f"{served}/web/search.html?q={quote('珠穆朗玛')}")
    assert page.locator("#find-count").inner_text().strip()
    assert page.locator("#find-directory").is_visible()
