"""The search index: whatever two characters of a title a visitor remembers, they are in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from build_tools.pages import search
from build_tools.pages.page import Page
from tests.worlds import Checkout, Laid

Row = dict[str, Any]


def page(title: str, text: str = "", label: str = "展厅", address: str = "a.html") -> Page:
    """Return a page with nothing but its words."""
    return Page(address, "web/hall.html", title, {}, "", text, label, "人家")


def rows(script: bytes) -> list[Row]:
    """Return what a browser would find in `window.exhibitIndex`."""
    found = re.fullmatch(r"window\.exhibitIndex=(.*);\n", script.decode(), re.DOTALL)
    assert found is not None
    read: list[Row] = json.loads(found[1])
    return read


def of_tree(tree: Path) -> list[Row]:
    """Return the rows of a finished tree."""
    (script,) = (tree / "assets").glob("search-index.*.js")
    return rows(script.read_bytes())


SPOKEN = {
    "骑楼多长": ("qilouduochang", "qldc"),
    "重庆南路": ("chongqingnanlu", "cqnl"),
    "172天": ("tian", "t"),
    "“零距离”": ("lingjuli", "ljl"),
    "WeChat": ("", ""),
}


@pytest.mark.parametrize(("title", "spoken"), SPOKEN.items(), ids=SPOKEN)
def test_a_title_is_found_by_how_it_is_spoken(title: str, spoken: tuple[str, str]) -> None:
    (row,) = rows(search.index([page(title)]))
    assert (row["p"], row["i"]) == spoken


def test_a_row_says_where_it_leads_and_what_it_is() -> None:
    (row,) = rows(search.index([page("骑楼", "人们在骑楼下", "第3站", "halls/a/b.html")]))
    assert (row["t"], row["a"], row["k"], row["h"], row["x"]) == (
        "骑楼",
        "halls/a/b.html",
        "第3站",
        "人家",
        "人们在骑楼下",
    )


def test_pages_without_a_label_are_not_found() -> None:
    assert rows(search.index([page("搜索", label="")])) == []


def test_words_that_could_end_the_script_do_not() -> None:
    odd = "</script>\u2028\u2029\\\"';"
    (row,) = rows(search.index([page(odd, odd)]))
    assert row["t"] == row["x"] == odd


def test_the_words_of_an_index_are_what_results_show() -> None:
    titles, everything = search.words(search.index([page("骑楼", "雨天", "第3站")]))
    assert titles == "骑楼"
    assert set("骑楼雨天第3站人家") == set(everything)
    assert search.words(None) == ("", "")


@pytest.mark.parametrize("surface", ["web", "station"])
def test_every_two_characters_of_every_title_find_their_page(laid_out: Laid, surface: str) -> None:
    titles = {page.title: page.address for page in laid_out.sheets[surface].pages if page.label}
    assert len(titles) > 40
    found = rows(search.index(laid_out.sheets[surface].pages))
    for title, address in titles.items():
        for start in range(max(len(title) - 1, 1)):
            asked = title[start : start + 2]
            assert address in [row["a"] for row in found if asked in row["t"]], asked


def test_every_page_of_the_exhibition_is_in_the_finished_index(shipped: Checkout, laid_out: Laid) -> None:
    exhibition = laid_out.gathered.exhibition
    assert exhibition is not None
    found = {row["a"]: row for row in of_tree(shipped.root / "site/web")}
    for shown in exhibition.pages():
        assert found[shown.address]["t"] == shown.title
        assert shown.lead in found[shown.address]["x"]
    assert not {"404.html", "search.html"} & set(found)


def test_words_of_the_text_are_found_and_marks_are_not(small: Checkout) -> None:
    (row,) = [row for row in rows(_index(small)) if row["a"] == "halls/shikumen/men.html"]
    assert "石库门的大门是黑漆的。" in row["x"]
    assert "一家几口挤在一间房里。" in row["x"]
    assert not re.search(r"\[\^|S04|///", row["x"])


def _index(checkout: Checkout) -> bytes:
    data = checkout.sheets("web").files["assets/search-index.js"]
    assert isinstance(data, bytes)
    return data
