"""Pictures as HTML: what each screen is offered."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from build_tools.media.picture import Picture, Rendition
from build_tools.pages.figures import image, thumb


def rendition(width: int, height: int, suffix: str) -> Rendition:
    """Return a file that nobody opens."""
    kind = {"jpg": "image/jpeg", "webp": "image/webp"}[suffix]
    return Rendition(f"media/{width}x{height}.{suffix}", Path("nowhere"), width, height, kind)


def both(*sizes: tuple[int, int]) -> tuple[Rendition, ...]:
    """Return each size in both formats."""
    return tuple(rendition(*size, suffix) for size in sizes for suffix in ("webp", "jpg"))


WHOLE = both((480, 640), (960, 1280), (1920, 2560))
PHOTOGRAPH = Picture("a.jpg", 3000, 4000, WHOLE, None, frozenset(), both((3000, 4000)), both((480, 300), (960, 600)))


def offered(html: str) -> dict[str, list[str]]:
    """Return the names offered by the source and by the img of a picture."""
    tree = LexborHTMLParser(html)
    found = {}
    for name in ("source", "img"):
        (node,) = tree.css(name)
        found[name] = [part.split()[0] for part in (node.attributes["srcset"] or "").split(", ")]
    return found


def test_only_those_who_ask_are_offered_what_is_for_large_screens() -> None:
    narrow, wide = (offered(image(PHOTOGRAPH, "弄堂", "../", "100vw", wide=wide)) for wide in (False, True))
    assert narrow["source"] == ["../media/480x640.webp", "../media/960x1280.webp", "../media/1920x2560.webp"]
    assert narrow["img"] == [name.replace(".webp", ".jpg") for name in narrow["source"]]
    assert wide["source"] == [*narrow["source"], "../media/3000x4000.webp"]
    assert wide["img"] == [*narrow["img"], "../media/3000x4000.jpg"]


def test_a_card_shows_what_was_cut_for_it() -> None:
    html, ratio = thumb(PHOTOGRAPH, "“弄堂”", "", "100vw")
    assert offered(html) == {
        "source": ["media/480x300.webp", "media/960x600.webp"],
        "img": ["media/480x300.jpg", "media/960x600.jpg"],
    }
    assert ratio == 1.6
    (img,) = LexborHTMLParser(html).css("img")
    assert (img.attributes["width"], img.attributes["height"]) == ("960", "600")
    assert (img.attributes["alt"], img.attributes["src"]) == ("“弄堂”", "media/960x600.jpg")


def test_a_card_shows_all_of_what_was_not_cut() -> None:
    plain = Picture("a.jpg", 3000, 4000, WHOLE, None, frozenset())
    html, ratio = thumb(plain, "弄堂", "", "100vw")
    assert offered(html)["source"] == ["media/480x640.webp", "media/960x1280.webp", "media/1920x2560.webp"]
    assert ratio == 0.75
