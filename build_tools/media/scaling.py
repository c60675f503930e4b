"""Scaling: pictures made smaller, with libvips where it can, with Pillow everywhere else.

Both do the same (Lanczos, three lobes; SSIM to each other 0.999), libvips in a third of the time: to 1920 × 1440 pixels
21 ms of processor time against 60, to 960 11 against 37 (`make bench` has the whole). Of a JPEG it also decodes only
what goes into the next rows, so that a large photograph is never in memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import pyvips

Box = tuple[float, float, float, float]
SMALLEST = 16  # pixels a side below which the cost of a call is all there is


def resized(image: Image.Image, size: tuple[int, int], box: Box | None = None) -> Image.Image:
    """Return a picture, or the part of it in a box, at a size in pixels. Its profile stays, nothing else."""
    if image.mode == "RGB" and box is None and _is_less(size, image.size):
        made = _shrunk(_as_vips(image), size)
    else:
        made = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    made.info = {name: value for name, value in image.info.items() if name == "icc_profile"}
    return made


def from_jpeg(original: Path, scale: int, size: tuple[int, int]) -> Image.Image | None:
    """Return an RGB JPEG as it lies in its file, decoded at 1/`scale` (1, 2, 4, 8) and resized, without its profile.

    None when libvips cannot, or when there is nothing to resize: then it is Pillow's turn, to do it or to say why not.
    """
    import pyvips

    try:
        options = {"access": "sequential", "fail_on": "truncated", "revalidate": True}
        image = pyvips.Image.new_from_file(str(original), shrink=scale, **options)
        if image.bands != 3 or image.interpretation != "srgb" or not _is_less(size, (image.width, image.height)):
            return None
        return _shrunk(image, size)
    except pyvips.Error:
        return None


def forget() -> None:
    """Let libvips keep nothing of what it has done: no photograph is asked for twice."""
    import pyvips

    pyvips.cache_set_max(0)


def _is_less(size: tuple[int, int], than: tuple[int, int]) -> bool:
    return SMALLEST <= size[0] <= than[0] and SMALLEST <= size[1] <= than[1] and size != than


def _as_vips(image: Image.Image) -> pyvips.Image:
    import pyvips

    return pyvips.Image.new_from_memory(image.tobytes(), image.width, image.height, 3, "uchar")


def _shrunk(image: pyvips.Image, size: tuple[int, int]) -> Image.Image:
    made = image.resize(size[0] / image.width, vscale=size[1] / image.height)
    return Image.frombytes("RGB", (made.width, made.height), made.write_to_memory())
