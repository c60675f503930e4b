"""The blocks of a body."""

from __future__ import annotations

import pytest

from build_tools.content import blocks

GOOD_BODIES = [
    *(block.example for block in blocks.BLOCKS.values()),
    "没有块的正文",
    "／／／ 引用 ｜ 出处\n一段话。\n／／／",
    "、、、 提示\n一段话。\n、、、",
    "///提示|标题\n一段话。\n///",
    "/// 时间线\n1. **早上** 起床\n   接着说\n2. **晚上** 睡觉\n///",
    "```\n/// 没有的块\n///\n```",
    "~~~\n```\n/// 没有的块\n~~~",
    "    /// 四个空格是代码",
    "/// 提示\n一段。\n///\n\n/// 提示\n二段。\n///",
]

BAD_BODIES = [
    ("/// 引言 | 出处\n话\n///", ["block-unknown"]),
    ("/// 随便\n话\n///", ["block-unknown"]),
    ("/// 提示：标题\n话\n///", ["block-bar"]),
    ("/// 提示\n话", ["block-unclosed"]),
    ("/// 提示\n话\n/// 提示\n话\n///", ["block-unclosed"]),
    ("/// 随便\n话", ["block-unknown", "block-unclosed"]),
    ("///", ["block-stray-close"]),
    ("/// 提示\n话\n///\n///", ["block-stray-close"]),
    ("/// 引用\n话\n///", ["block-title"]),
    ("/// 提示 |\n话\n///", ["block-title"]),
    ("/// 提示\n\n///", ["block-empty"]),
    ("/// 时间线\n- 早上\n///", ["block-part"]),
    ("/// 时间线\n- ** 早上** 起\n///", ["block-part"]),
    ("/// 时间线\n早上\n///", ["block-items"]),
    ("// 提示\n话\n///", ["block-slashes"]),
    ("/// 时间线\n```\n- 代码\n", ["block-unclosed", "code-unclosed"]),
    ("```\n代码\n~~~\n", ["code-unclosed"]),
]


@pytest.mark.parametrize("body", GOOD_BODIES)
def test_sound_blocks_have_no_problem(body: str) -> None:
    assert blocks.scan(body, 1, "a.md") == ()


@pytest.mark.parametrize(("body", "codes"), BAD_BODIES)
def test_each_mistake_is_told(body: str, codes: list[str]) -> None:
    assert [problem.code for problem in blocks.scan(body, 1, "a.md")] == codes


def test_a_problem_stands_at_its_line_in_the_file() -> None:
    (problem,) = blocks.scan("话\n\n/// 引言\n话\n///", 7, "a.md")
    assert (problem.place.line, problem.place.column, problem.place.width) == (9, 5, 2)
    assert problem.help == "是不是想写“引用”？改成 /// 引用"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("／／／ 引用 ｜ 一｜二\n甲｜乙\n／／／", "/// 引用 | 一｜二\n甲｜乙\n///"),
        ("、、、 提示\n甲、、、乙\n、、、", "/// 提示\n甲、、、乙\n///"),
        ("```\n／／／ 提示 ｜\n```", "```\n／／／ 提示 ｜\n```"),
        ("没有", "没有"),
    ],
)
def test_full_width_signs_become_plain_in_block_lines_only(typed: str, meant: str) -> None:
    assert blocks.plain(typed) == meant
    assert len(blocks.plain(typed)) == len(typed)
