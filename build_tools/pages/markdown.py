"""From what staff write to the body of a page: citations, 待核实 badges, figures, links, blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from build_tools.content.body import anchor
from build_tools.pages.components import ComponentsExtension
from build_tools.pages.figures import Figure

HAN = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef\U00020000-\U0003ffff—…“”‘’"


@dataclass(frozen=True)
class Rendered:
    """A finished body: trusted HTML, its words, the sources cited in order with the anchors of each citation."""

    html: Markup
    text: str
    cited: tuple[tuple[str, tuple[str, ...]], ...]
    headings: tuple[tuple[str, str], ...]
    unverified: int


@dataclass
class _Paper:
    """What one rendering needs to know and finds out."""

    figure: Callable[[str, str], Figure | None]
    link: Callable[[str], str | None]
    cited: dict[str, list[str]] = field(default_factory=dict)
    headings: list[tuple[str, str]] = field(default_factory=list)
    unverified: int = 0


class Writer:
    """Renders bodies one after the other with one parser: making a parser costs more than a page."""

    def __init__(self) -> None:
        self._paper = _Paper(lambda name, alt: None, lambda target: None)
        self._parser = markdown.Markdown(
            extensions=["tables", "sane_lists", ComponentsExtension(), _Exhibition(self)],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )

    @property
    def paper(self) -> _Paper:
        """What the rendering now under way is about."""
        return self._paper

    def render(
        self, body: str, figure: Callable[[str, str], Figure | None], link: Callable[[str], str | None]
    ) -> Rendered:
        """Return the body as HTML.

        `figure(file name, alt)` gives the picture for this page or None, `link(target)` the relative address of a
        page written as a path to its .md file, or None when it stays as it is.
        """
        self._paper = paper = _Paper(figure, link)
        html = self._parser.reset().convert(body)
        return Rendered(
            Markup(html),
            words(html),
            tuple((source, tuple(anchors)) for source, anchors in paper.cited.items()),
            tuple(paper.headings),
            paper.unverified,
        )


def words(html: str) -> str:
    """Return the words of a piece of HTML as one line, without the citation marks."""
    tree = LexborHTMLParser(html)
    for mark in tree.css("sup.cite"):
        mark.decompose()
    body = tree.body
    text = body.text(separator=" ") if body else ""
    return re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", "", re.sub(r"\s+", " ", text)).strip()


class _Exhibition(markdown.Extension):
    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self.writer = writer

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        # Staff write words, not markup: tags are shown as they were typed, so that nothing they paste can run or load.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # Before `///` blocks are looked for (they read lines as they are), after line ends are normalised (30).
        md.preprocessors.register(_Lines(md), "exhibition-lines", 28)
        # Above `reference` and `link` (170), so that [^S04] is never taken for a link; below `backtick` (190).
        md.inlinePatterns.register(_Citation(r"\[\^([\w-]+)\]", md), "citation", 175)
        md.inlinePatterns.register(_Unverified("「?待核实」?", md, self.writer), "unverified", 60)
        # After inline parsing (20): pictures and links exist only then.
        md.treeprocessors.register(_Elements(md, self.writer), "exhibition-elements", 5)


class _Lines(Preprocessor):
    """Chinese keyboards type ／／／ and ｜; a line end in a Chinese sentence is no space; remarks are not published."""

    def run(self, lines: list[str]) -> list[str]:
        text = re.sub(
            r"(`+)[^`\n]+\1|<!--.*?-->", lambda found: found[0] if found[1] else "", "\n".join(lines), flags=re.S
        )
        joined: list[str] = []
        for line in text.split("\n"):
            line = re.sub(r"^(\s*)／／／", r"\1///", line)
            if line.lstrip().startswith("///"):
                line = line.replace("｜", "|", 1)
            if joined and _runs_on(joined[-1], line):
                joined[-1] += line
            else:
                joined.append(line)
        return joined


def _runs_on(above: str, line: str) -> bool:
    """Whether a line goes on with the Chinese sentence above it, which neither is a heading nor opens a block."""
    ends, begins = re.search(rf"[{HAN}](?:\[\^[\w-]+\])*$", above), re.match(f"[{HAN}]", line)
    return bool(ends and begins) and not re.match(r"\s*(///|#)", above)


class _Citation(InlineProcessor):
    """Marks where a source is cited. Inline parsing does not go down the page in order, so numbers come later."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        mark = Element("sup", {"class": "cite"})
        SubElement(mark, "a", {"href": f"#s-{m.group(1)}"})
        return mark, m.start(0), m.end(0)


