"""The frame of every page: what header, footer and the head of the document show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from build_tools.pages.cards import Surroundings, door_card
from build_tools.pages.figures import WHOLE, Figure
from build_tools.pages.markdown import Rendered, Writer
from build_tools.pages.page import Page, between, root_of

NOTHING = Rendered(Markup(""), "", (), (), 0)

# The strictest policy under which everything still works from file://: nothing from elsewhere, no inline code.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'"
)


def site_values(around: Surroundings) -> dict[str, Any]:
    """Return the exhibition as templates know it."""
    exhibition = around.exhibition
    accounts = []
    for account in exhibition.accounts:
        if not account.scan:
            continue
        picture = around.gallery.codes[account.scan]
        accounts.append(
            {
                "name": account.name,
                "platform": account.platform,
                "note": account.note or "",
                "code": picture.renditions[0].address,
                "width": picture.width,
                "height": picture.height,
            }
        )
    names = (
        "name", "subtitle", "station", "place", "hours", "operator", "contact", "public", "address", "icp", "police",
        "website_id",
    )  # fmt: skip
    sections = {"guide": exhibition.rooms, "lessons": exhibition.lessons, "news": exhibition.news}
    return {name: getattr(exhibition, name) or "" for name in names} | {
        "accounts": accounts,
        "sections": [*(name for name, pages in sections.items() if pages), "about"],
    }


class Press:
    """Makes the pages of one surface: renders bodies and fills in what is the same on all of them."""

    def __init__(self, around: Surroundings, writer: Writer) -> None:
        self.around = around
        self.writer = writer
        self.site = site_values(around)
        self.doors = [door_card(around, hall) for hall in around.exhibition.halls]
        self._bodies: dict[str, Rendered] = {}
        self.addresses = {page.path: page.address for page in around.exhibition.pages()}

    def body(self, page: Any) -> Rendered:
        """Return the rendered body of a page of the model, rendered once however many pages ask."""
        if page.address not in self._bodies:
            self._bodies[page.address] = self._render(page, page.address)
        return self._bodies[page.address]

    def _render(self, page: Any, address: str) -> Rendered:
        root = root_of(address)
        folder = page.path.rpartition("/")[0]

        def figure(name: str, caption: str) -> Figure | None:
            medium = self.around.exhibition.media.get(name)
            return self.around.figure(name, (medium and medium.alt) or caption, root, WHOLE, caption=caption)

        def link(target: str) -> str | None:
            path, mark, anchor = target.partition("#")
            goal = _joined(folder, path)
            if goal.startswith("media/"):
                name = goal.removeprefix("media/")
                shown = name in self.around.exhibition.media and self.around.gallery.pictures.get(name)
                return root + shown.renditions[-1].address if shown else None
            found = self.addresses.get(goal)
            return between(address, found + mark + anchor) if found else None

        return self.writer.render(page.body, figure, link)

    def page(
        self,
        kind: str,
        address: str,
        title: str,
        *,
        lead: str = "",
        source: Any = None,
        label: str = "",
        place: str = "",
        also_cited: Sequence[str] = (),
        root: str | None = None,
        **values: Any,
    ) -> Page:
        """Return a finished page. `source` is the page of the model it shows, None for lists and the home page.

        `root` replaces the relative way to the root of the tree, for the one page shown under any address.
        """
        rendered = self.body(source) if source is not None else NOTHING
        site = self.around.exhibition
        view = {
            "kind": kind,
            "title": title,
            "heading": title,
            "page_title": title if title == site.name else f"{title} · {site.name}",
            "description": lead or site.subtitle or site.name,
            "address": address,
            "lead": lead,
            "body": rendered.html,
            "picture": self._picture(source, address),
            "sources": self._sources(rendered, also_cited),
            "unverified": rendered.unverified,
            "toc": [{"id": anchor, "title": words} for anchor, words in rendered.headings],
            **values,
        }
        shared = {
            "root": root_of(address) if root is None else root,
            "surface": self.around.surface,
            "lang": "zh-Hans",
            "site": self.site,
            "halls": self.doors,
            "view": view,
        }
        text = " ".join(part for part in (lead, rendered.text) if part)
        body = source.body if source is not None else ""
        return Page(address, f"{self.around.surface}/{kind}.html", title, shared, body, text, label, place)

    def _picture(self, source: Any, address: str) -> Figure | None:
        name = getattr(source, "picture", None)
        if not name:
            return None
        alt, caption = source.picture_alt or "", source.caption or ""
        return self.around.figure(name, alt, root_of(address), WHOLE, caption=caption, eager=True)

    def _sources(self, rendered: Rendered, also: Sequence[str]) -> list[dict[str, Any]]:
        cited = list(rendered.cited) + [(one, ()) for one in also if one and one not in dict(rendered.cited)]
        shelf = self.around.exhibition.sources
        return [
            {
                "n": n,
                "id": name,
                "anchor": f"s-{name}",
                "backs": list(anchors),
                "title": shelf[name].title,
                "publisher": shelf[name].publisher,
                "date": shelf[name].date or "",
                "seen": shelf[name].seen or "",
                "note": shelf[name].note or "",
            }
            for n, (name, anchors) in enumerate(cited, 1)
            if name in shelf
        ]


def _joined(folder: str, path: str) -> str:
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
