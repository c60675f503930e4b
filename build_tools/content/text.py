"""The text of a file: bytes in, characters out, whatever program saved them."""

from __future__ import annotations

import codecs
import re

from build_tools.content.problems import Place, Problem

_SAVE = "用记事本打开，选“另存为”，编码选“UTF-8”，再保存"
# YAML refuses these or takes some of them for line ends, which would shift every line number.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the text of a file with plain ``\\n`` line ends, and what is wrong with its bytes.

    A byte order mark and Windows line ends are accepted. Control characters are reported and
    become spaces. The text is empty when the bytes cannot be read at all.
    """
    whole = Place(file, 1, 1, 0)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(data):
        return "", [Problem(whole, "文件存成了“Unicode”（UTF-16）编码", _SAVE, "", "utf-16")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(data, error, file)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _CONTROL.search(text):
        return text, []
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = _CONTROL.search(line)
        if found:
            place = Place(file, number, found.start() + 1, 1)
            name = f"U+{ord(found[0]):04X}"
            help = "把光标放到这里，删掉这个字符；看不见也要删"
            problems.append(Problem(place, f"这里有一个看不见的字符（{name}）", help, line, "control-character"))
    return _CONTROL.sub(" ", text), problems


def _looks_like_utf16(data: bytes) -> bool:
    """Return whether every other byte is zero, as in Latin text saved as UTF-16 without a mark."""
    head = data[:200]
    return len(head) >= 8 and (head[1::2].count(0) > len(head) // 4 or head[::2].count(0) > len(head) // 4)


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    start = data.rfind(b"\n", 0, error.start) + 1
    line = data.count(b"\n", 0, error.start) + 1
    before = data[start : error.start].decode("utf-8", "replace").lstrip("\ufeff")
    end = data.find(b"\n", error.start)
    raw = data[start : end if end >= 0 else len(data)].rstrip(b"\r")
    if error.end == len(data) and "unexpected end" in error.reason:
        place = Place(file, line, len(before) + 1, 1)
        shown = raw.decode("utf-8", "replace").lstrip("\ufeff")
        return Problem(place, "文件最后只有半个字", "文件没有存完整，请重新保存一次", shown, "cut-short")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        shown = raw.decode("utf-8", "replace").lstrip("\ufeff")
        place = Place(file, line, len(before) + 1, 1)
        return Problem(place, "这个文件不是UTF-8编码的文字", _SAVE, shown, "not-utf-8")
    shown = raw.decode("gb18030", "replace")
    column = len(data[start : error.start].decode("gb18030", "replace")) + 1
    return Problem(Place(file, line, column, 1), "文件存成了GBK（ANSI）编码", _SAVE, shown, "gbk")
