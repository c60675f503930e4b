"""Finishing: from pages fresh out of their templates to a tree that can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from build_tools.content.problems import Place, Problem
from build_tools.media.fonts import Cut, notice
from build_tools.media.shelf import Shelf
from build_tools.pages import search
from build_tools.site import lettering, manifest
from build_tools.site.assets import FONTS, LICENCE, STYLE, fingerprinted, renamed, unseen, used
from build_tools.site.inspection import Tree, inspect

INDEX = "assets/search-index.js"


def finish(tree: Path, surface: str, shelf: Shelf, built: datetime, *, draft: bool) -> tuple[Problem, ...]:
    """Give a tree its fonts, lasting names and manifest; return what inspection finds.

    A draft (live preview) has uncompressed fonts and is not inspected: both cost more than the second staff will wait.
    Raises MissingFonts.
    """
    pages = {path.relative_to(tree).as_posix(): path.read_text(encoding="utf-8") for path in tree.rglob("*.html")}
    parsed = {address: LexborHTMLParser(text) for address, text in pages.items()}
    scripts = {f"assets/{path.name}": path.read_bytes() for path in (tree / "assets").glob("*.js")}
    style = (tree / STYLE).read_text(encoding="utf-8")
    for name in scripts.keys() - used(set(scripts), pages, style):
        (tree / name).unlink()
        del scripts[name]
    for path in unseen(tree, pages):
        path.unlink()

    spoken = [data for name, data in scripts.items() if name != INDEX]
    letters = lettering.characters(parsed.values(), spoken, search.words(scripts.get(INDEX)))
    cuts = lettering.cuts(letters, shelf, draft=draft)
    problems = _missing_letters(cuts, parsed)
    fonts = {f"assets/{one.face.role}{one.suffix}": one.path.read_bytes() for one in cuts}
    font_names = fingerprinted(fonts)
    roles = {one.face.role: font_names[f"assets/{one.face.role}{one.suffix}"].removeprefix("assets/") for one in cuts}
    styled = {STYLE: style.encode(), FONTS: lettering.font_faces(roles, cuts).encode()}
    names = fingerprinted({**scripts, **styled})

    for name in (STYLE, *scripts):
        (tree / name).unlink()
    for name, data in {**fonts, **scripts, **styled}.items():
        (tree / {**names, **font_names}[name]).write_bytes(data)
    licence = tree / LICENCE
    notices = dict.fromkeys(notice(one.source) for one in cuts)
    licence.write_text("\n".join([*notices, "", licence.read_text(encoding="utf-8")]), encoding="utf-8", newline="\n")
    finished = {address: renamed(text, names) for address, text in pages.items()}
    for address, text in finished.items():
        (tree / address).write_text(text, encoding="utf-8", newline="\n")

    if not draft:
        problems += inspect(Tree.of(tree, surface))
        manifest.write(tree, surface, built)
    return problems


def _missing_letters(cuts: tuple[Cut, ...], parsed: Mapping[str, LexborHTMLParser]) -> tuple[Problem, ...]:
    """Return a problem for each page that uses a character no shipped font can show."""
    problems = []
    for one in cuts:
        for letter in sorted(one.missing):
            for address, page in parsed.items():
                nodes = page.css(lettering.ROLES[one.face.role])
                if any(letter in node.text(separator="") for node in nodes):
                    problems.append(
                        Problem(
                            Place(address, 1, 1, 0),
                            f"字体“{one.face.family} {one.face.weight}”里没有“{letter}”(U+{ord(letter):04X})",
                            "换一个字，或者把这个字画成图片",
                            "",
                            "missing-character",
                        )
                    )
    return tuple(problems)
