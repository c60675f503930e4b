"""Problems: sorted, told once, and marked under the right characters."""

from __future__ import annotations

import json

import pytest

from build_tools.content.problems import Place, Problem, as_github, as_json, as_report, as_text, in_order, summary


def problem(
    line: str = "title: 门", column: int = 8, width: int = 1, number: int = 2, file: str = "content/a.md"
) -> Problem:
    return Problem(Place(file, number, column, width), "写错了", "改过来", line, "wrong")


@pytest.mark.parametrize(
    ("line", "column", "width", "shown", "mark"),
    [
        ("title: abc", 8, 3, "title: abc", "       ^^^"),
        ("title：老式", 6, 1, "title：老式", "     ^^"),
        ("一二三四", 3, 2, "一二三四", "    ^^^^"),
        ("“引号”后", 5, 1, "“引号”后", "      ^^"),
        ("e\u0301tude 门", 7, 1, "e\u0301tude 门", "     ^"),
        ("\tx: 1", 1, 1, "    x: 1", "^^^^"),
        ("a\x1bb", 3, 1, "a·b", "  ^"),
        ("短", 9, 5, "短", "  ^"),
        ("", 1, 0, None, None),
    ],
)
def test_the_caret_stands_under_what_is_wrong(
    line: str, column: int, width: int, shown: str | None, mark: str | None
) -> None:
    rows = as_text(problem(line, column, width)).split("\n")
    if shown is None:
        assert rows == ["错误: 写错了", " --> content/a.md:2:1", "  = 帮助: 改过来"]
    else:
        assert rows[3] == f"2 | {shown}"
        assert rows[4] == f"  | {mark}"


def test_a_long_line_is_shown_around_the_mark() -> None:
    line = "前" * 300 + "错" + "后" * 300
    row, mark = as_text(problem(line, 301)).split("\n")[3:5]
    assert "…前" in row
    assert row.endswith("后…")
    assert len(row) < 70
    before = row.split("错")[0].removeprefix("2 | ")
    assert mark.removeprefix("  | ") == " " * (1 + 2 * (len(before) - 1)) + "^^"


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    assert as_text(problem(number=128)).split("\n") == [
        "错误: 写错了",
        "   --> content/a.md:128:8",
        "    |",
        "128 | title: 门",
        "    |        ^^",
        "    = 帮助: 改过来",
    ]


def test_problems_are_told_once_by_file_and_place() -> None:
    late, early, other = problem(number=9), problem(number=3), problem(file="content/b.md", number=1)
    assert in_order([other, late, early, late]) == (early, late, other)


def test_a_report_ends_with_a_count() -> None:
    assert as_report([]) == ""
    assert summary([]) == "没有发现错误。"
    assert as_report([problem()]).endswith("\n\n一共1处错误，都在1个文件里。改好后请再检查一次。\n")
    assert summary([problem(), problem(number=3), problem(file="content/b.md")]).startswith(
        "一共3处错误，分布在2个文件里"
    )


def test_a_workflow_command_hides_what_would_break_it() -> None:
    odd = Problem(Place("content/a,b.md", 2, 8, 1), "100%: 错", "一\n二", "x", "wrong")
    assert as_github(odd) == (
        "::error file=content/a%2Cb.md,line=2,col=8,endColumn=9,title=100%25%3A 错::100%25: 错%0A帮助: 一%0A二"
    )


def test_a_problem_as_json_is_plain_data() -> None:
    assert json.loads(json.dumps(as_json(problem()))) == {
        "file": "content/a.md",
        "line": 2,
        "column": 8,
        "width": 1,
        "message": "写错了",
        "help": "改过来",
        "source_line": "title: 门",
        "code": "wrong",
    }
