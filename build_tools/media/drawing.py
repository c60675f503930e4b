"""Drawings: an SVG as drawn, made safe to publish and independent of the fonts on the visitor's machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from build_tools.media.words import UndrawableWords, outline

RECIPE = "drawing-5"
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
DEEPEST = 200  # groups within groups; the deepest drawing handed in so far has 9

# What draws. Everything else can run code, load something, carry a foreign page, or break out of the page it stands in.
DRAWS = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
        *("clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient", "stop", "filter"),
        *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting"),
        *("feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR"),
        *("feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight"),
        *("feSpecularLighting", "feSpotLight", "feTile", "feTurbulence"),
    ]
)


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
        raise UnreadableDrawing(f"第 {line} 行第 {column + 1} 列的写法不对，画不出来") from error
    except DefusedXmlException as error:
        raise UnreadableDrawing("里面有不允许的实体定义") from error
    except (LookupError, ValueError) as error:
        raise UnreadableDrawing("文字编码认不出来，应当是 UTF-8") from error
    if root.tag != f"{{{SVG}}}svg":
        raise UnreadableDrawing("不是一张 SVG 图")
    if _depth(root) > DEEPEST:
        raise UnreadableDrawing(f"分组套了{DEEPEST}层以上")
    left, top, width, height = _box(root)
    _clean(root)
    _styled_here(root)
    try:
        outline(root)
    except UndrawableWords as error:
        raise UnreadableDrawing(str(error)) from error
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("viewBox", " ".join(f"{side:.3f}".rstrip("0").rstrip(".") for side in (left, top, width, height)))
    return Drawing(_serialised(root), width, height, frozenset(x for e in root.iter() if (x := e.get("id"))))


def _depth(root: ElementTree.Element) -> int:
    level, depth = [root], 0
    while level and depth <= DEEPEST:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


def _box(root: ElementTree.Element) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what is seen."""
    number = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
    box = [float(side) for side in re.findall(number, root.get("viewBox") or "")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[0], box[1], box[2], box[3]
    sides = [re.fullmatch(rf"({number})(?:px|mm|cm|in|pt|pc)?", root.get(side) or "") for side in ("width", "height")]
    width, height = (float(side[1]) if side else 0.0 for side in sides)
    if width > 0 and height > 0:
        return 0.0, 0.0, width, height
    raise UnreadableDrawing("没有写 viewBox,不知道图有多大")


def _clean(element: ElementTree.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(f"{{{SVG}}}") if isinstance(child.tag, str) else ""
        if name not in DRAWS or (name == "style" and not _harmless(child.text or "")):
            _remove(element, child)
        else:
            _clean(child)
    for rule in element.attrib.pop("style", "").split(";"):
        # Drawing programs write style="fill:…"; as attributes the same words pass a strict content policy.
        name, _, value = (part.strip() for part in rule.partition(":"))
        if re.fullmatch(r"[a-z-]+", name) and value:
            element.set(name, re.sub(r"\s*!important$", "", value))
    for name, value in list(element.attrib.items()):
        link = name.lower() == "href" or name == XLINK
        outside = link and not value.startswith("#")
        if name.lower().startswith("on") or outside or not _harmless(value) or (name.startswith("{") and not link):
            del element.attrib[name]
        elif name == XLINK:
            del element.attrib[name]
            element.set("href", value)


def _remove(element: ElementTree.Element, child: ElementTree.Element) -> None:
    """Take out a child but keep the words that follow it."""
    place = list(element).index(child)
    if child.tail and place:
        element[place - 1].tail = (element[place - 1].tail or "") + child.tail
    elif child.tail:
        element.text = (element.text or "") + child.tail
    element.remove(child)


def _harmless(css: str) -> bool:
    """Whether a style refers to nothing outside the drawing; escapes could hide that it does."""
    css = css.lower()
    loads = re.search(r"url\(\s*['\"]?(?!\s*['\"]?#)|image-set\(|src\(", css)
    return "@import" not in css and "\\" not in css and not loads


def _styled_here(root: ElementTree.Element) -> None:
    """Refuse words whose size or face stands in a style sheet: as outlines they would come out wrong."""
    sheets = " ".join(sheet.text or "" for sheet in root.iter(f"{{{SVG}}}style"))
    if re.search(r"font|text-anchor", sheets) and next(root.iter(f"{{{SVG}}}text"), None) is not None:
        raise UnreadableDrawing("字的样式写在 <style> 里，请在画图软件里把这些字转成曲线，或改成“样式写在属性里”")


def _serialised(root: ElementTree.Element) -> str:
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(f"{{{SVG}}}")
        element.text = element.text.strip() if element.text else None
        element.tail = None
    root.set("xmlns", SVG)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
