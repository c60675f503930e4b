"""Colour: whatever cameras, phones and printers mean by their numbers, in the sRGB that every screen shows."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms

# A picture of at most so many colours, half of it in the commonest few, is a drawing or a diagram. The second half of
# the rule tells a scanned grey photograph (256 greys, none in the majority) from a drawing with soft edges.
FEW, COMMONEST = 1024, 16


def plain(image: Image.Image) -> Image.Image:
    """Return a decoded picture in a form that can be shrunk: 8 bits a channel, no palette, colours as they are."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 257 + 0.5).convert("L")
    elif image.mode in ("I", "F"):
        image = _eight_bits(image)
    elif image.mode in ("P", "PA", "1", "YCbCr", "HSV", "La", "RGBa", "RGBX") or "transparency" in image.info:
        clear = image.has_transparency_data
        grey = image.mode == "1" or (image.mode == "L" and not clear)
        image = image.convert("RGBA" if clear else "L" if grey else "RGB")
    elif image.mode == "LA":
        image = image.convert("RGBA")
    image.info["icc_profile"] = profile
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring measured values (32 bits, fractions) to 0–255 by the smallest scale that holds the brightest of them."""
    _, high = image.getextrema()
    assert isinstance(high, (int, float))
    top = next((scale for scale in (1, 255, 65535) if high <= scale), max(high, 1))
    if image.mode == "I" and top == 1:
        top = 255
    return image.convert("F").point(lambda value: value * (255 / top) + 0).convert("L")


def is_opaque(image: Image.Image) -> bool:
    """Return whether nothing shines through, even where there is a channel for it."""
    if "A" not in image.getbands():
        return True
    darkest, _ = image.getchannel("A").getextrema()
    return darkest == 255


def is_graphic(image: Image.Image) -> bool:
    """Return whether a picture as handed in has few colours and came in a format that kept them."""
    found = image.getcolors(FEW)
    if found is None:
        return False
    counts = sorted((count for count, _ in found), reverse=True)
    return sum(counts[:COMMONEST]) * 2 >= image.width * image.height


def standard(image: Image.Image) -> Image.Image:
    """Return a plain picture in sRGB: RGB, or RGBA where it had transparency. Its profile is in `info`."""
    out = "RGBA" if "A" in image.getbands() else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode == "LAB":
        return _converted(image, ImageCms.createProfile("LAB"), "RGB")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            return _converted(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), out)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass  # a broken profile is no reason to lose the picture
    return image if image.mode == out else image.convert(out)


def _converted(image: Image.Image, source: Any, out: str) -> Image.Image:
    found = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=out)
    if found is None:
        raise ValueError("no conversion")
    return found
