"""One file: everything stays text, and every key and value knows its place."""

from __future__ import annotations

import pytest

from build_tools.content import source
from build_tools.content.layout import spot
from build_tools.content.problems import Place
from build_tools.content.source import Written
from build_tools.content.values import Path


def written(text: str, path: str = "guide/01-a.md") -> Written:
    result, problems = source.parse(text.encode(), path)
    assert problems == ()
    assert result is not None
    return result


@pytest.mark.parametrize("value", ["no", "007", "12:30", "2021-04-25", "1e3", "~", "null", "0x10", "是", "a：b", "3.0"])
def test_every_scalar_stays_text(value: str) -> None:
    assert written(f"---\ntitle: {value}\n---\n").data == {"title": value}


def test_keys_and_values_know_their_places() -> None:
    page = written('---\ntitle: "门"  # 备注\nfacts: [F-1, F-2]\ngoals:\n  - 第一\n  - 第二\n---\n正文\n')
    places: dict[Path, tuple[Place | None, Place]] = {path: (span.key, span.value) for path, span in page.spans.items()}

    def at(line: int, column: int, width: int) -> Place:
        return Place("content/guide/01-a.md", line, column, width)

    assert places[("title",)] == (at(2, 1, 5), at(2, 8, 3))
    assert places[("facts",)] == (at(3, 1, 5), at(3, 8, 10))
    assert places[("facts", 1)] == (None, at(3, 14, 3))
    assert places[("goals", 1)] == (None, at(6, 5, 2))
    assert page.body == "正文\n"
    assert page.body_line == 8
    assert page.line(8) == "正文"


def test_a_value_not_written_is_at_its_parent() -> None:
    page = written("S04:\n  title: 题名\n", "sources.yml")
    assert page.place(("S04", "publisher")) == Place("content/sources.yml", 1, 1, 3)
    assert page.place(("S99",)) == Place("content/sources.yml", 1, 1, 4)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\ntitle: 门\n---\n正文\n",
        "---\r\ntitle: 门\r\n---\r\n正文\r\n",
        "---\rtitle: 门\r---\r正文\r",
        "\n\n---\ntitle: 门\n---\n正文\n",
        "---  \ntitle: 门\n--- \n正文\n",
        "---\n\n# 备注\ntitle: 门\n\n---\n正文\n",
    ],
)
def test_harmless_ways_of_writing_are_accepted(text: str) -> None:
    page = written(text)
    assert (page.data, page.body) == ({"title": "门"}, "正文\n")


def test_places_after_a_repair_are_those_of_the_written_line() -> None:
    page, problems = source.parse("---\nlead:先说\ntitle: 他说: 好\nfacts：[F-1, F-2]\n---\n".encode(), "guide/01-a.md")
    assert page is not None
    assert page.data == {"lead": "先说", "title": "他说: 好", "facts": ["F-1", "F-2"]}
    assert {(one.code, one.place.line, one.place.column) for one in problems} == {
        ("no-space-after-colon", 2, 5),
        ("colon-in-value", 3, 10),
        ("full-width-colon", 4, 6),
    }
    assert page.spans[("title",)].value == Place("content/guide/01-a.md", 3, 8, 5)
    assert page.spans[("facts", 1)].value == Place("content/guide/01-a.md", 4, 13, 3)


def test_a_line_that_cannot_be_read_is_left_out_and_the_rest_is_read() -> None:
    page, problems = source.parse("---\ntitle: 门\n乱写一行\nlead: 好\n---\n".encode(), "guide/01-a.md")
    assert page is not None
    assert (page.data, [one.place.line for one in problems]) == ({"title": "门", "lead": "好"}, [3])


@pytest.mark.parametrize("text", ["[" * 50_000, "- " * 50_000, "{" * 50_000, "a: " * 5_000, "? " * 5_000])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    page, problems = source.parse(f"---\ntitle: 门\nx: {text}\n---\n".encode(), "guide/01-a.md")
    assert page is not None
    assert problems


def test_expanding_references_are_refused_before_they_expand() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    page, problems = source.parse(bomb.encode(), "exhibition.yml")
    assert page is not None
    assert {one.code for one in problems} == {"alias"}
    assert len(problems) == 9


@pytest.mark.parametrize(
    ("path", "id", "address"),
    [
        ("halls/x/hall.md", "halls/x", "halls/x/hall.html"),
        ("halls/x/01-yi-shan.md", "halls/x/01-yi-shan", "halls/x/yi-shan.html"),
        ("lessons/qiaomen.md", "lessons/qiaomen", "lessons/qiaomen.html"),
        ("guide/01-a.md", "guide/01-a", "guide/a.html"),
        ("news/2021-04-25-dao.md", "news/2021-04-25-dao", "news/dao.html"),
        ("about.md", "about", "about.html"),
        ("screens/men.yml", "men", ""),
        ("people/lao.yml", "lao", ""),
        ("media/a.svg.yml", "a.svg", ""),
        ("sources.yml", "sources", ""),
    ],
)
def test_a_path_says_what_a_file_is(path: str, id: str, address: str) -> None:
    found = spot(path)
    assert found is not None
    assert (found.id, found.address) == (id, address)


@pytest.mark.parametrize(
    "path",
    [
        "halls/x/1-a.md",
        "halls/x/０１-a.md",
        "halls/X/hall.md",
        "guide/a.md",
        "news/2021-a.md",
        "about.yml",
        "a/b.md",
        "about.md\n",
    ],
)
def test_other_paths_are_nothing(path: str) -> None:
    assert spot(path) is None
