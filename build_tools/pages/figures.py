"""Pictures as HTML: sizes known before loading, the right rendition for each screen, a label under every drawing."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from build_tools.media.picture import Picture, Rendition

# How wide a picture stands on the page, for the browser's choice among renditions.
WHOLE = "100vw"
THUMB = "(min-width: 1000px) 40vw, 100vw"
MODERN = "image/webp"  # what browsers are offered first; everything else is for the old ones


@dataclass(frozen=True)
class Figure:
    """A picture with its words: trusted HTML, caption, credit line, kind (照片, 示意图 …) and width ÷ height."""

    html: Markup
    caption: str
    credit: str
    kind: str
    ratio: float


def image(picture: Picture, alt: str, root: str, sizes: str, *, eager: bool = False, wide: bool = False) -> Markup:
    """Return `<img>` for a drawing, `<picture>` for a photograph, with addresses relative to `root`.

    With `wide`, screens of more than 1920 pixels are offered what is made for them.
    """
    loading = 'loading="eager" fetchpriority="high"' if eager else 'loading="lazy"'
    common = f'width="{picture.width}" height="{picture.height}" alt="{escape(alt)}" {loading} decoding="async"'
    if picture.markup is not None or len({one.type for one in picture.renditions}) == 1:
        return Markup(f'<img src="{root}{picture.renditions[-1].address}" {common}>')
    whole = (*picture.renditions, *picture.wide) if wide else picture.renditions
    return _choice(whole, root, sizes, common)


def thumb(picture: Picture, alt: str, root: str, sizes: str) -> tuple[Markup, float]:
    """Return the picture of a card and its width ÷ height: what was cut around its focus, else all of it."""
    if not picture.thumbs:
        return image(picture, alt, root, sizes), picture.width / picture.height
    largest = picture.thumbs[-1]
    common = f'width="{largest.width}" height="{largest.height}" alt="{escape(alt)}" loading="lazy" decoding="async"'
    return _choice(picture.thumbs, root, sizes, common), largest.width / largest.height


def _choice(renditions: tuple[Rendition, ...], root: str, sizes: str, common: str) -> Markup:
    modern = tuple(one for one in renditions if one.type == MODERN)
    plain = tuple(one for one in renditions if one.type != MODERN)
    middle = min(plain, key=lambda one: abs(one.width - 960))
    return Markup(
        f'<picture><source type="{MODERN}" srcset="{_set(modern, root)}" sizes="{sizes}">'
        f'<img src="{root}{middle.address}" srcset="{_set(plain, root)}" sizes="{sizes}" {common}></picture>'
    )


def _set(renditions: tuple[Rendition, ...], root: str) -> str:
    return ", ".join(f"{root}{one.address} {one.width}w" for one in renditions)
