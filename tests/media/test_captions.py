"""Captions: every mistake is found at its line and column, with the exact change that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.content.problems import Problem
from build_tools.media import captions
from build_tools.media.captions import Cue

HEAD = "WEBVTT\n\n"
GOOD = f"""\
{HEAD}NOTE 写给自己看的

STYLE
::cue {{ color: red }}

开头
00:01.000 --> 00:00:03.000 line:0
- 您先开口说什么？
- <v 老林>我说：<b>您</b> &amp; 我。</v>

00:00:03.000 --> 00:00:05.000
下雨天，走在骑楼下面不用打伞。
"""


def read(
    folder: Path, text: str | bytes, *, duration: float = 100, name: str = "a.vtt", chapters: bool = False
) -> tuple[tuple[Cue, ...], list[Problem]]:
    """Write a file and read it as captions."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return captions.read(path, f"content/media/{name}", duration, chapters=chapters)


def test_good_captions_are_read_and_written_without_styles_and_notes(tmp_path: Path) -> None:
    cues, problems = read(tmp_path, GOOD)
    assert problems == []
    assert cues == (
        Cue(1.0, 3.0, ("- 您先开口说什么？", "- 我说：您 & 我。")),
        Cue(3.0, 5.0, ("下雨天，走在骑楼下面不用打伞。",)),
    )
    written = captions.written(cues)
    assert written.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n- 您先")
    assert "STYLE" not in written
    assert "NOTE" not in written
    assert read(tmp_path, written) == (cues, [])


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"], ids=repr)
def test_any_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path, ends: str) -> None:
    text = "\ufeff" + GOOD.replace("\n", ends)
    assert read(tmp_path, text) == read(tmp_path, GOOD)


