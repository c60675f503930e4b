"""The recipe: which renditions an original is made into, and how each is encoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from build_tools.media.shelf import key_of

# Bumped whenever the same original would give other bytes.
RECIPE = "picture-5"

# Widths in pixels: a phone, a laptop column, a full HD screen. A rendition is never wider than its original.
WIDTHS = (480, 960, 1920)
WIDE = 3840  # for screens of more than 1920 pixels, in the station only
THUMBS = (480, 960)
THUMB_RATIO = 8 / 5  # cards on both surfaces
TALLEST = 16_383  # pixels: what WebP can hold

Kind = Literal["photograph", "clear", "graphic"]
Role = Literal["whole", "wide", "thumb"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Encoding:
    """A format and its settings, by the names Pillow gives them."""

    type: str
    suffix: str
    format: str
    settings: Mapping[str, Any]


# bench/settings.md: looking alike, WebP of method 2 takes half the time of the fastest AVIF for 4 % (960 pixels wide)
# to 14 % (1920) more bytes, and half of method 4's for 6–8 %; older browsers know it. WebP 82 by method 2 looks like
# 80 by method 4, which is what others make by default. JPEG is for the few that know nothing else: as baseline it is
# made and shown in 40 % of the time of a progressive one for 6 % more bytes.
WEBP = Encoding("image/webp", ".webp", "WEBP", MappingProxyType({"quality": 82, "method": 2}))
JPEG = Encoding("image/jpeg", ".jpg", "JPEG", MappingProxyType({"quality": 82, "optimize": True}))
# Drawings and diagrams: every edge as it was. `exact` is not asked for: colours nobody sees may go.
CRISP = Encoding("image/webp", ".webp", "WEBP", MappingProxyType({"lossless": True, "quality": 60, "method": 4}))
PNG = Encoding("image/png", ".png", "PNG", MappingProxyType({"compress_level": 9}))
CLEAR = Encoding("image/png", ".png", "PNG", MappingProxyType({"compress_level": 6}))
ENCODINGS: Mapping[Kind, tuple[Encoding, Encoding]] = MappingProxyType(
    {"photograph": (WEBP, JPEG), "clear": (WEBP, CLEAR), "graphic": (CRISP, PNG)}
)


@dataclass(frozen=True)
class Wants:
    """What the exhibition asks of an original beyond the usual widths."""

    wide: bool = False
    """Whether a screen is wider than the widest of them."""
    thumb: bool = False
    """Whether a page shows it on a card."""
    focus: tuple[int, int] = (50, 50)
    """Its most important place, in percent from the left and from the top."""


@dataclass(frozen=True)
class Facts:
    """What is known of an original without opening it again."""

    width: int
    height: int
    kind: Kind
    colour: str
    placeholder: str


@dataclass(frozen=True)
class Order:
    """One file to make: part of the base (None: all of it) at a size in pixels, encoded, under a key."""

    role: Role
    width: int
    height: int
    box: Box | None
    encoding: Encoding
    key: str


def facts_key(digest: str, wants: Wants) -> str:
    """Return the key under which the facts of an original lie on the shelf; its placeholder depends on the base."""
    return key_of(RECIPE, digest, "facts", str(wants.wide))


def base(width: int, height: int, wants: Wants) -> tuple[int, int]:
    """Return the size to which an original is decoded once, upright; all renditions are made from that."""
    wide = min(width, WIDE if wants.wide else WIDTHS[-1])
    return wide, _high(width, height, wide)


def plan(digest: str, facts: Facts, wants: Wants) -> tuple[Order, ...]:
    """Return everything to be made of an original with this SHA-256, widest first."""
    size = base(facts.width, facts.height, wants)
    widths = sorted({min(width, facts.width) for width in WIDTHS})
    sizes: list[tuple[Role, int, int, Box | None]] = [
        ("whole", width, _high(facts.width, facts.height, width), None) for width in widths
    ]
    if size[0] > widths[-1]:
        sizes.append(("wide", *size, None))
    if wants.thumb and facts.kind == "photograph":
        sizes += _thumbs(*size, wants.focus)
    orders = []
    for role, width, height, box in sorted(sizes, key=lambda one: (one[3] is not None, -one[1])):
        for encoding in ENCODINGS[facts.kind]:
            key = key_of(RECIPE, digest, f"{size} {width} {height} {box}", repr(encoding))
            orders.append(Order(role, width, height, box, encoding, key))
    return tuple(orders)


def _high(width: int, height: int, wanted: int) -> int:
    return max(1, round(height * wanted / width))


def _thumbs(width: int, height: int, focus: tuple[int, int]) -> list[tuple[Role, int, int, Box | None]]:
    """Return the crops of a base: as large as fits, as near to the focus as it can be."""
    if abs(width / height - THUMB_RATIO) < 0.01:
        return []  # has the shape of a card as it is
    wide, high = (height * THUMB_RATIO, height) if width > height * THUMB_RATIO else (width, width / THUMB_RATIO)
    left = min(max(0.0, width * focus[0] / 100 - wide / 2), width - wide)
    top = min(max(0.0, height * focus[1] / 100 - high / 2), height - high)
    box = (left, top, left + wide, top + high)
    widths = sorted({min(thumb, int(wide)) for thumb in THUMBS})
    return [("thumb", thumb, max(1, round(thumb / THUMB_RATIO)), box) for thumb in widths]
