"""What stands in the place of a photograph until it comes: its main colour, and itself, much too small."""

from __future__ import annotations

import base64
import io

from PIL import Image

SMALL = 64  # pixels a side: enough to find the main colour
HUES = 6
# Longest address of a placeholder in characters, of which 23 are the same in all.
LONGEST = 200
STEPS = ((16, 40), (16, 20), (12, 20), (8, 20), (6, 10), (4, 10))  # pixels on the longer side, WebP quality


def main_colour(image: Image.Image) -> str:
    """Return the most frequent of a picture's main colours as `#rrggbb`."""
    small = _on_white(image).resize((SMALL, SMALL), Image.Resampling.BOX).quantize(HUES)
    palette = small.getpalette() or [0, 0, 0]
    counted = [(count, index) for count, index in small.getcolors() or () if isinstance(index, int)]
    _, index = max(counted, key=lambda one: (one[0], -one[1]))
    return "#" + bytes(palette[index * 3 : index * 3 + 3]).hex()


def placeholder(image: Image.Image) -> str:
    """Return a picture as the `data:` address of a tiny WebP, at most 200 characters long."""
    address = ""
    for side, quality in STEPS:
        scale = side / max(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        data = io.BytesIO()
        tiny = _on_white(image).resize(size, Image.Resampling.BOX)
        tiny.save(data, "WEBP", quality=quality, method=6)
        address = "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode()
        if len(address) <= LONGEST:
            break
    return address


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")
