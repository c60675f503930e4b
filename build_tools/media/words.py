"""Words in drawings turned into outlines, so that a screen without Chinese fonts shows what was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from build_tools.media.fonts import FACES, Face, find, opened

SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = {"serif": {True: "display", False: "heading"}, "sans": {True: "strong", False: "text"}}
# What a <text> takes from the groups around it.
INHERITED = ("font-size", "font-family", "font-weight", "text-anchor", "letter-spacing", "writing-mode")
# What has done its work once words are outlines.
SPENT = {*INHERITED, "x", "y", "dx", "dy", "font-style", "font-variant", "word-spacing", "dominant-baseline"}
UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3}
BEFOREHAND = "请先在画图软件里把这些字转成曲线"


class UndrawableWords(Exception):
    """Words that cannot be set as they were drawn. The message is a Chinese clause."""


@dataclass
class _Line:
    """Words that stand together: where they begin, and runs of text with their styles."""

    x: float
    y: float
    runs: list[tuple[str, Mapping[str, str], Element]] = field(default_factory=list)


def outline(element: Element, style: Mapping[str, str] | None = None) -> None:
    """Replace every <text> below `element` by outlines. Raises UndrawableWords and MissingFonts."""
    style = _styled(style or {}, element)
    for place, child in enumerate(list(element)):
        if child.tag == f"{SVG}text":
            element[place] = _outlined(child, style)
        else:
            outline(child, style)


def _styled(style: Mapping[str, str], element: Element) -> Mapping[str, str]:
    own = {name: value for name in INHERITED if (value := element.get(name))}
    return {**style, **own} if own else style


def _outlined(text: Element, style: Mapping[str, str]) -> Element:
    lines = [_Line(0.0, 0.0)]
    _set(text, _styled(style, text), lines)
    group = Element(f"{SVG}g", {name: value for name, value in text.attrib.items() if name not in SPENT})
    for line in lines:
        group.extend(list(_drawn(line)))
    if len(group) == 1:
        group[0].attrib = {**group.attrib, **group[0].attrib}
        group = group[0]
    group.tail = text.tail
    return group


def _set(element: Element, style: Mapping[str, str], lines: list[_Line]) -> None:
    """Read the words of a <text> or <tspan>; a place of its own begins a new line."""
    if "textLength" in element.attrib or "rotate" in element.attrib or "tb" in style.get("writing-mode", ""):
        raise UndrawableWords(f"有竖排、旋转或拉伸的字，{BEFOREHAND}")
    if {"x", "y", "dx", "dy"} & set(element.attrib):
        last = lines[-1]
        x, y = _length(element.get("x"), last.x), _length(element.get("y"), last.y)
        lines.append(_Line(x + _length(element.get("dx")), y + _length(element.get("dy"))))
    line = lines[-1]
    line.runs.append((element.text or "", style, element))
    for child in element:
        if child.tag != f"{SVG}tspan":
            raise UndrawableWords(f"有沿着曲线走的字，{BEFOREHAND}")
        _set(child, _styled(style, child), lines)
        lines[-1].runs.append((child.tail or "", style, element))


def _length(value: str | None, otherwise: float = 0.0) -> float:
    if value is None:
        return otherwise
    found = re.fullmatch(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([a-z%]*)\s*", value)
    if found is None or found[2] not in UNITS:
        raise UndrawableWords(f"有逐字摆放或大小写成“{value[:20]}”的字，{BEFOREHAND}")
    return float(found[1]) * UNITS[found[2]]


def _drawn(line: _Line) -> Iterator[Element]:
    """Yield one path for each run of a line, set from its anchor on."""
    glyphs = [(run, list(_shaped(run[0], run[1]))) for run in _tidy(line.runs)]
    width = sum(advance for _, shaped in glyphs for *_, advance in shaped)
    anchor = line.runs[0][1].get("text-anchor", "start") if line.runs else "start"
    x = line.x - {"middle": width / 2, "end": width}.get(anchor, 0.0)
    for (_, style, element), shaped in glyphs:
        size, font = _size(style), _font(_face(style))
        scale = size / font.face.upem
        pen = SVGPathPen(None, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
        for glyph, dx, dy, advance in shaped:
            font.draw_glyph_with_pen(glyph, TransformPen(pen, (scale, 0, 0, -scale, x + dx, line.y - dy)))
            x += advance
        kept = {name: value for name, value in element.attrib.items() if name not in SPENT | {"id", "transform"}}
        if pen.getCommands():
            yield Element(f"{SVG}path", {"d": pen.getCommands(), **(kept if element.tag == f"{SVG}tspan" else {})})


def _tidy(runs: list[tuple[str, Mapping[str, str], Element]]) -> Iterator[tuple[str, Mapping[str, str], Element]]:
    """Yield runs with white space as SVG shows it: none at the ends of a line, one space between words."""
    words = [re.sub(r"\s+", " ", text) for text, _, _ in runs]
    for place, (_, style, element) in enumerate(runs):
        text = words[place]
        if not "".join(words[:place]).strip():
            text = text.lstrip()
        if not "".join(words[place + 1 :]).strip():
            text = text.rstrip()
        if text:
            yield text, style, element


def _shaped(words: str, style: Mapping[str, str]) -> Iterator[tuple[int, float, float, float]]:
    """Yield each glyph of a run with its offset and advance in the drawing's units."""
    font = _font(_face(style))
    scale = _size(style) / font.face.upem
    spacing = style.get("letter-spacing", "0")
    apart = _length(None if spacing == "normal" else spacing)
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    for info, position in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        if info.codepoint == 0:
            raise UndrawableWords(f"字体里没有“{words[info.cluster]}”这个字")
        yield info.codepoint, position.x_offset * scale, position.y_offset * scale, position.x_advance * scale + apart


def _size(style: Mapping[str, str]) -> float:
    return _length(style.get("font-size"), 16.0)


def _face(style: Mapping[str, str]) -> Face:
    family, weight = style.get("font-family", "sans"), style.get("font-weight", "400")
    role = WEIGHTS["serif" if "serif" in family and "sans" not in family else "sans"][
        weight in ("700", "800", "900", "bold")
    ]
    return next(face for face in FACES if face.role == role)


@lru_cache(maxsize=len(FACES))
def _font(face: Face) -> Any:
    return hb.Font(opened(find(face)))
