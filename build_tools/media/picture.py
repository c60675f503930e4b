"""Pictures: one original and the renditions of it that screens of different sizes ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from build_tools.media import darkroom, drawing, original
from build_tools.media.darkroom import Task
from build_tools.media.drawing import UnreadableDrawing
from build_tools.media.original import UnusablePicture
from build_tools.media.recipe import Facts, Order, Role, Wants, facts_key, plan
from build_tools.media.shelf import Shelf, key_of

ORDINARY = Wants()
# What the live preview shows in the place of a picture that cannot be opened. Never published: a build stops.
STAND_IN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600"><rect width="960" height="600" fill="#F1E7D6"/>'
    '<path d="M40 40h880v520H40zM40 40l880 520M920 40L40 560" fill="none" stroke="#A8161C" stroke-width="6"/>'
    '<rect x="250" y="240" width="460" height="120" fill="#F1E7D6"/><text x="480" y="322" font-size="64" '
    'font-family="sans" font-weight="700" text-anchor="middle" fill="#A8161C">这张图打不开</text></svg>'
)


@dataclass(frozen=True)
class Rendition:
    """One file on the shelf: its address in the site, width and height in pixels, and media type."""

    address: str
    file: Path
    width: int
    height: int
    type: str


@dataclass(frozen=True)
class Picture:
    """A picture ready for pages. `markup` is the cleaned SVG of a drawing, None for photographs.

    An animation (GIF, WebP, APNG) is its first frame: what moves must be stoppable (WCAG 2.2.2), so it is handed in as
    a film.
    """

    name: str
    width: int
    height: int
    renditions: tuple[Rendition, ...]
    markup: str | None
    layers: frozenset[str]
    wide: tuple[Rendition, ...] = ()
    """The whole picture for screens of more than 1920 pixels: for the station only."""
    thumbs: tuple[Rendition, ...] = ()
    """The part around its focus in the shape of a card (8:5); empty when nothing needs to be cut, or may be."""
    colour: str = ""
    """Main colour as #rrggbb; empty for drawings."""
    placeholder: str = ""
    """The picture much too small, as a data: address of at most 200 characters; empty for drawings."""

    def of_type(self, media_type: str) -> tuple[Rendition, ...]:
        """Return the renditions of one media type, narrowest first."""
        return tuple(one for one in self.renditions if one.type == media_type)

    def for_surface(self, surface: str) -> tuple[Rendition, ...]:
        """Return every file of the picture that a surface (web, station) carries."""
        return (*self.renditions, *self.thumbs, *(self.wide if surface == "station" else ()))


def probe(path: Path, shelf: Shelf | None = None, wants: Wants = ORDINARY) -> frozenset[str]:
    """Look at an original without making anything; return the ids of a drawing's layers. Raises UnusablePicture.

    A photograph is decoded to its end, unless the shelf knows that it was before.
    """
    if _is_drawing(path):
        return _drawn(path).layers
    if shelf is None or known(path.name, _digest(path, shelf), shelf, wants) is None:
        original.proved(path)
    return frozenset()


def render(name: str, path: Path, shelf: Shelf, wants: Wants = ORDINARY, threads: int = 1) -> Picture:
    """Return the picture with all its renditions on the shelf, encoded by `threads` at a time.

    Raises UnusablePicture, MissingFonts for a drawing with words, and OSError when the shelf cannot be written.
    """
    digest = _digest(path, shelf)
    if _is_drawing(path):
        return _drawing(name, digest, shelf, lambda: _drawn(path))
    found = known(name, digest, shelf, wants)
    if found is None:
        facts = darkroom.develop(Task(path, digest, shelf.root, wants), shelf, threads)
        found = _picture(name, facts, plan(digest, facts, wants), shelf)
    return found


def known(name: str, digest: str, shelf: Shelf, wants: Wants = ORDINARY) -> Picture | None:
    """Return the photograph with this SHA-256 if all its files are on the shelf, without opening the original."""
    facts = _facts(digest, shelf, wants)
    if facts is None:
        return None
    orders = plan(digest, facts, wants)
    if not all(shelf.holds(one.key, one.encoding.suffix) for one in orders):
        return None
    return _picture(name, facts, orders, shelf)


def fetched(digest: str, shelf: Shelf, wants: Wants) -> bool:
    """Bring a photograph from the shared shelf; return whether all of it is here now.

    Its facts were brought there last, so when they are not there, nothing is asked for one by one.
    """
    facts = _facts(digest, shelf, wants) if shelf.fetch([(facts_key(digest, wants), ".json")]) else None
    return facts is not None and shelf.fetch((one.key, one.encoding.suffix) for one in plan(digest, facts, wants))


def _facts(digest: str, shelf: Shelf, wants: Wants) -> Facts | None:
    key = facts_key(digest, wants)
    if not shelf.holds(key, ".json"):
        return None
    place = shelf.place(key, ".json")
    try:
        return Facts(**json.loads(place.read_bytes()))
    except (OSError, ValueError, TypeError):
        place.unlink(missing_ok=True)  # damaged: it will be found out again
        return None


def stand_in(name: str, shelf: Shelf) -> Picture:
    """Return the drawing that says that a picture cannot be opened. Raises MissingFonts."""
    return _drawing(name, key_of(STAND_IN), shelf, lambda: drawing.read(STAND_IN.encode()))


def _picture(name: str, facts: Facts, orders: tuple[Order, ...], shelf: Shelf) -> Picture:
    def of(role: Role) -> tuple[Rendition, ...]:
        return tuple(
            Rendition(
                f"media/{one.key[:16]}{one.encoding.suffix}",
                shelf.place(one.key, one.encoding.suffix),
                one.width,
                one.height,
                one.encoding.type,
            )
            for one in sorted(orders, key=lambda order: order.width)
            if one.role == role
        )

    size = (facts.width, facts.height)
    whole, wide, thumbs = of("whole"), of("wide"), of("thumb")
    return Picture(name, *size, whole, None, frozenset(), wide, thumbs, facts.colour, facts.placeholder)


def _is_drawing(path: Path) -> bool:
    return path.suffix.lower() == ".svg"


def _digest(path: Path, shelf: Shelf) -> str:
    try:
        return shelf.digest(path)
    except OSError as error:
        raise UnusablePicture("这个文件读不出来。请检查是否完整、是否有权限打开它。") from error


def _drawn(path: Path) -> drawing.Drawing:
    try:
        return drawing.read(path.read_bytes())
    except UnreadableDrawing as error:
        raise UnusablePicture(f"这张图打不开：{error}。请让画图的人重新导出 SVG。") from error
    except OSError as error:
        raise UnusablePicture("这个文件读不出来。请检查是否有权限打开它。") from error


def _drawing(name: str, digest: str, shelf: Shelf, drawn: Callable[[], drawing.Drawing]) -> Picture:
    key = key_of(drawing.RECIPE, digest)
    file = shelf.keep(key, ".svg", lambda place: place.write_text(drawn().markup, encoding="utf-8"))
    markup = file.read_text(encoding="utf-8")
    # What is on the shelf was written by ourselves: its first tag carries the size, its ids are the layers.
    box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', markup)
    assert box is not None
    width, height = round(float(box[1])), round(float(box[2]))
    rendition = Rendition(f"media/{key[:16]}.svg", file, width, height, "image/svg+xml")
    return Picture(name, width, height, (rendition,), markup, frozenset(re.findall(r'\bid="([^"]+)"', markup)))
