"""A mistake in the content: where it is, what is wrong, and the exact change that mends it.

Nothing is raised for a content mistake. Every stage returns problems, and whoever talks to people
prints them once, with the functions below.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHOWN = 56  # longest stretch of a source line in a box, in characters
TAB = "    "


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A stretch of one line of one file."""

    file: str
    """Path with forward slashes as staff know it, e.g. ``content/halls/x/01-a.md``."""
    line: int
    """Line, counted from 1."""
    column: int
    """First character, counted from 1."""
    width: int = 1
    """Number of characters; 0 when the place is the file as a whole."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake, complete enough to be shown without opening the file."""

    place: Place
    message: str
    """What is wrong, in the reader's words, without a full stop."""
    help: str
    """The exact change to make."""
    source_line: str
    """The line as written; empty when the place is the file as a whole."""
    code: str
    """Stable slug of this sort of mistake, e.g. ``unknown-key``."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each different problem once, sorted by file and place."""
    return tuple(sorted(set(problems)))


def as_text(problem: Problem) -> str:
    """Return one problem as a box of lines for a terminal, without a final newline."""
    place = problem.place
    gutter = " " * len(str(place.line))
    rows = [f"错误: {problem.message}", f"{gutter}--> {place.file}:{place.line}:{place.column}"]
    if problem.source_line.strip():
        shown, before, marked = _excerpt(problem.source_line, place)
        rows += [
            f"{gutter} |",
            f"{place.line} | {shown}".rstrip(),
            f"{gutter} | {' ' * before}{'^' * max(marked, 1)}",
        ]
    rows.append(f"{gutter} = 帮助: {problem.help}")
    return "\n".join(rows)


def as_github(problem: Problem) -> str:
    """Return one problem as a workflow command that annotates the line in a review."""
    place = problem.place
    fields = {
        "file": place.file,
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + max(place.width, 1)),
        "title": problem.message,
    }
    head = ",".join(f"{name}={_escape(value, ':,')}" for name, value in fields.items())
    words = f"{problem.message}\n帮助: {problem.help}"
    return f"::error {head}::{_escape(words)}"


def as_json(problem: Problem) -> dict[str, Any]:
    """Return one problem as a plain dict, for programs."""
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "width": place.width,
        "message": problem.message,
        "help": problem.help,
        "source_line": problem.source_line,
        "code": problem.code,
    }


def summary(problems: Iterable[Problem]) -> str:
    """Return the sentence that ends a list of problems; it also covers an empty list."""
    files = [problem.place.file for problem in problems]
    if not files:
        return "没有发现错误。"
    where = "都在1个文件里" if len(set(files)) == 1 else f"分布在{len(set(files))}个文件里"
    return f"一共{len(files)}处错误，{where}。改好后请再检查一次。"


def as_report(problems: Iterable[Problem]) -> str:
    """Return all problems as boxes in order, then the count; empty when there is none."""
    ordered = in_order(problems)
    if not ordered:
        return ""
    return "\n\n".join([*map(as_text, ordered), summary(ordered)]) + "\n"


def columns(text: str) -> int:
    """Return how many terminal columns a text takes: two for wide characters, none for marks."""
    total = 0
    for char in text:
        if unicodedata.combining(char):
            continue
        total += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return total


def _excerpt(line: str, place: Place) -> tuple[str, int, int]:
    """Return the visible part of a line, the columns before the mark and those under it."""
    start = min(max(place.column - 1, 0), len(line))
    end = min(start + max(place.width, 1), len(line))
    first = max(0, start - SHOWN // 3) if len(line) > SHOWN else 0
    last = min(len(line), first + SHOWN)
    end = min(end, last)
    head, marked, tail = (_visible(part) for part in (line[first:start], line[start:end], line[end:last]))
    head = ("…" if first else "") + head
    tail += "…" if last < len(line) else ""
    return head + marked + tail, columns(head), columns(marked)


def _visible(text: str) -> str:
    """Return a text in which tabs and control characters cannot disturb a terminal."""
    return "".join(
        TAB if char == "\t" else "·" if unicodedata.category(char) in ("Cc", "Cf") else char for char in text
    )


def _escape(text: str, also: str = "") -> str:
    """Return a text safe inside a workflow command; ``%`` first, as it begins the escapes."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
