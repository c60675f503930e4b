"""Everything a body refers to, and its paragraphs and headings, each with its place. Skips code."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from build_tools.content.problems import Place

_CODE = re.compile(
    r"^(?P<fence> {0,3}(?P<mark>`{3,}|~{3,}))[^\n]*\n.*?(?:^ {0,3}(?P=mark)[`~]*[ ]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_SOURCE = re.compile(r"\[\^(?P<id>[^\[\]\n]{0,64})\](?P<colon>:)?")
_LINK = re.compile(
    r"(?P<bang>!)?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\(\s*(?P<target><[^>\n]{0,500}>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+[\"'“][^\n]*?[\"'”])?\s*\)"
)
_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^>\n]*>?|!--|!\[|\?)")
_SHORTCUT = re.compile(r"^ {0,3}(?P<whole>\[[^\]^\n][^\]\n]*\]:)", re.MULTILINE)
_WIDE = re.compile(
    r"(?:[【［]\s*[\^＾]|\[＾)(?P<id>[\w-]{1,16})[\]】］]|\[\^(?P<half>[\w-]{1,16})[】］]"
    r"|(?P<bang>[!！]?)\[(?P<text>[^\[\]\n]+)\]"
    r"(?:（(?P<target>[^（）()\s]*[./#][^（）()\s]*)[）)]|\((?P<open>[^（）()\s]*[./#][^（）()\s]*)）)"
)
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<text>.*?)[ \t#]*$")
_NOT_TEXT = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|[/／]{3}|>|\||!\[|`{3}|~{3}|<!--|$)")

UNKNOWN = "待核实"


@dataclass(frozen=True, slots=True)
class Reference:
    """A source, link or picture named in a body."""

    text: str
    """Words of a link or picture; empty for a source."""
    target: str
    """Id of a source, target of a link or file of a picture, as written."""
    place: Place
    """Where the target stands."""
    start: int
    """First character of the whole reference in the body, from 0."""
    end: int
    """Character after the whole reference in the body."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a heading."""

    text: str
    place: Place
    level: int
    """1 to 6 for headings, 0 for paragraphs."""


@dataclass(frozen=True, slots=True)
class Body:
    """What was found in a body."""

    sources: tuple[Reference, ...]
    """Footnote references ``[^X]``, in order, repeated as written."""
    definitions: tuple[Reference, ...]
    """Footnote definitions ``[^X]:``, which nobody should write: sources.yml holds them."""
    markup: tuple[Place, ...]
    """HTML, which would slip past every check and every surface."""
    shortcuts: tuple[Place, ...]
    """Definitions ``[x]: …`` of links that are written elsewhere, which would do so too."""
    wide: tuple[Reference, ...]
    """Sources, links and pictures with full-width brackets, which Markdown does not see.

    ``target`` is what was typed, ``text`` what was meant.
    """
    links: tuple[Reference, ...]
    pictures: tuple[Reference, ...]
    unknown: tuple[Place, ...]
    """Every 待核实."""
    paragraphs: tuple[Passage, ...]
    headings: tuple[Passage, ...]

    def anchors(self) -> tuple[str, ...]:
        """Return the anchors of the headings, in order and all different."""
        taken: list[str] = []
        for heading in self.headings:
            name = base = anchor(heading.text)
            count = 0
            while name in taken or not name:
                count += 1
                name = f"{base}_{count}"
            taken.append(name)
        return tuple(taken)


def anchor(text: str, separator: str = "-") -> str:
    """Return the anchor of a heading: its letters, Han and digits, the rest dropped.

    The rendering uses the same function, so that a checked anchor exists.
    """
    text = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFC", text)).strip().lower()
    return re.sub(rf"[{re.escape(separator)}\s]+", separator, text)


def read(body: str, first_line: int, file: str) -> Body:
    """Return what a body refers to; it begins at ``first_line`` (from 1) of ``file``."""
    text = masked(body)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(start: int, end: int) -> Place:
        line = _line(starts, start)
        return Place(file, first_line + line, start - starts[line] + 1, end - start)

    def reference(found: re.Match[str], group: str, words: str = "") -> Reference:
        target = found[group]
        where = place(*found.span(group)) if target else place(*found.span())
        return Reference(words, target.strip("<>"), where, *found.span())

    notes = list(_SOURCE.finditer(text))
    links = list(_links(text, 0, len(text)))
    defined = [
        note for note in notes if note["colon"] and not text[starts[_line(starts, note.start())] : note.start()].strip()
    ]  # fmt: skip
    passages = list(_passages(text, first_line, file))
    return Body(
        sources=tuple(reference(note, "id") for note in notes if note not in defined),
        definitions=tuple(reference(note, "id") for note in defined),
        markup=tuple(place(*found.span()) for found in _HTML.finditer(text)),
        shortcuts=tuple(place(*found.span("whole")) for found in _SHORTCUT.finditer(text)),
        wide=tuple(
            Reference(_narrow(found), found[0], place(*found.span()), *found.span()) for found in _WIDE.finditer(text)
        ),
        links=tuple(reference(found, "target", found["text"]) for found in links if not found["bang"]),
        pictures=tuple(reference(found, "target", found["text"]) for found in links if found["bang"]),
        unknown=tuple(place(*found.span()) for found in re.finditer(UNKNOWN, text)),
        paragraphs=tuple(passage for passage in passages if not passage.level),
        headings=tuple(passage for passage in passages if passage.level),
    )


def masked(body: str) -> str:
    """Return a body of the same length in which code is spaces."""
    if "`" not in body and "~~~" not in body:
        return body
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)


def _narrow(found: re.Match[str]) -> str:
    """Return what was meant by a source, link or picture with full-width brackets."""
    id, target = found["id"] or found["half"], found["target"] or found["open"]
    return f"[^{id}]" if id else f"{'!' if found['bang'] else ''}[{found['text']}]({target})"


def _links(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield links and pictures between two positions, then those inside the words of a link."""
    for found in _LINK.finditer(text, start, end):
        if not found["text"].startswith("^"):
            yield found
            if "](" in found["text"]:
                yield from _links(text, *found.span("text"))


def _passages(text: str, first_line: int, file: str) -> Iterator[Passage]:
    """Yield headings and the paragraphs that stand on their own line."""
    for number, line in enumerate(text.split("\n"), start=first_line):
        heading = _HEADING.match(line) if "#" in line[:10] else None
        if heading:
            width = max(len(heading["text"]), 1)
            level = len(heading["level"])
            yield Passage(heading["text"], Place(file, number, heading.start("text") + 1, width), level)
        elif not _NOT_TEXT.match(line):
            start = len(line) - len(line.lstrip())
            yield Passage(line.strip(), Place(file, number, start + 1, len(line.strip())), 0)


def _line(starts: list[int], offset: int) -> int:
    """Return the line (from 0) that holds a character."""
    return bisect_right(starts, offset) - 1
