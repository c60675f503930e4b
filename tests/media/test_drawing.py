"""Drawings: nothing that runs or loads survives, everything that draws does, and words become outlines in place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from defusedxml import ElementTree
from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path

from build_tools.media import drawing, picture
from build_tools.media.drawing import Drawing, UnreadableDrawing
from build_tools.media.fonts import MissingFonts
from build_tools.media.shelf import Shelf

Box = tuple[float, float, float, float]


def svg(inside: str, head: str = 'viewBox="0 0 1000 1000"') -> bytes:
    """Return a drawing around something."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {head}>{inside}</svg>".encode()


def bounds(made: Drawing) -> Box:
    """Return left, top, right and bottom of all paths of a drawing (whose paths are not moved by a transform)."""
    pen = BoundsPen(None)
    for path in re.findall(r' d="([^"]+)"', made.markup):
        parse_path(path, pen)
    assert pen.bounds is not None
    left, top, right, bottom = pen.bounds
    return left, top, right, bottom


# What must go, what of it would betray that it stayed, and a harmless neighbour of it that must stay.
HOSTILE = {
    "script": ("<script>alert(1)</script>", "alert", "<title>alert</title>"),
    "script-in-capitals": ("<SCRIPT>alert(1)</SCRIPT>", "alert", "<desc>alert</desc>"),
    "click": ('<g onclick="alert(1)"/>', "alert", '<g id="alert"/>'),
    "load-in-capitals": ('<g ONLOAD="alert(1)"/>', "alert", '<g class="alert"/>'),
    "foreign-page": ("<foreignObject><g><desc>hi</desc></g></foreignObject>", "hi", "<desc>hi</desc>"),
    "page-inside": ('<iframe src="https://evil.example/"/>', "evil", '<g id="evil"/>'),
    "breaks-out-of-the-page": ('<img src="https://evil.example/"/>', "evil", '<g id="evil"/>'),
    "link": ('<a href="https://evil.example/"><path d="M0 0"/></a>', "evil", '<g id="evil"/>'),
    "use-from-outside": ('<use href="https://evil.example/a.svg#b"/>', "evil", '<use href="#evil"/>'),
    "xlink-from-outside": ('<use xlink:href="//evil.example/a.svg#b"/>', "evil", '<use xlink:href="#evil"/>'),
    "href-in-capitals": ('<use HREF="https://evil.example/"/>', "evil", '<use href="#evil"/>'),
    "script-as-href": ('<use href="javascript:evil()"/>', "evil", '<use href="#evil"/>'),
    "picture": ('<image href="https://evil.example/a.png"/>', "evil", '<g id="evil"/>'),
    "fill-from-outside": ('<rect fill="url(https://evil.example/a.svg#b)"/>', "evil", '<rect fill="url(#evil)"/>'),
    "fill-in-capitals": ('<rect fill="URL(\'https://evil.example/\')"/>', "evil", '<rect fill="url( \'#evil\' )"/>'),
    "filter-from-outside": ('<g style="filter:url(//evil.example/f#a)"/>', "evil", '<g style="filter:url(#evil)"/>'),
    "style-import": ('<style>@IMPORT "https://evil.example/";</style>', "evil", "<style>.evil{fill:red}</style>"),
    "style-url": ("<style>g{fill:url(https://evil.example/)}</style>", "evil", "<style>g{fill:url(#evil)}</style>"),
    "style-escape": (r"<style>g{fill:\75 rl(https://evil.example/)}</style>", "evil", "<style>.evil{}</style>"),
    "style-image-set": ('<style>g{mask:image-set("//evil.example/" 1x)}</style>', "evil", "<style>.evil{}</style>"),
    "animated-href": ('<set attributeName="href" to="https://evil.example/"/>', "evil", '<g id="evil"/>'),
    "comment": ("<!-- name of the draughtsman -->", "draughtsman", "<title>draughtsman</title>"),
    "instruction": ('<?php evil ?><?xml-stylesheet href="https://evil.example/"?>', "evil", '<g id="evil"/>'),
    "metadata": ("<metadata>draughtsman</metadata>", "draughtsman", "<desc>draughtsman</desc>"),
    "editor-leftovers": ('<g xmlns:i="urn:i" i:label="C:\\evil"><i:x/></g>', "evil", '<g id="evil"/>'),
}  # fmt: skip


