"""The /// blocks as semantic HTML, complete without script.

What each is called and needs is declared once, in `content.blocks`; here is only how its parts are arranged.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from build_tools.content.blocks import BLOCKS


class _Component(Block):  # type: ignore[misc]  # pymdownx carries no types
    """A block with an optional title after `|`. Subclasses say which element it is and how its parts are arranged."""

    ARGUMENT = None
    TAG = "section"
    KIND = ""

    def __init_subclass__(cls) -> None:
        cls.NAME = next(name for name, block in BLOCKS.items() if block.slug == cls.KIND)

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, self.TAG, {"class": f"block {self.KIND}"})

    def on_end(self, block: Element) -> None:
        if self.argument and self.KIND != "quote":
            title = Element("p", {"class": "block-title"})
            title.text = self.argument
            block.insert(0, title)

    def on_inline_end(self, block: Element) -> None:
        self.arrange(block)

    def arrange(self, block: Element) -> None:
        """Change the finished parts. Nothing by default."""


class Quote(_Component):
    """引用: a recollection, with its attribution as the footer."""

    TAG, KIND = "blockquote", "quote"

    def on_end(self, block: Element) -> None:
        if self.argument:
            SubElement(block, "footer").text = self.argument


class Timeline(_Component):
    """时间线: an ordered list; the strong words that open an item are its date."""

    KIND = "timeline"

    def arrange(self, block: Element) -> None:
        for found in block.findall("ul"):
            found.tag = "ol"


class Method(_Component):
    """方法卡: what a method says and what goes with it, as a list of terms and their descriptions."""

    KIND = "method"

    def arrange(self, block: Element) -> None:
        for found in block.findall("ul"):
            found.tag = "dl"
            for item in list(found):
                _as_term(item)


class Note(_Component):
    """提示: an aside that explains a word or a figure."""

    TAG, KIND = "aside", "note"


def _as_term(item: Element) -> None:
    """Turn `<li><strong>part</strong> words</li>` into `<div><dt>part</dt><dd>words</dd></div>`."""
    inner = item[0] if len(item) and item[0].tag == "p" else item
    strong = inner.find("strong")
    if strong is None:
        return
    term = Element("dt")
    term.text = strong.text
    term.extend(list(strong))
    described = Element("dd")
    described.text = (strong.tail or "").lstrip(" :：")
    described.extend(list(inner)[1:])
    for child in list(item):
        item.remove(child)
    item.tag, item.text = "div", None
    item.extend([term, described])


COMPONENTS: tuple[type[_Component], ...] = (Quote, Timeline, Method, Note)


class ComponentsExtension(BlocksExtension):  # type: ignore[misc]  # pymdownx carries no types
    """The Markdown extension that knows every component."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for component in COMPONENTS:
            block_mgr.register(component, self.getConfigs())