class _Unverified(InlineProcessor):
    def __init__(self, pattern: str, md: markdown.Markdown, writer: Writer) -> None:
        super().__init__(pattern, md)
        self.writer = writer

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        self.writer.paper.unverified += 1
        badge = Element("span", {"class": "unverified"})
        badge.text = AtomicString("待核实")  # plain text would be looked through, and marked, once more
        return badge, m.start(0), m.end(0)


def _number(link: Element, paper: _Paper) -> None:
    source = (link.get("href") or "").removeprefix("#s-")
    anchors = paper.cited.setdefault(source, [])
    anchors.append(f"c-{sum(map(len, paper.cited.values())) + 1}")
    number = str(list(paper.cited).index(source) + 1)
    link.text = number
    link.set("id", anchors[-1])
    link.set("aria-label", f"来源{number}")


def _is_picture(paragraph: Element) -> bool:
    """Whether a paragraph is a picture alone on its line."""
    if len(paragraph) != 1 or paragraph[0].tag != "img":
        return False
    return not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


class _Elements(Treeprocessor):
    """Figures, links and headings of the finished tree."""

    def __init__(self, md: markdown.Markdown, writer: Writer) -> None:
        super().__init__(md)
        self.writer = writer

    def run(self, root: Element) -> None:
        paper = self.writer.paper
        for mark in root.iter("sup"):  # down the page as it is read; the loop below goes level by level
            if mark.get("class") == "cite":
                _number(mark[0], paper)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "p" and _is_picture(child):
                    self._figure(child, paper)
                elif child.tag == "img":
                    self._inline(child, paper)
                elif child.tag == "a" and parent.get("class") != "cite":
                    found = paper.link(child.get("href") or "")
                    if found is not None:
                        child.set("href", found)
                elif child.tag in ("h1", "h2", "h3", "h4", "h5", "h6") and not child.get("id"):
                    self._heading(child, paper)

    def _heading(self, heading: Element, paper: _Paper) -> None:
        if heading.tag == "h1":
            heading.tag = "h2"  # the title of the page is its only h1
        title = "".join(heading.itertext())
        taken = {name for name, _ in paper.headings}
        name = base = anchor(title)
        count = 0
        while not name or name in taken:
            count += 1
            name = f"{base}_{count}"
        heading.set("id", name)
        paper.headings.append((name, title))

    def _figure(self, paragraph: Element, paper: _Paper) -> None:
        image = paragraph[0]
        figure = paper.figure(image.get("src") or "", image.get("alt") or "")
        if figure is None:
            return
        assert self.md is not None
        paragraph.clear()
        paragraph.tag = "figure"
        paragraph.set("class", "picture")
        paragraph.text = self.md.htmlStash.store(figure.html)
        parts = [part for part in (figure.caption, figure.credit) if part]
        if parts or figure.kind != "照片":
            caption = SubElement(paragraph, "figcaption")
            if figure.kind != "照片":
                SubElement(caption, "span", {"class": "kind"}).text = figure.kind
            for name, part in (("caption", figure.caption), ("credit", figure.credit)):
                if part:
                    SubElement(caption, "span", {"class": name}).text = part

    def _inline(self, image: Element, paper: _Paper) -> None:
        figure = paper.figure(image.get("src") or "", image.get("alt") or "")
        if figure is None:
            return
        assert self.md is not None
        tail = image.tail
        image.clear()
        image.tag, image.tail = "span", tail
        image.set("class", "inline-picture")
        image.text = self.md.htmlStash.store(figure.html)
