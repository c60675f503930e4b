"""Pictures as HTML: sizes known before loading, the right rendition for each screen, a label under every drawing."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from build_tools.media.picture import Picture, Rendition

# How wide a picture stands on the page, for the browser's choice among renditions.
WHOLE = "100vw"
THUMB = "(min-width: 1000px) 40vw, 100vw"


@dataclass(frozen=True)
class Figure:
    """A picture with its words: trusted HTML, caption, credit line, kind (照片, 示意图 …) and width ÷ height."""

    html: Markup
    caption: str
    credit: str
    kind: str
    ratio: float


def image(picture: Picture, alt: str, root: str, sizes: str, *, eager: bool = False) -> Markup:
    """Return `<img>` for a drawing, `<picture>` for a photograph, with addresses relative to `root`."""
    loading = 'loading="eager" fetchpriority="high"' if eager else 'loading="lazy"'
    common = f'width="{picture.width}" height="{picture.height}" alt="{escape(alt)}" {loading} decoding="async"'
    if picture.markup is not None or len({one.type for one in picture.renditions}) == 1:
        return Markup(f'<img src="{root}{picture.renditions[-1].address}" {common}>')
    modern = picture.of_type("image/webp")
    plain = tuple(one for one in picture.renditions if one.type != "image/webp")
    middle = min(plain, key=lambda one: abs(one.width - 960))
    return Markup(
        f'<picture><source type="image/webp" srcset="{_set(modern, root)}" sizes="{sizes}">'
        f'<img src="{root}{middle.address}" srcset="{_set(plain, root)}" sizes="{sizes}" {common}></picture>'
    )


def _set(renditions: tuple[Rendition, ...], root: str) -> str:
    return ", ".join(f"{root}{one.address} {one.width}w" for one in renditions)
