"""A file cut anywhere gives problems or success, never an exception."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from build_tools.content import blocks, folder, problems, source
from build_tools.model.library import understand

FILES = [
    "exhibition.yml",
    "sources.yml",
    "halls/shikumen/01-men.md",
    "halls/shikumen/02-zao.md",
    "lessons/qiaomen.md",
    "screens/qiang.yml",
    "people/lao-zhuren.yml",
    "media/section.svg.yml",
]
ODD = [
    "---",
    "---\n---",
    ":",
    "- ",
    "? a",
    "a: |\n",
    "a: >\n  b",
    "'",
    '"',
    "[",
    "{",
    "!!x",
    "&a",
    "*a",
    "%YAML 9",
    "\t",
    "@",
    "：",
    "a:\n b:\n  c:",
]


@pytest.mark.parametrize("name", FILES)
def test_every_beginning_of_a_good_file_is_survived(
    name: str, site: Callable[[], Path], good: Mapping[str, str]
) -> None:
    data = good[name].encode()
    whole = folder.read(site())
    lines = [position + 1 for position, byte in enumerate(data) if byte == 10]
    for end in sorted({*lines, *range(0, len(data), 7)}):
        check(whole, name, data[:end])


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_anywhere_is_survived(odd: str, site: Callable[[], Path], good: Mapping[str, str]) -> None:
    whole = folder.read(site())
    for name in FILES:
        lines = good[name].split("\n")
        for number in range(len(lines)):
            check(whole, name, "\n".join([*lines[:number], odd, *lines[number:]]).encode())
            check(whole, name, "\n".join([*lines[:number], lines[number] + odd, *lines[number + 1 :]]).encode())


def check(whole: folder.Folder, name: str, data: bytes) -> None:
    """Read one changed file among the others; every box must be printable."""
    written, found = source.parse(data, name)
    found += blocks.scan(written.body, written.body_line, written.file) if written else ()
    others = tuple(other for other in whole.written if other.path != name)
    changed = dataclasses.replace(
        whole,
        written=(*others, written) if written else others,
        unread=() if written else (name,),
        problems=problems.in_order(found),
    )
    understanding = understand(changed, datetime.date(2022, 10, 1))
    assert (understanding.exhibition is None) == bool(understanding.problems)
    for problem in understanding.problems:
        assert problem.message
        assert problem.help
        assert problem.place.line >= 1
        assert problem.place.column >= 1
    problems.as_report(understanding.problems)
