"""Originals as handed in: opened with suspicion, and refused with a sentence that staff can act on."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

# 20,000 × 12,000: a large plan. Beyond it a file is more likely an attack on memory than an exhibit.
LARGEST = 240_000_000
Image.MAX_IMAGE_PIXELS = None  # Pillow only warns until twice its limit; `_opened` keeps ours

ORIENTATION = 0x0112
SIDEWAYS = (5, 6, 7, 8)
HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

# What staff most often hand in under the name of a picture, by how the file begins.
MISTAKEN = (
    (b"%PDF", "而是 PDF 文件。请打开它，把需要的那一页另存为图片再放进来。"),
    (b"PK\x03\x04", "而是 Word、Excel 一类的文件或压缩包。请把里面的图片另存出来再放进来。"),
    (b"\xd0\xcf\x11\xe0", "而是旧的 Word、Excel 一类的文件。请把里面的图片另存出来再放进来。"),
    (b"<", "而是网页或文字。请回到原来的地方，用“图片另存为”再存一次。"),
)


UNUSABLE = "unusable-medium"
"""The code of the problem that an original of no use becomes."""


class UnusablePicture(Exception):
    """The original cannot be shown. The message is a Chinese sentence that says why and, after it, what to do."""


@contextmanager
def reading(original: Path) -> Iterator[Image.Image]:
    """Open an original; whatever is wrong with it, now or while it is decoded, is UnusablePicture.

    Pillow decodes late and in odd places (`getexif` of a PNG does). Inside, pictures are read and nothing is written.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about metadata, which is thrown away anyhow
        try:
            with _opened(original) as image:
                yield image
        except (OSError, SyntaxError, ValueError, RuntimeError, EOFError, struct.error) as error:
            raise UnusablePicture("这张图只有一半，后面的内容丢了。请重新从相机或手机里导出。") from error
        except MemoryError as error:
            raise UnusablePicture("这张图太大，这台电脑的内存放不下。请先缩小再放进来。") from error


def _opened(original: Path) -> Image.Image:
    try:
        with original.open("rb") as stream:
            head = stream.read(12)
        if head[4:8] == b"ftyp" and head[8:12] in HEIF:  # phones send these under the name of a .jpg as well
            _know_heif()
        image = Image.open(original)
    except UnidentifiedImageError as error:
        raise UnusablePicture(f"这不是一张图片，{_mistaken(head)}") from error
    except OSError as error:
        raise UnusablePicture("这个文件读不出来。请检查是否完整、是否有权限打开它。") from error
    if image.width * image.height > LARGEST:
        image.close()
        raise UnusablePicture("这张图大得不正常（超过2.4亿像素）。请先缩小再放进来。")
    if image.width < 2 or image.height < 2:
        image.close()
        raise UnusablePicture("这张图只有一个像素，放不出来。请换一张。")
    return image


def _mistaken(head: bytes) -> str:
    if not head:
        return "里面什么也没有。请重新从相机或手机里导出。"
    found = (words for start, words in MISTAKEN if head.startswith(start))
    return next(found, "或者已经损坏。请打开原图另存为 JPG 再放进来。")


def _know_heif() -> None:
    """Teach Pillow to read HEIC: 15 ms that only those with such a photograph pay."""
    from pillow_heif import register_heif_opener

    register_heif_opener()


def orientation(image: Image.Image) -> int:
    """Return how a picture lies (1–8, as Exif counts); 1 when it does not say, or says it in no readable way.

    Pillow has turned a TIFF itself, and HEIC comes upright.
    """
    if image.format in ("TIFF", "HEIF"):
        return 1
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except (SyntaxError, ValueError, KeyError, TypeError, struct.error, EOFError, RuntimeError):
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def proved(original: Path) -> None:
    """Read an original to its end, as small as its format allows. Raises UnusablePicture."""
    with reading(original) as image:
        if image.format == "JPEG":
            image.draft(None, (1, 1))  # at an eighth: half the time of the whole
        image.load()
