"""What a body refers to."""

from __future__ import annotations

import pytest

from build_tools.content import body
from build_tools.content.problems import Place

TEXT = """\
石库门[^S04]的门。[^S06a][^S04]

## 下雨天

- 看[另一页](../a/02-b.md#下雨天)，[网站](<https://example.com/a b>)
![图说](a(1).svg) 待核实，待核实

`[^不算](x)` `<b>` <https://example.com> 3 < 4
```
![不算](z.svg) 待核实
```
[^S09]: 说明
"""


def test_everything_is_found_with_its_place() -> None:
    found = body.read(TEXT, 10, "a.md")
    assert [(note.target, note.place.line, note.place.column) for note in found.sources] == [
        ("S04", 10, 6),
        ("S06a", 10, 15),
        ("S04", 10, 22),
    ]
    assert [(link.text, link.target) for link in found.links] == [
        ("另一页", "../a/02-b.md#下雨天"),
        ("网站", "https://example.com/a b"),
    ]
    assert found.links[0].place == Place("a.md", 14, 10, 16)
    assert [(picture.text, picture.target) for picture in found.pictures] == [("图说", "a(1).svg")]
    assert found.unknown == (Place("a.md", 15, 17, 3), Place("a.md", 15, 21, 3))
    assert [note.target for note in found.definitions] == ["S09"]
    assert [(heading.text, heading.level, heading.place.line) for heading in found.headings] == [("下雨天", 2, 12)]
    assert found.paragraphs[0].text == "石库门[^S04]的门。[^S06a][^S04]"


@pytest.mark.parametrize(
    "text", ["<b>字</b>", "<img src=a.svg>", "<!-- 私下的话 -->", "<br/>", "<script>", "<?php", "<a\nhref=x>"]
)
def test_html_is_found(text: str) -> None:
    assert body.read(text, 1, "a.md").markup


def test_links_written_in_two_places_are_found() -> None:
    found = body.read("[字][a]\n\n[a]: ../x.md\n[^S04]: 来源\n", 1, "a.md")
    assert found.shortcuts == (Place("a.md", 3, 1, 4),)


def test_a_picture_that_is_a_link_is_both() -> None:
    found = body.read("[![图](a.svg)](b.md)", 1, "a.md")
    assert ([link.target for link in found.links], [one.target for one in found.pictures]) == (["b.md"], ["a.svg"])


def test_masking_keeps_every_place() -> None:
    assert len(body.masked(TEXT)) == len(TEXT)
    assert body.masked(TEXT).count("\n") == TEXT.count("\n")


@pytest.mark.parametrize("text", ["```\n[a](b", "`" * 9, "[a](", "![", "[^", "[" * 3000, "`a\n[x](y)`"])
def test_unfinished_signs_do_no_harm(text: str) -> None:
    body.read(text, 1, "a.md")


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("下雨天", "下雨天"),
        ("“五心”是什么？", "五心是什么"),
        ("A b  C", "a-b-c"),
        ("1949年 12月", "1949年-12月"),
        ("？", ""),
    ],
)
def test_an_anchor_keeps_letters_and_digits(heading: str, anchor: str) -> None:
    assert body.anchor(heading) == anchor


def test_anchors_of_a_page_all_differ() -> None:
    assert body.read("## 一\n## 一\n## ？\n## 一", 1, "a.md").anchors() == ("一", "一_1", "_1", "一_2")
