"""Drawings: an SVG as drawn, made safe to publish and independent of the fonts on the visitor's machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import uharfbuzz as hb
from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from fontTools.pens.svgPathPen import SVGPathPen

from build_tools.media.fonts import FACES, Face, find, opened

RECIPE = "drawing-4"
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"

# Elements that can run code, load something or carry a foreign page. Everything else of SVG may stay.
FORBIDDEN = {"script", "foreignObject", "iframe", "image", "a", "animate", "set", "handler", "metadata"}
WEIGHTS = {"serif": {True: "display", False: "heading"}, "sans": {True: "strong", False: "text"}}


class UnreadableDrawing(Exception):
    """The file is no usable SVG. Raised by `read`; the message is a Chinese sentence for staff."""


@dataclass(frozen=True)
class Drawing:
    """A cleaned drawing: SVG markup, its width and height in its own units, and the ids of its layers."""

    markup: str
    width: float
    height: float
    layers: frozenset[str]


def read(data: bytes) -> Drawing:
    """Return the cleaned drawing. Raises UnreadableDrawing, and MissingFonts when it has words and no font is there."""
    try:
        root = SafeTree.fromstring(data)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise UnreadableDrawing(f"第 {line} 行第 {column + 1} 列的写法不对,画不出来") from error
    except (DefusedXmlException, ValueError) as error:
        raise UnreadableDrawing("里面有不允许的实体定义") from error
    if root.tag != f"{{{SVG}}}svg":
        raise UnreadableDrawing("不是一张 SVG 图")
    width, height = _size(root)
    _clean(root)
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{{{SVG}}}text":
                parent[place] = _outlined(child)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("viewBox", root.get("viewBox") or f"0 0 {width:g} {height:g}")
    return Drawing(_serialised(root), width, height, frozenset(x for e in root.iter() if (x := e.get("id"))))


def _size(root: ElementTree.Element) -> tuple[float, float]:
    box = [float(x) for x in re.findall(r"-?[\d.]+", root.get("viewBox") or "")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    sides = [re.match(r"[\d.]+", root.get(name) or "") for name in ("width", "height")]
    if all(sides):
        return tuple(float(side.group()) for side in sides if side)  # type: ignore[return-value]
    raise UnreadableDrawing("没有写 viewBox,不知道图有多大")


def _clean(element: ElementTree.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        if not name or "}" in name or name in FORBIDDEN or (name == "style" and not _harmless(child.text or "")):
            element.remove(child)
        else:
            _clean(child)
    for rule in element.attrib.pop("style", "").split(";"):
        # Drawing programs write style="fill:…"; as attributes the same words pass a strict content policy.
        name, _, value = (part.strip() for part in rule.partition(":"))
        if re.fullmatch(r"[a-z-]+", name) and value:
            element.set(name, value)
    for name, value in list(element.attrib.items()):
        link = name in ("href", XLINK)
        outside = link and not value.startswith("#")
        if name.lower().startswith("on") or outside or not _harmless(value) or (name.startswith("{") and not link):
            del element.attrib[name]
        elif name == XLINK:
            del element.attrib[name]
            element.set("href", value)


def _harmless(css: str) -> bool:
    """Whether a style refers to nothing outside the drawing."""
    return "@import" not in css and not re.search(r"url\(\s*['\"]?(?!\s*['\"]?#)", css)


def _face(family: str, weight: str) -> Face:
    style = "serif" if "serif" in family and "sans" not in family else "sans"
    role = WEIGHTS[style][weight in ("700", "800", "900", "bold")]
    return next(face for face in FACES if face.role == role)


@lru_cache(maxsize=len(FACES))
def _font(face: Face) -> Any:
    return hb.Font(opened(find(face)))


def _outlined(text: ElementTree.Element) -> ElementTree.Element:
    """Turn one line of words into outlines, so that a screen without Chinese fonts shows what was drawn."""
    words = "".join(text.itertext()).strip()
    size = float(re.sub(r"[^\d.]", "", text.get("font-size") or "") or 16)
    font = _font(_face(text.get("font-family") or "sans", text.get("font-weight") or "400"))
    scale = size / font.face.upem
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    pen = SVGPathPen(None, ntos=lambda number: f"{number:.0f}")
    parts, advance = [], 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = SVGPathPen(None, ntos=lambda number: f"{number:.0f}")
        font.draw_glyph_with_pen(info.codepoint, _Shifted(pen, advance + position.x_offset, position.y_offset))
        parts.append(pen.getCommands())
        advance += position.x_advance
    shift = {"middle": advance / 2, "end": advance}.get(text.get("text-anchor") or "start", 0) * scale
    x, y = float(text.get("x") or 0) - shift, float(text.get("y") or 0)
    kept = {k: v for k, v in text.attrib.items() if k in ("fill", "opacity", "fill-opacity", "id", "stroke")}
    place = f"translate({x:g} {y:g}) scale({scale:g} {-scale:g})"
    own = text.get("transform")
    kept["transform"] = f"{own} {place}" if own else place
    path = ElementTree.Element(f"{{{SVG}}}path", {"d": "".join(parts), **kept})
    path.tail = text.tail
    return path


class _Shifted:
    """A pen that moves everything it is given: HarfBuzz draws each glyph at the origin."""

    def __init__(self, pen: Any, x: float, y: float) -> None:
        self.pen, self.x, self.y = pen, x, y

    def _moved(self, points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        return [(px + self.x, py + self.y) for px, py in points]

    def moveTo(self, *points: tuple[float, float]) -> None:
        self.pen.moveTo(*self._moved(points))

    def lineTo(self, *points: tuple[float, float]) -> None:
        self.pen.lineTo(*self._moved(points))

    def curveTo(self, *points: tuple[float, float]) -> None:
        self.pen.curveTo(*self._moved(points))

    def qCurveTo(self, *points: tuple[float, float]) -> None:
        self.pen.qCurveTo(*self._moved(points))

    def closePath(self) -> None:
        self.pen.closePath()

    def endPath(self) -> None:
        self.pen.endPath()


def _serialised(root: ElementTree.Element) -> str:
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(f"{{{SVG}}}")
        element.text = element.text.strip() if element.text else None
        element.tail = None
    root.set("xmlns", SVG)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
