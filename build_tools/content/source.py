"""One file as written: its values, its body, and where everything stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from build_tools.content import values
from build_tools.content.layout import Kind, spot
from build_tools.content.problems import Place, Problem
from build_tools.content.text import decode
from build_tools.content.values import Path, Span

_FENCE = re.compile(r"---\s*")
_ALMOST_FENCE = re.compile(r"\s*[-—–－_=]{2,}\s*")
_KEY = re.compile(r"[A-Za-z_]\w{1,23}\s*[:：]")
_FRONT = re.compile(r"\s*#|\s*-\s|\s+\S|[\w-]{1,24}\s*[:：]")


@dataclass(frozen=True, slots=True)
class Written:
    """One file that could be read."""

    path: str
    """Path relative to content/, with forward slashes."""
    file: str
    """The same path as staff know it, e.g. ``content/about.md``."""
    kind: Kind
    id: str
    data: Mapping[str, Any]
    """Keys and values of the front matter, or of the whole file if it is YAML. All leaves are text."""
    spans: Mapping[Path, Span]
    body: str
    """Markdown below the front matter; empty for YAML files."""
    body_line: int
    """Line of the file on which the body begins, from 1."""
    lines: tuple[str, ...]
    """The whole file, line by line."""
    damaged: frozenset[str]
    """Keys that could not be read and are reported already; ``*`` means all of them."""

    def line(self, number: int) -> str:
        """Return a line by its number from 1; empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return where a value or its key stands; for one not written, its nearest parent."""
        for length in range(len(path), 0, -1):
            span = self.spans.get(tuple(path[:length]))
            if span:
                return span.key if span.key and (key or length < len(path)) else span.value
        return Place(self.file, 1, 1, max(len(self.line(1)), 1))

    def problem(self, place: Place, message: str, help: str, code: str) -> Problem:
        """Return a problem in this file that shows the line of its place."""
        return Problem(place, message, help, self.line(place.line), code)


def parse(data: bytes, path: str, shown_as: str = "content") -> tuple[Written | None, tuple[Problem, ...]]:
    """Return one file as written, and everything wrong with the way it is written.

    ``path`` is relative to content/. Nothing is returned for bytes that are not readable text and
    for a path at which no file belongs; the problems then say why.
    """
    file = f"{shown_as}/{path}" if shown_as else path
    known = spot(path)
    text, problems = decode(data, file)
    if known is None or (problems and not text):
        return None, tuple(problems)
    lines = text.split("\n")
    front: Sequence[str]
    if path.endswith(".yml"):
        front, first, body_line = lines, 1, len(lines)
    else:
        front, first, body_line, found = _split(lines, file)
        problems += found
    read = values.parse(front, file, first)
    body = "\n".join(lines[body_line - 1 :]) if path.endswith(".md") else ""
    bare = not read.data and any(problem.code == "no-front-matter" for problem in problems)
    written = Written(
        path=path,
        file=file,
        kind=known.kind,
        id=known.id,
        data=read.data,
        spans=read.spans,
        body=body,
        body_line=body_line,
        lines=tuple(lines),
        damaged=frozenset("*") if bare else read.damaged,
    )
    return written, (*problems, *read.problems)


def _split(lines: Sequence[str], file: str) -> tuple[Sequence[str], int, int, list[Problem]]:
    """Return the front matter lines, the line they begin on, the body's first line, and problems."""
    problems: list[Problem] = []

    def report(number: int, message: str, help: str, code: str) -> None:
        line = lines[number] if number < len(lines) else ""
        place = Place(file, number + 1, 1, max(len(line.strip()), 1))
        problems.append(Problem(place, message, help, line, code))

    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    opening = lines[start] if lines else ""
    if _FENCE.fullmatch(opening):
        first = start + 1
    elif _ALMOST_FENCE.fullmatch(opening):
        report(start, "开头的分隔线写得不对", "改成三个半角减号 ---", "front-matter-line")
        first = start + 1
    else:
        help = "在文件最前面加一行 --- ，再写 title: 标题 等各行，然后再加一行 ---"
        if _KEY.match(opening):
            help = "在这一行上面加一行 ---"
        report(start, "文件开头没有“---”", help, "no-front-matter")
        first = start
    for number in range(first, len(lines)):
        line = lines[number]
        if _FENCE.fullmatch(line):
            return lines[first:number], first + 1, number + 2, problems
        if _ALMOST_FENCE.fullmatch(line) and not line.startswith(" "):
            report(number, "结尾的分隔线写得不对", "改成三个半角减号 ---", "front-matter-line")
            return lines[first:number], first + 1, number + 2, problems
        if not line.strip() and not _more_keys(lines, number):
            break
    end = first
    while end < len(lines) and lines[end].strip() and _FRONT.match(lines[end]):
        end += 1
    if problems:
        return lines[first:end], first + 1, end + 1, problems
    help = "在最后一项下面加一行 --- ，再写正文"
    report(max(end - 1, 0), "这一行下面缺少结尾的“---”", help, "front-matter-open")
    return lines[first:end], first + 1, end + 1, problems


def _more_keys(lines: Sequence[str], number: int) -> bool:
    """Return whether a closing line still follows a blank line, with only front matter between."""
    for line in lines[number:]:
        if _FENCE.fullmatch(line) or _ALMOST_FENCE.fullmatch(line):
            return True
        if line.strip() and not _FRONT.match(line):
            return False
    return False
