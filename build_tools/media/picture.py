"""Pictures: one original and the renditions of it that screens of different sizes ask for."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from build_tools.media import drawing
from build_tools.media.drawing import UnreadableDrawing
from build_tools.media.shelf import Shelf, key_of

RECIPE = "picture-3"

# Widths in pixels: a phone, a laptop column, a full HD screen. A rendition is never wider than its original.
WIDTHS = (480, 960, 1920)
# Settings measured against SSIM and time; see the table of shared research: WebP 80 and JPEG 82 look alike.
WEBP = {"quality": 80, "method": 4}
JPEG = {"quality": 82, "progressive": True, "optimize": True}
# 20,000 × 12,000: a large plan. Beyond it a file is more likely an attack on memory than an exhibit.
LARGEST = 240_000_000
TALLEST = 16_383  # pixels: what WebP can hold
Image.MAX_IMAGE_PIXELS = None  # Pillow only warns until twice its limit; `_opened` keeps ours


class UnusablePicture(Exception):
    """The original cannot be shown. The message is a Chinese sentence that says why and what to do."""


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
    """A picture ready for pages. `markup` is the cleaned SVG of a drawing, None for photographs."""

    name: str
    width: int
    height: int
    renditions: tuple[Rendition, ...]
    markup: str | None
    layers: frozenset[str]

    def of_type(self, media_type: str) -> tuple[Rendition, ...]:
        """Return the renditions of one media type, narrowest first."""
        return tuple(one for one in self.renditions if one.type == media_type)


def probe(original: Path) -> frozenset[str]:
    """Look at an original without making anything; return the ids of a drawing's layers. Raises UnusablePicture."""
    if original.suffix.lower() == ".svg":
        return _drawn(original).layers
    with _reading(original):
        return frozenset()


def render(name: str, original: Path, shelf: Shelf) -> Picture:
    """Return the picture with all its renditions on the shelf. Raises UnusablePicture."""
    digest = shelf.digest(original)
    if original.suffix.lower() == ".svg":
        return _drawing(name, original, digest, shelf)
    with _reading(original) as image:
        width, height = _upright_size(image)
        clear = image.has_transparency_data
    widths = sorted({min(wanted, width) for wanted in WIDTHS})
    if height * widths[-1] > TALLEST * width:
        raise UnusablePicture("这张图太长,放不出来。请把它分成几张。")
    types = [("image/webp", ".webp"), ("image/png", ".png") if clear else ("image/jpeg", ".jpg")]
    wanted = {(w, kind): key_of(RECIPE, digest, str(w), *kind) for w in widths for kind in types}
    if any(not _on(shelf, key, kind[1]) for (_, kind), key in wanted.items()):
        _encode(original, wanted, shelf)
    renditions = []
    for (w, kind), key in wanted.items():
        size = (w, max(1, round(height * w / width)))
        renditions.append(
            Rendition(f"media/{key[:16]}{kind[1]}", shelf.root / key[:2] / f"{key}{kind[1]}", *size, kind[0])
        )
    return Picture(name, width, height, tuple(renditions), None, frozenset())


def _on(shelf: Shelf, key: str, suffix: str) -> bool:
    return (shelf.root / key[:2] / f"{key}{suffix}").exists()


def _drawn(original: Path) -> drawing.Drawing:
    try:
        return drawing.read(original.read_bytes())
    except UnreadableDrawing as error:
        raise UnusablePicture(f"这张图打不开:{error}。请让画图的人重新导出 SVG。") from error
    except OSError as error:
        raise UnusablePicture("这个文件读不出来。请检查是否有权限打开它。") from error


def _drawing(name: str, original: Path, digest: str, shelf: Shelf) -> Picture:
    key = key_of(drawing.RECIPE, digest)
    file = shelf.keep(key, ".svg", lambda place: _write(_drawn(original), place))
    markup = file.read_text(encoding="utf-8")
    # What is on the shelf was written by ourselves: its first tag carries the size, its ids are the layers.
    box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', markup)
    assert box is not None
    width, height = round(float(box[1])), round(float(box[2]))
    rendition = Rendition(f"media/{key[:16]}.svg", file, width, height, "image/svg+xml")
    return Picture(name, width, height, (rendition,), markup, frozenset(re.findall(r'\bid="([^"]+)"', markup)))


def _write(drawn: drawing.Drawing, place: Path) -> None:
    place.write_text(drawn.markup, encoding="utf-8")


@contextmanager
def _reading(original: Path) -> Iterator[Image.Image]:
    """Open an original; whatever is wrong with it, now or while it is decoded, is UnusablePicture.

    Pillow decodes late and in odd places (`getexif` of a PNG does). Inside, pictures are read and nothing is written.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about metadata, which is thrown away anyhow
        try:
            with _opened(original) as image:
                yield image
        except (OSError, SyntaxError, ValueError, RuntimeError) as error:
            raise UnusablePicture("这张图只有一半,后面的内容丢了。请重新从相机或手机里导出。") from error


def _opened(original: Path) -> Image.Image:
    try:
        image = Image.open(original)
    except UnidentifiedImageError as error:
        raise UnusablePicture("这不是一张图片,或者已经损坏。请打开原图另存为 JPG 再放进来。") from error
    except OSError as error:
        raise UnusablePicture("这个文件读不出来。请检查是否完整、是否有权限打开它。") from error
    if image.width * image.height > LARGEST:
        image.close()
        raise UnusablePicture("这张图大得不正常(超过2.4亿像素)。请先缩小再放进来。")
    if image.width < 2 or image.height < 2:
        image.close()
        raise UnusablePicture("这张图只有一个像素,放不出来。请换一张。")
    return image


def _upright_size(image: Image.Image) -> tuple[int, int]:
    # Pillow gives the size of a TIFF as it will be shown, of everything else as it is stored.
    turned = image.format != "TIFF" and image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _encode(original: Path, wanted: dict[tuple[int, tuple[str, str]], str], shelf: Shelf) -> None:
    """Decode once, scaled down by the JPEG decoder where possible, then shrink from size to size."""
    widest = max(width for width, _ in wanted)
    with _reading(original) as image:
        image.draft("RGB", (widest, widest))
        image.load()
        upright = ImageOps.exif_transpose(_standard_colour(image))
    for width in sorted({width for width, _ in wanted}, reverse=True):
        if width < upright.width:
            size = (width, max(1, round(upright.height * width / upright.width)))
            upright = upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        for (wide, (kind, suffix)), key in wanted.items():
            if wide == width:
                shelf.keep(key, suffix, partial(_save, upright, kind))


def _standard_colour(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, 8 bits: phones record Display-P3, printers hand in CMYK."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            out = "RGBA" if image.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(image, source, target, outputMode=out)
            if converted is not None:
                converted.info["exif"] = image.info.get("exif", b"")
                return converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is no reason to lose the picture
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert(mode)


def _save(image: Image.Image, kind: str, place: Path) -> None:
    """Encode without any metadata: no place, no camera, no thumbnail of what was cropped away."""
    bare = image.copy()
    bare.info = {}
    if kind == "image/webp":
        bare.save(place, "WEBP", **WEBP)
    elif kind == "image/png":
        bare.save(place, "PNG", optimize=True)
    else:
        bare.convert("RGB").save(place, "JPEG", **JPEG)
