"""The ``///`` blocks of a body: what each is called, what it needs, and a scanner for mistakes.

One declaration per component. The scanner below, the Markdown rendering and the form editor read the
same table, so a block cannot mean one thing to the check and another to the page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from build_tools.content.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Block:
    """The declaration of one component."""

    name: str
    """What staff type after ``///``."""
    slug: str
    """ASCII name for class names and custom elements."""
    title: Literal["required", "optional", "none"]
    title_word: str
    """What its title says, e.g. 出处."""
    body: Literal["text", "items"]
    """Paragraphs, or a list whose items begin with a strong part."""
    part_word: str
    """What the strong part of an item says, e.g. 日期; empty for text."""
    example: str
    """A short complete example, as typed."""


BLOCKS: dict[str, Block] = {
    block.name: block
    for block in (
        Block("引用", "quote", "required", "出处", "text", "",
              "/// 引用 | 据文汇报2021年1月的报道整理\n那时候一家几口挤在一间房里。[^S06a]\n///"),
        Block("时间线", "timeline", "optional", "标题", "items", "日期",
              "/// 时间线 | 头三个月\n- **1949年12月** 成立。[^S08]\n///"),
        Block("方法卡", "method", "required", "方法的名字", "items", "小标题",
              "/// 方法卡 | 一线工作法\n- **字面意思** 到现场去。（编者按字面理解）\n///"),
        Block("提示", "note", "optional", "标题", "text", "",
              "/// 提示 | 为什么写“证”\n一两段说明。\n///"),
    )
}  # fmt: skip
"""Every block that exists, by name."""

_LINE = re.compile(r" {0,3}(?P<slashes>[/／]{3,}|、{3,})(?P<rest>.*)")
_SHORT = re.compile(rf" {{0,3}}[/／]{{1,2}}\s*(?:{'|'.join(BLOCKS)})\s*(?:[|｜].*)?")
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"(?P<bullet>[-*+]|\d+[.)])[ \t]+(?P<text>.*)")
_PART = re.compile(r"\*\*[^*\s](?:[^*]*[^*\s])?\*\*")


def plain(body: str) -> str:
    """Return a body with ``／／／``, ``、、、`` and ``｜`` of block lines as ``///`` and ``|``.

    Character for character, so that places stay true; code fences are left alone.
    """
    if not any(sign in body for sign in ("／", "｜", "、、、")):
        return body
    lines = body.split("\n")
    for number, line, in_code in _outside_code(lines):
        found = None if in_code else _LINE.fullmatch(line)
        if found:
            start = found.start("slashes")
            slashes, rest = found["slashes"], found["rest"].replace("｜", "|", 1)
            lines[number] = line[:start] + "/" * len(slashes) + rest
    return "\n".join(lines)


def scan(body: str, first_line: int, file: str) -> tuple[Problem, ...]:
    """Return every mistake in the blocks of a body that begins at ``first_line`` of ``file``."""
    scanner = _Scanner(body.split("\n"), first_line, file)
    return tuple(scanner.run())


@dataclass(frozen=True, slots=True)
class _Opened:
    number: int
    block: Block | None