@pytest.mark.parametrize(("bad", "word", "good"), HOSTILE.values(), ids=HOSTILE)
def test_what_runs_or_loads_is_gone_and_its_harmless_neighbour_stays(bad: str, word: str, good: str) -> None:
    assert word not in drawing.read(svg(bad + '<path d="M0 0h9"/>')).markup
    assert 'd="M0 0h9"' in drawing.read(svg(bad + '<path d="M0 0h9"/>')).markup
    assert word in drawing.read(svg(good)).markup


def test_a_style_attribute_becomes_attributes() -> None:
    made = drawing.read(svg('<path d="M0 0" style="fill: #A8161C; stroke-width:2 !important; fill-rule:evenodd"/>'))
    assert "style" not in made.markup
    path = ElementTree.fromstring(made.markup)[0]
    assert (path.get("fill"), path.get("stroke-width"), path.get("fill-rule")) == ("#A8161C", "2", "evenodd")


def test_a_cleaned_drawing_is_clean_already() -> None:
    once = drawing.read(svg('<g id="leaf-left" style="fill:red"><text x="9" y="90">门</text></g>'))
    assert drawing.read(once.markup.encode()) == once


def test_shipped_drawings_lose_no_shape(frozen: Path) -> None:
    shapes = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use")
    for path in sorted((frozen / "content/media").glob("*.svg")):
        before, after = path.read_text(encoding="utf-8"), drawing.read(path.read_bytes()).markup
        words = len(re.findall(r"<text\b", before))
        count = [sum(len(re.findall(rf"<{shape}\b", text)) for shape in shapes) for text in (before, after)]
        assert count[1] == count[0] + words, path.name
        assert "<text" not in after


BOMB = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("<title>&b;</title>")
OUTSIDE_ENTITY = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<title>&a;</title>")
UNREADABLE = {
    "entity-bomb": (BOMB, "实体"),
    "outside-entity": (OUTSIDE_ENTITY, "实体"),
    "nothing": (b"", "第 1 行"),
    "cut-off": (svg("<g>")[:-6], "第 1 行"),
    "web-page": (b"<html><body/></html>", "不是一张 SVG"),
    "other-name-space": (b'<svg viewBox="0 0 9 9"/>', "不是一张 SVG"),
    "chinese-encoding": (b'<?xml version="1.0" encoding="gb2312"?>' + svg(""), "编码"),
    "unknown-encoding": (b'<?xml version="1.0" encoding="nonsense"?>' + svg(""), "编码"),
    "no-size": (svg("", ""), "viewBox"),
    "no-height": (svg("", 'viewBox="0 0 9 0"'), "viewBox"),
    "size-in-parts-of-the-page": (svg("", 'width="100%" height="100%"'), "viewBox"),
    "nonsense-size": (svg("", 'viewBox="0 0 . ."'), "viewBox"),
    "bottomless": (svg("<g>" * 3000 + "</g>" * 3000), "层"),
    "pictograph": (svg('<text y="9">a😀</text>'), "没有“😀”"),
    "along-a-curve": (svg('<path id="p" d="M0 0"/><text><textPath href="#p">字</textPath></text>'), "曲线"),
    "upright": (svg('<text y="9" writing-mode="tb">字</text>'), "竖排"),
    "one-by-one": (svg('<text x="1 2 3" y="9">三个字</text>'), "逐字"),
    "size-in-em": (svg('<text y="9" font-size="2em">字</text>'), "2em"),
    "size-in-a-sheet": (svg('<style>.a{font-size:40px}</style><text y="9" class="a">字</text>'), "<style>"),
}