def test_subrip_is_read_too(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:03,500\n推开一扇门。\n\n2\n00:00:04,000 --> 00:00:05,000\n走上一条街。\n"
    cues, problems = read(tmp_path, text, name="a.srt")
    assert problems == []
    assert cues == (Cue(1.0, 3.5, ("推开一扇门。",)), Cue(4.0, 5.0, ("走上一条街。",)))
    assert read(tmp_path, HEAD + text)[1], "with commas it is no WebVTT"


LONG = "石库门的大门是黑漆的，推开门是天井，天井后面是客堂间。"
MISTAKES: dict[str, tuple[str, int, int, int, str, str]] = {
    # text, line, column, width, message, help
    "no-head": (
        "00:01.000 --> 00:02.000\n门\n",
        1,
        1,
        23,
        "字幕的第一行不是 WEBVTT",
        "在最前面加一行 WEBVTT，后面空一行",
    ),
    "comma": (
        f"{HEAD}00:00:01,000 --> 00:00:02,000\n门\n",
        3,
        1,
        29,
        "时间的写法不对",
        "改成 00:00:01.000 --> 00:00:02.000",
    ),
    "full-width": (
        f"{HEAD}00：00：01.0 —> 00：00：02.50\n门\n",
        3,
        1,
        25,
        "时间的写法不对",
        "改成 00:00:01.000 --> 00:00:02.500",
    ),
    "unreadable": (
        f"{HEAD}  一秒 --> 两秒\n门\n",
        3,
        3,
        9,
        "这一行的时间看不懂",
        "写成 00:00:05.000 --> 00:00:08.000 的样子",
    ),
    "minutes": (
        f"{HEAD}00:00:01.000 --> 00:00:75.000\n门\n",
        3,
        1,
        29,
        "时间里的分和秒要小于60",
        "改成 00:00:01.000 --> 00:01:15.000",
    ),
    "backwards": (
        f"{HEAD}00:05.000 --> 00:02.000\n门\n",
        3,
        1,
        23,
        "结束的时间在开始之前",
        "改成 00:00:02.000 --> 00:00:05.000",
    ),
    "no-length": (
        f"{HEAD}00:05.000 --> 00:05.000\n门\n",
        3,
        1,
        23,
        "开始和结束是同一个时间",
        "把后一个时间改到 00:00:05.000 之后，至少一秒",
    ),
    "overlap": (
        f"{HEAD}00:01.000 --> 00:03.000\n门\n\n00:02.500 --> 00:04.000\n街\n",
        6,
        1,
        23,
        "和前一段的时间重叠",
        "把第3行改成 00:00:01.000 --> 00:00:02.500",
    ),
    "order": (
        f"{HEAD}00:03.000 --> 00:04.000\n门\n\n00:01.000 --> 00:02.000\n街\n",
        6,
        1,
        23,
        "这一段比前一段还早",
        "把它移到第3行的那一段之前，或改正时间",
    ),
    "after-the-end": (
        f"{HEAD}01:45.000 --> 01:48.000\n门\n",
        3,
        1,
        23,
        "这一段在影片结束以后",
        "影片只有00:01:40.000，请删掉这一段，或看看字幕是不是放错了影片",
    ),
    "over-the-end": (
        f"{HEAD}01:38.000 --> 01:42.000\n门\n",
        3,
        1,
        23,
        "这一段超出了影片的长度",
        "改成 00:01:38.000 --> 00:01:40.000",
    ),
    "three-lines": (
        f"{HEAD}00:01.000 --> 00:02.000\n一\n二\n三\n",
        6,
        1,
        1,
        "这一段有3行字，最多2行",
        "从这一行起另开一段，写上它自己的时间",
    ),
    "long-line": (
        f"{HEAD}00:01.000 --> 00:02.000\n{LONG}\n",
        4,
        19,
        9,
        "这一行有27个字，最多20个",
        "在“是天井，”后面换行",
    ),
    "long-of-two": (
        f"{HEAD}00:01.000 --> 00:02.000\n{LONG}\n街\n",
        4,
        19,
        9,
        "这一行有27个字，最多20个",
        "缩短，或在“是天井，”后面分成两段",
    ),
    "no-words": (f"{HEAD}00:01.000 --> 00:02.000\n", 3, 1, 23, "这一段没有字", "在时间下面写上字，或删掉这一行"),
    "no-time": (
        f"{HEAD}推开一扇门。\n",
        3,
        1,
        6,
        "这一段没有时间",
        "在字的上面加一行时间，如 00:00:05.000 --> 00:00:08.000",
    ),
    "nothing": ("WEBVTT\n", 1, 1, 0, "里面没有一段字幕", "照这个样子写时间，下一行写字：00:00:05.000 --> 00:00:08.000"),
}


@pytest.mark.parametrize(("text", "line", "column", "width", "message", "help"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_found_where_it_is(
    tmp_path: Path, text: str, line: int, column: int, width: int, message: str, help: str
) -> None:
    (problem,) = read(tmp_path, text)[1]
    place = problem.place
    assert (place.file, place.line, place.column, place.width) == ("content/media/a.vtt", line, column, width)
    assert (problem.message, problem.help) == (message, help)
    assert problem.source_line == (text.split("\n")[line - 1] if width else "")


def test_all_mistakes_are_found_at_once(tmp_path: Path) -> None:
    text = f"{HEAD}00:05,000 --> 00:02,000\n{LONG}\n\n推开\n\n00:01.000 --> 00:09.000\n"
    assert [problem.place.line for problem in read(tmp_path, text)[1]] == [3, 3, 4, 6, 8, 8]


@pytest.mark.parametrize("help", [text for name, (*_, text) in MISTAKES.items() if text.startswith("改成")])
def test_the_change_we_ask_for_is_right(tmp_path: Path, help: str) -> None:
    assert read(tmp_path, f"{HEAD}{help.removeprefix('改成 ')}\n门\n")[1] == []


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_said(tmp_path: Path, encoding: str) -> None:
    (problem,) = read(tmp_path, GOOD.encode(encoding))[1]
    assert problem.message == "这个字幕文件不是 UTF-8 编码"
    assert problem.help == "用记事本打开它，另存为，编码选 UTF-8"


def test_latin_letters_count_as_half(tmp_path: Path) -> None:
    fits, over = "a" * 40, "a" * 41
    assert read(tmp_path, f"{HEAD}00:01.000 --> 00:02.000\n{fits}\n")[1] == []
    assert len(read(tmp_path, f"{HEAD}00:01.000 --> 00:02.000\n{over}\n")[1]) == 1


def test_a_chapter_is_one_line(tmp_path: Path) -> None:
    text = f"{HEAD}00:00.000 --> 00:10.000\n第一章\n\n00:10.000 --> 01:00.000\n第二章\n还有一行\n"
    cues, problems = read(tmp_path, text, chapters=True)
    assert [(problem.place.line, problem.message) for problem in problems] == [(8, "章节的名字只能有1行")]
    assert cues[0] == Cue(0.0, 10.0, ("第一章",))
    assert read(tmp_path, text)[1] == []
