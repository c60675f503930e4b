"""A line YAML cannot read: what the writer most likely meant, so that reading can go on.

Only consulted after YAML has refused a text. Each repair keeps track of where its characters came
from, so later problems on the same line still point at what the writer sees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WIDE_COLON = re.compile(
    r"""(?P<head>\s*(?:-\ )?[A-Za-z_][\w-]*|[^\s:：#"'\[\]{},&*!|>%@`“”，。-][^\s:：，。]{0,11})
        (?P<space>\s*)：[ \u3000]*""",
    re.VERBOSE,
)
_TIGHT_COLON = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*:(?=[^\s:/])")
_VALUE = re.compile(r"(?P<head>\s*(?:- +)*(?:(?P<key>[\w.-]+)\s*:(?: +|$))?)(?P<value>.*?)\s*$")
_SPECIAL = "@`%&*!|>{}],?"
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"')
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_ESCAPE = re.compile(r'\\[^0abtnvfre "/\\N_LPxuU]')


@dataclass(frozen=True, slots=True)
class Mend:
    """A mistake found in one line, and the line as it was probably meant."""

    column: int
    """First wrong character, counted from 0."""
    width: int
    message: str
    help: str
    code: str
    text: str
    """The repaired line."""
    origins: tuple[int, ...]
    """For each character of the repaired line, and its end, the column it came from."""


def mend(line: str) -> Mend | None:
    """Return the likeliest mistake of a line and its repair, or None if the line looks sound."""
    wide = _WIDE_COLON.match(line)
    if wide:
        at = wide.end("space")
        help = f"改成半角“:”，后面空一格，写成 {wide['head'].strip()}: {line[wide.end() :].strip()}"
        text, origins = _spliced(line, wide.end("head"), wide.end(), ": ")
        return Mend(at, 1, "冒号写成了全角“：”", help, "full-width-colon", text, origins)
    tight = _TIGHT_COLON.match(line)
    if tight:
        at = tight.end()
        help = f"冒号后面空一格，写成 {line[:at].strip()} {line[at:].strip()}"
        text, origins = _spliced(line, at, at, " ")
        return Mend(at - 1, 1, "冒号后面少了一个空格", help, "no-space-after-colon", text, origins)
    return _mend_value(line)


def _mend_value(line: str) -> Mend | None:
    found = _VALUE.match(line)
    if not found or not found["value"] or not found["head"].strip():
        return None
    start, value, head = found.start("value"), found["value"], found["head"].strip()

    def quoted(column: int, width: int, message: str, help: str, code: str) -> Mend:
        text, origins = _spliced(line, start, start + len(value), quote(value, single=True), start)
        return Mend(column, width, message, help, code, text, origins)

    whole = f"给整句加上引号，写成 {head} {quote(value)}"
    if value[0] in "\"'":
        mark = value[0]
        closed = (_DOUBLE if mark == '"' else _SINGLE).match(value)
        if not closed:
            end = start + len(value)
            text, origins = _spliced(line, end, end, mark)
            help = f"在这句末尾补上 {mark} ，写成 {head} {value}{mark}"
            return Mend(start, len(value), "引号没有合上", help, "unclosed-quote", text, origins)
        rest = value[closed.end() :].strip()
        if rest and not rest.startswith("#"):
            curly = re.sub(rf"{mark}([^{mark}]*){mark}", r"“\1”", value)
            help = f"句子里的引号改成中文引号，写成 {head} {curly}"
            at = start + closed.end()
            return quoted(at, len(rest), "引号合上以后，后面又有字", help, "text-after-quote")
        escape = _ESCAPE.search(value) if mark == '"' else None
        if escape:
            inner = value[1:-1] if value.endswith(mark) else value[1:]
            text, origins = _spliced(line, start, start + len(value), quote(inner, single=True), start)
            help = f"改用单引号，写成 {head} {quote(inner, single=True)}"
            at = start + escape.start()
            return Mend(at, 2, "双引号里不能写反斜线“\\”", help, "bad-escape", text, origins)
        return None
    if value[0] == "[" and not re.search(r"\]\s*(#.*)?$", value):
        end = start + len(value)
        text, origins = _spliced(line, end, end, "]")
        help = f"在末尾补上 ] ，写成 {head} {value}]"
        return Mend(start, len(value), "方括号没有合上", help, "unclosed-bracket", text, origins)
    if value[0] in _SPECIAL and value not in ("|", ">", "|-", ">-"):
        message = f"值的第一个字符“{value[0]}”在这里有特别的意思，不能直接用"
        return quoted(start, 1, message, whole, "special-first-character")
    colon = re.search(r":(?=\s|$)", value)
    if colon and value[0] not in "[#":
        help = f"{whole}；或者把它改成全角“：”"
        return quoted(start + colon.start(), 1, "句子里有半角冒号“: ”", help, "colon-in-value")
    return None


def quote(value: str, *, single: bool = False) -> str:
    """Return a value in quotes that YAML reads back as written."""
    if single or '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def untabbed(lines: Sequence[str], number: int) -> str:
    """Return line ``number`` (from 0) with its tabs replaced by the likeliest spaces."""
    line = lines[number]
    body = line.lstrip()
    if "\t" not in line[: len(line) - len(body)]:
        return line.replace("\t", " ")
    indent = 2
    for before in reversed(lines[:number]):
        text = before.lstrip()
        width = len(before) - len(text)
        if not text or "\t" in before[:width]:
            continue
        item, was_item = body.startswith("- "), text.startswith("- ")
        if item and not was_item and width:
            continue
        indent = width if item == was_item and width else 2 if item else width + 2 if was_item else 2
        break
    return " " * indent + body.replace("\t", " ")


def _spliced(line: str, start: int, end: int, new: str, anchor: int | None = None) -> tuple[str, tuple[int, ...]]:
    """Return a line with ``[start:end]`` replaced, and where each character came from.

    With ``anchor``, the new text is the old stretch in quotes and is spread over that stretch.
    """
    if anchor is None:
        middle = [start] * len(new)
    else:
        middle = [min(max(anchor + offset - 1, start), max(end - 1, start)) for offset in range(len(new))]
    origins = (*range(start), *middle, *range(end, len(line) + 1))
    return line[:start] + new + line[end:], origins