@pytest.mark.parametrize(("data", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_drawn_is_said(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDrawing, match=said):
        drawing.read(data)


SIZES = {
    "viewBox": ('viewBox="0 0 1600 1000"', (1600, 1000), "0 0 1600 1000"),
    "commas": ('viewBox="0,0,1600,1000"', (1600, 1000), "0 0 1600 1000"),
    "exponent": ('viewBox="0 0 1.6e3 1E3"', (1600, 1000), "0 0 1600 1000"),
    "moved": ('viewBox="-10 -5.5 1600 1000"', (1600, 1000), "-10 -5.5 1600 1000"),
    "sides": ('width="160mm" height="100"', (160, 100), "0 0 160 100"),
    "both": ('width="1" height="1" viewBox="0 0 16 10"', (16, 10), "0 0 16 10"),
    "doctype": ('viewBox="0 0 16 10"', (16, 10), "0 0 16 10"),
}


@pytest.mark.parametrize(("head", "size", "box"), SIZES.values(), ids=SIZES)
def test_the_size_is_found_and_written_in_one_way(tmp_path: Path, head: str, size: tuple[int, int], box: str) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(svg("", head))
    made = drawing.read(path.read_bytes())
    assert (made.width, made.height) == size
    assert f'viewBox="{box}"' in made.markup
    assert not re.search(r"<svg[^>]* (?:width|height)=", made.markup)
    shown = picture.render("a.svg", path, Shelf(tmp_path / "shelf"))
    assert (shown.width, shown.height) == size


# Words of one Han are a square of the font size: from x to x + size, from y - 0.88 size to y + 0.12 size.
PLACED = {
    "start": ('<text x="100" y="500" font-size="100">门</text>', (100, 412, 200, 512)),
    "middle": ('<text x="100" y="500" font-size="100" text-anchor="middle">门</text>', (50, 412, 150, 512)),
    "end": ('<text x="100" y="500" font-size="100" text-anchor="end">门</text>', (0, 412, 100, 512)),
    "four": ('<text x="100" y="500" font-size="100" text-anchor="middle">石库门房</text>', (-100, 412, 300, 512)),
    "pixels": ('<text x="100px" y="500px" font-size="100px">门</text>', (100, 412, 200, 512)),
    "from-the-group": ('<g font-size="100" text-anchor="end"><text x="100" y="500">门</text></g>', (0, 412, 100, 512)),
    "in-a-style": ('<text x="100" y="500" style="font-size:100px;text-anchor:end">门</text>', (0, 412, 100, 512)),
    "two-lines": (
        '<text x="100" y="500" font-size="100"><tspan x="100">门</tspan><tspan x="100" dy="150">门</tspan></text>',
        (100, 412, 200, 662),
    ),
    "shifted": ('<text x="90" y="500" dx="10" font-size="100">门</text>', (100, 412, 200, 512)),
    "runs": ('<text x="100" y="500" font-size="100">门<tspan fill="red">门</tspan>门</text>', (100, 412, 400, 512)),
    "white-space": ('<text x="100" y="500" font-size="100">\n    门\n  </text>', (100, 412, 200, 512)),
    "apart": ('<text x="100" y="500" font-size="100" letter-spacing="50">门门</text>', (100, 412, 350, 512)),
}


@pytest.mark.parametrize("family", ["serif", "sans-serif"])
@pytest.mark.parametrize("weight", ["400", "900"])
@pytest.mark.parametrize(("text", "where"), PLACED.values(), ids=PLACED)
def test_words_become_outlines_where_the_words_were(text: str, where: Box, family: str, weight: str) -> None:
    made = drawing.read(svg(f'<g font-family="{family}" font-weight="{weight}">{text}</g>'))
    assert "<text" not in made.markup
    assert "门" not in made.markup
    found = bounds(made)
    assert all(abs(a - b) < 22 for a, b in zip(found, where, strict=True)), found
    assert found[2] > found[0] + 60


def test_words_keep_what_paints_and_moves_them() -> None:
    text = (
        '<text id="t" x="9" y="9" fill="#A8161C" opacity=".5" stroke="none" transform="rotate(5)" class="c">门</text>'
    )
    path = ElementTree.fromstring(drawing.read(svg(text)).markup)[0]
    assert path.tag.endswith("path")
    kept = {name: value for name, value in path.attrib.items() if name != "d"}
    assert kept == {
        "id": "t",
        "fill": "#A8161C",
        "opacity": ".5",
        "stroke": "none",
        "transform": "rotate(5)",
        "class": "c",
    }


def test_heavy_words_are_heavier_and_serif_is_another_face() -> None:
    drawn = {
        (family, weight): drawing.read(
            svg(f'<text y="9" font-family="{family}" font-weight="{weight}">国</text>')
        ).markup
        for family in ("serif", "sans-serif")
        for weight in ("400", "bold")
    }
    assert len(set(drawn.values())) == 4


def test_words_without_a_font_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from build_tools.media import words

    words._font.cache_clear()
    monkeypatch.setenv("EXHIBIT_FONTS", str(tmp_path))
    with pytest.raises(MissingFonts):
        drawing.read(svg('<text y="9">门</text>'))
    assert drawing.read(svg('<path d="M0 0"/>'))


def test_the_same_drawing_gives_the_same_bytes(frozen: Path) -> None:
    data = (frozen / "content/media/street-signs.svg").read_bytes()
    assert drawing.read(data) == drawing.read(data)


def test_layers_are_the_ids_of_a_drawing() -> None:
    made = drawing.read(svg('<g id="leaf-left"/><g id="leaf-right"><path id="p" d="M0 0"/></g>'))
    assert made.layers == {"leaf-left", "leaf-right", "p"}