class _Scanner:
    """One pass over the lines of a body; lives only inside ``scan``."""

    def __init__(self, lines: list[str], first_line: int, file: str) -> None:
        self.lines, self.first_line, self.file = lines, first_line, file

    def run(self) -> Iterator[Problem]:
        opened: _Opened | None = None
        for number, line, in_code in _outside_code(self.lines):
            if in_code:
                continue
            found = _LINE.fullmatch(line)
            if not found:
                if _SHORT.fullmatch(line):
                    help = f"改成三条斜线：/// {line.strip(' /／')}"
                    yield self._at(number, "块的开头要三条斜线", help, "block-slashes")
                    name = re.split(r"[|｜]", line.strip(" /／"))[0].strip()
                    if opened is None:
                        opened = _Opened(number, BLOCKS.get(name))
                continue
            rest = found["rest"].strip()
            if not rest:
                if opened is None:
                    help = "删掉这一行，或者在上面补上块的开头，如 /// 提示"
                    yield self._at(number, "这里合上了一个没有打开的块", help, "block-stray-close")
                else:
                    yield from self._contents(opened, number)
                opened = None
                continue
            if opened is not None:
                yield self._unclosed(opened, number)
                yield from self._contents(opened, number)
            opened = _Opened(number, None)
            block, problem = self._opening(number, rest)
            if problem:
                yield problem
            opened = _Opened(number, block)
        if opened is not None:
            yield self._unclosed(opened, len(self.lines))
        fence = _open_fence(self.lines)
        if fence is not None:
            sign = self.lines[fence].strip()[:3]
            help = f"在代码下面加一行 {sign}；如果不是代码，删掉这一行"
            yield self._at(fence, "这里打开的代码没有合上", help, "code-unclosed")

    def _opening(self, number: int, rest: str) -> tuple[Block | None, Problem | None]:
        """Return the block a line opens, and what is wrong with the line."""
        name, bar, title = re.split(r"([|｜])", rest, maxsplit=1) if re.search(r"[|｜]", rest) else (rest, "", "")
        name, title = name.strip(), title.strip()
        block = BLOCKS.get(name)
        if block is None:
            return self._unknown(number, name)
        if block.title == "required" and not title:
            opening = block.example.split("\n")[0]
            help = f"在后面加“| {block.title_word}”，如 {opening}"
            return block, self._at(number, f"“{name}”没有写{block.title_word}", help, "block-title")
        if block.title == "none" and title:
            return block, self._at(number, f"“{name}”不用写标题", f"改成 /// {name}", "block-title")
        if bar and not title:
            help = f"在“|”后面写{block.title_word}，或者删掉“|”"
            return block, self._at(number, f"“|”后面没有写{block.title_word}", help, "block-title")
        return block, None

    def _unknown(self, number: int, name: str) -> tuple[Block | None, Problem]:
        head = next((known for known in BLOCKS if name.startswith(known)), None)
        if head:
            title = name.removeprefix(head).strip(" :：,，-—")
            help = f"名字和标题之间用“|”分开，写成 /// {head} | {title}"
            return BLOCKS[head], self._at(number, f"“{name}”里少了“|”", help, "block-bar", name)
        near = difflib.get_close_matches(name, BLOCKS, n=1, cutoff=0.4)
        known = "、".join(BLOCKS)
        help = f"是不是想写“{near[0]}”？改成 /// {near[0]}" if near else f"现在只有这几种块：{known}"
        problem = self._at(number, f"没有叫“{name}”的块", help, "block-unknown", name)
        return (BLOCKS[near[0]] if near else None), problem

    def _unclosed(self, opened: _Opened, before: int) -> Problem:
        """Return the problem of a block still open at line ``before`` (from 0)."""
        last = before - 1
        while last > opened.number and not self.lines[last].strip():
            last -= 1
        name = opened.block.name if opened.block else self.lines[opened.number].strip(" /／、")
        line = self.first_line + last
        help = f"在第{line}行下面加一行 ///"
        return self._at(opened.number, f"“{name}”这个块没有合上", help, "block-unclosed")

    def _contents(self, opened: _Opened, end: int) -> Iterator[Problem]:
        """Yield what is wrong between the opening line and line ``end`` (from 0)."""
        block = opened.block
        inside = range(opened.number + 1, end)
        if not block:
            return
        if not any(self.lines[number].strip() for number in inside):
            example = block.example.split("\n")[1]
            help = f"在下一行写内容，如 {example}"
            yield self._at(opened.number, f"“{block.name}”里没有内容", help, "block-empty")
        elif block.body == "items":
            for number in inside:
                line = self.lines[number]
                if line.strip() and not line[0].isspace():
                    yield from self._item(number, line, block)

    def _item(self, number: int, line: str, block: Block) -> Iterator[Problem]:
        item = _ITEM.fullmatch(line)
        example = block.example.split("\n")[1]
        if not item:
            help = f"每一项单独一行，用“- ”开头，如 {example}"
            yield self._at(number, f"“{block.name}”里只能写一列“- ”开头的项", help, "block-items")
        elif not _PART.match(item["text"]):
            text = item["text"].strip()
            word = re.split(r"[ ，：:]", text.replace("*", ""), maxsplit=1)[0][:12]
            help = f"把{block.part_word}放在最前面并加粗，如 - **{word or block.part_word}** …"
            message = f"这一项没有用加粗的{block.part_word}开头"
            yield self._at(number, message, help, "block-part")

    def _at(self, number: int, message: str, help: str, code: str, part: str = "") -> Problem:
        """Return a problem at a line (from 0), or at a part of it."""
        line = self.lines[number]
        start = line.find(part) if part else len(line) - len(line.lstrip())
        place = Place(self.file, self.first_line + number, start + 1, len(part or line.strip()))
        return Problem(place, message, help, line, code)


def _open_fence(lines: list[str]) -> int | None:
    """Return the line (from 0) of a code fence that is never closed."""
    opened: int | None = None
    for number, line in enumerate(lines):
        found = _CODE.match(line)
        if found and opened is None:
            opened = number
        elif opened is not None and _closes(line, lines[opened]):
            opened = None
    return opened


def _closes(line: str, opening: str) -> bool:
    """Return whether a line closes the code fence another line opened."""
    fence, found = _CODE.match(opening), _CODE.match(line)
    return bool(fence and found and found[1].startswith(fence[1]) and not line.strip().strip(fence[1][0]))


def _outside_code(lines: list[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield each line with its number from 0 and whether it belongs to a code fence."""
    opening = ""
    for number, line in enumerate(lines):
        if opening:
            opening = "" if _closes(line, opening) else opening
            yield number, line, True
        else:
            opening = line if _CODE.match(line) else ""
            yield number, line, bool(opening)
