"""The lines of one YAML text while they are being read: repaired, left out, never given up.

YAML stops at the first mistake. Here each mistake is told, its line repaired or left out, and the
text read again, so that a writer sees all mistakes of a file at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from build_tools.content import repair
from build_tools.content.problems import Place, Problem


class Refused(Exception):
    """Raised by ``values`` for what the format does not allow; it is caught there. Carries words and a mark."""

    def __init__(self, mark: Any, message: str, help: str, code: str) -> None:
        super().__init__(message)
        self.mark, self.message, self.help, self.code = mark, message, help, code


class Recovery:
    """One text on its way to being readable. Changes with every mistake; lives only inside ``values.parse``."""

    def __init__(self, lines: Sequence[str], file: str, first: int) -> None:
        self.written = tuple(lines)
        self.lines = list(lines)
        self.origins: dict[int, tuple[int, ...]] = {}
        self.mended: dict[int, int] = {}
        self.file, self.first = file, first
        self.damaged: set[str] = set()
        self.problems: list[Problem] = []
        self._untab()

    def place(self, start: Any, end: Any = None) -> Place:
        """Return where a mark of the repaired text stands in the text as written."""
        line = min(start.line, max(len(self.lines) - 1, 0))
        text = self.lines[line] if self.lines else ""
        begin = self._column(line, start.column)
        stop = end.column if end and end.line == start.line else len(text.rstrip())
        width = max(self._column(line, stop) - begin, 1)
        return Place(self.file, self.first + line, begin + 1, width)

    def report(self, place: Place, message: str, help: str, code: str) -> Problem:
        """Return a problem with the line as the writer sees it."""
        number = place.line - self.first
        shown = self.written[number] if 0 <= number < len(self.written) else ""
        return Problem(place, message, help, shown, code)

    def mend(self, context: Any, mark: Any, error: yaml.YAMLError) -> None:
        """Repair the line most likely to blame, or leave out the line the error points at."""
        last = len(self.lines) - 1
        at = min(mark.line, last) if mark else last
        likely = [context.line] if context else []
        for number in (*likely, *range(at, -1, -1)):
            if number > last or self.mended.get(number, 0) >= 3:
                continue
            found = repair.mend(self.lines[number])
            if found:
                place = Place(
                    self.file,
                    self.first + number,
                    self._column(number, found.column) + 1,
                    max(found.width, 1),
                )
                self.problems.append(self.report(place, found.message, found.help, found.code))
                before = self.origins.get(number)
                self.origins[number] = tuple(
                    before[min(column, len(before) - 1)] if before else column for column in found.origins
                )
                self.lines[number] = found.text
                self.mended[number] = self.mended.get(number, 0) + 1
                return
        if context and "simple key" in str(getattr(error, "context", "")):
            at = min(context.line, last)  # a line without a colon; YAML complains about the next one
        while at > 0 and not self.lines[at].strip():
            at -= 1
        self.leave_out(at, *words_for(str(getattr(error, "problem", "") or "")))

    def leave_out(self, number: int, message: str, help: str, code: str) -> None:
        """Report a line and read on as if it, and what hangs under it, were not there."""
        number = min(number, len(self.lines) - 1)
        line = self.written[number]
        start = len(line) - len(line.lstrip())
        place = Place(self.file, self.first + number, start + 1, max(len(line.strip()), 1))
        if line.strip() and not self.lines[number].startswith("#"):
            self.problems.append(self.report(place, message, help, code))
        for owner in range(number, -1, -1):
            text = self.written[owner]
            if text and not text[0].isspace() and not text.startswith("-"):
                self.damaged.add(text.split(":")[0].split("：")[0].strip())
                break
        else:
            self.damaged.add("*")
        indent = len(self.lines[number]) - len(self.lines[number].lstrip())
        self.lines[number] = "#"
        for below in range(number + 1, len(self.lines)):
            text = self.lines[below]
            if text.strip() and len(text) - len(text.lstrip()) <= indent:
                break
            self.lines[below] = "#"

    def _untab(self) -> None:
        tabbed = [number for number, line in enumerate(self.lines) if "\t" in line]
        for number in tabbed:
            line, new = self.lines[number], repair.untabbed(self.lines, number)
            lead, new_lead = (len(text) - len(text.lstrip()) for text in (line, new))
            shifts = range(len(new) + 1)
            self.origins[number] = tuple(max(0, column - new_lead + lead) for column in shifts)
            self.lines[number] = new
        if tabbed:
            line = self.written[tabbed[0]]
            place = Place(self.file, self.first + tabbed[0], line.index("\t") + 1, 1)
            more = f"（这个文件里共有{len(tabbed)}行）" if len(tabbed) > 1 else ""
            help = f"删掉它，用空格代替{more}"
            self.problems.append(self.report(place, "这里用了Tab键", help, "tab"))

    def _column(self, number: int, column: int) -> int:
        origins = self.origins.get(number)
        return origins[min(column, len(origins) - 1)] if origins else column


def words_for(problem: str) -> tuple[str, str, str]:
    """Return message, help and code for what YAML says in English."""
    for sign, words in _YAML_WORDS:
        if sign in problem:
            return words
    return "这一行的写法读不懂", "按“键: 值”来写：英文的键、半角冒号、空一格、内容", "unreadable-line"


_NOT_A_PAIR = (
    "这一行不是“键: 值”",
    "写成“键: 值”，一行一项；如果这是正文，移到第二个“---”下面",
    "not-a-pair",
)
_INDENT = (
    "这一行的缩进和上面对不齐",
    "同一组的各行，前面空一样多的空格；“键”前面不空格",
    "indentation",
)
_YAML_WORDS: tuple[tuple[str, tuple[str, str, str]], ...] = (
    ("could not find expected ':'", _NOT_A_PAIR),
    ("mapping values are not allowed", _INDENT),
    ("did not find expected key", _INDENT),
    ("did not find expected '-'", _INDENT),
    (
        "block sequence entries are not allowed",
        ("“- ”不能和键写在同一行", "把“- ”和后面的内容另起一行，前面空两格", "dash"),
    ),
    ("did not find expected ',' or ']'", ("方括号里的几项没有分开", "各项之间用半角逗号“,”分开", "list-commas")),
    ("key", _NOT_A_PAIR),
)
