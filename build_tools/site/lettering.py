"""Lettering: which characters each face must have, read from the finished pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from build_tools.media.fonts import FACES, Cut, cut
from build_tools.media.shelf import Shelf

# Which elements are set in which face. The styles keep to this table; a test in Chromium holds them to it.
ROLES = {
    "display": "h1, .display",
    "heading": "h2, h3, .serif",
    "strong": "strong, b, th, dt, button, summary, .bold",
    "text": "body",
}
# Always there: ASCII, and the punctuation that styles and scripts may set.
ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("，。：；？！（）“”‘’《》「」『』、—…·～　％℃㎡←→↑↓×−±✕")
# Attributes whose words a script or a style puts on the page.
SAID_LATER = re.compile(r'\s(?:placeholder|data-[\w-]+)="([^"]*)"')
# Controls and joiners have no shape.
SHAPELESS = re.compile(r"[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufe00-\ufe0f\ufeff]")


def characters(
    pages: Iterable[LexborHTMLParser], scripts: Iterable[bytes], found_by_search: tuple[str, str] = ("", "")
) -> dict[str, frozenset[str]]:
    """Return the characters of each role, over all pages, the words inside scripts and what a search can list.

    `found_by_search` is the titles and all words of the search index.
    """
    found: dict[str, set[str]] = {role: set(ALWAYS) for role in ROLES}
    for page in pages:
        for role, selector in ROLES.items():
            for node in page.css(selector):
                found[role].update(node.text(separator=""))
        for said in SAID_LATER.findall(page.html or ""):
            found["text"].update(unescape(said))
    for script in scripts:
        spoken = set(re.sub(r"[^\u2e80-\uffef]", "", script.decode()))
        found["text"] |= spoken
        found["strong"] |= spoken
    found["heading"].update(found_by_search[0])
    found["text"].update(found_by_search[1])
    return {role: frozenset(SHAPELESS.sub("", "".join(sorted(letters)))) for role, letters in found.items()}


def cuts(letters: Mapping[str, frozenset[str]], shelf: Shelf, *, draft: bool) -> tuple[Cut, ...]:
    """Return every face cut to its characters. Raises MissingFonts."""
    return tuple(cut(face, letters[face.role], shelf, draft=draft) for face in FACES)


def font_faces(names: Mapping[str, str], made: Iterable[Cut]) -> str:
    """Return the @font-face rules; `names` gives the file name of each role beside the style."""
    return "".join(
        f'@font-face{{font-family:"{one.face.family}";font-weight:{one.face.weight};font-style:normal;'
        f'font-display:swap;src:url("{names[one.face.role]}") format('
        f'"{"woff2" if one.suffix == ".woff2" else "opentype"}")}}\n'
        for one in made
    )
