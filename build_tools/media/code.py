"""QR codes as drawings of their own."""

from __future__ import annotations

import io
from pathlib import Path

import segno

from build_tools.media.picture import Picture, Rendition
from build_tools.media.shelf import Shelf, key_of

RECIPE = "code-1"
QUIET = 4  # modules of white around the code: ISO/IEC 18004
SCALE = 8  # pixels a module: WeChat recognises a pressed picture from a screenshot, so it must not be tiny


def render(words: str, shelf: Shelf) -> Picture:
    """Return the QR code of `words` (an address, or plain text), error correction M or better, as PNG."""
    code = segno.make(words, error="m", micro=False)
    width, height = code.symbol_size(scale=SCALE, border=QUIET)

    def make(place: Path) -> None:
        drawn = io.BytesIO()
        code.save(drawn, kind="png", scale=SCALE, border=QUIET, dark="#241F1B", light="#FFFFFF")
        place.write_bytes(drawn.getvalue())

    key = key_of(RECIPE, words)
    file = shelf.keep(key, ".png", make)
    rendition = Rendition(f"media/{key[:16]}.png", file, int(width), int(height), "image/png")
    return Picture(words, int(width), int(height), (rendition,), None, frozenset())
