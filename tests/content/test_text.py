"""The bytes of a file."""

from __future__ import annotations

import pytest

from build_tools.content.text import decode

TEXT = "---\ntitle: 推开一扇门\nlead: 先从一扇黑漆大门看起。\n---\n"


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r").encode()],
)
def test_utf8_is_accepted_with_any_line_end(data: bytes) -> None:
    assert decode(data, "a.md") == (TEXT, [])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TEXT.encode("gbk"), "gbk"),
        (TEXT.encode("gb18030"), "gbk"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (b"a\x00b\x00c\x00d\x00", "utf-16"),
        (TEXT.encode()[:21], "cut-short"),
        (b"\xff\xff\x80", "not-utf-8"),
    ],
)
def test_other_bytes_are_named(data: bytes, code: str) -> None:
    text, problems = decode(data, "a.md")
    assert text == ""
    assert [problem.code for problem in problems] == [code]


def test_characters_that_move_lines_are_told_and_replaced() -> None:
    text, problems = decode("一\u2028二\n三\x0b四\n".encode(), "a.md")
    assert text == "一 二\n三 四\n"
    assert [(problem.place.line, problem.place.column) for problem in problems] == [(1, 2), (2, 2)]
