"""Originals as cameras, phones, printers and attackers hand them in, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

SECRET = b"SECRET-OF-THE-CAMERA"
ORIENTATION, GPS, MAKER, COMMENT = 0x0112, 0x8825, 0x010F, 0x9286

# How an upright picture lies in a file of each orientation (the inverse of what a viewer does).
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners(width: int = 90, height: int = 60) -> Image.Image:
    """Return a picture whose quarters are red, green, blue and white, so that it can lie in one way only."""
    image = Image.new("RGB", (width, height), (255, 255, 255))
    half = (width // 2, height // 2)
    image.paste((220, 20, 20), (0, 0, *half))
    image.paste((20, 180, 20), (half[0], 0, width, half[1]))
    image.paste((20, 20, 220), (0, half[1], half[0], height))
    return image


def turned(path: Path, orientation: int) -> Path:
    """Write `corners` as a camera held in another way does."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    image, way = corners(), STORED[orientation]
    (image if way is None else image.transpose(way)).save(path, exif=exif)
    return path


def talkative(path: Path) -> Path:
    """Write a picture that tells where it was taken, and with what."""
    exif = Image.Exif()
    exif[MAKER] = SECRET.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 14.0, 8.0), 3: "E", 4: (121.0, 29.0, 22.0)})
    said = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    if path.suffix == ".png":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", said.decode())
        corners().save(path, exif=exif, pnginfo=info)
    elif path.suffix == ".webp":
        corners().save(path, exif=exif, xmp=said)
    else:
        corners().save(path, exif=exif, xmp=said, comment=SECRET, quality=90)
    return path


def cropped(path: Path) -> Path:
    """Write a photograph that still carries the small picture from before it was cropped."""
    corners().save(path, quality=90)
    data = path.read_bytes()
    path.write_bytes(data[:2] + _thumbnail_segment() + data[2:])
    return path


def thumbnail() -> bytes:
    """Return the small picture that a camera hides in a photograph."""
    data = io.BytesIO()
    Image.new("RGB", (16, 12), (1, 2, 3)).save(data, "JPEG")
    return data.getvalue()


def _thumbnail_segment() -> bytes:
    """Return an Exif segment of a JPEG whose second directory holds a thumbnail."""
    small = thumbnail()
    first = struct.pack("<HI", 0, 14)
    at = 14 + 2 + 2 * 12 + 4
    entries = struct.pack("<HHII", 0x0201, 4, 1, at) + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    tiff = b"II*\0" + struct.pack("<I", 8) + first + struct.pack("<H", 2) + entries + struct.pack("<I", 0) + small
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def display_p3() -> bytes:
    """Return an ICC profile of the colours that phones record: P3 primaries, the tone curve of sRGB."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(struct.pack(">i", round(n * 65536)) for n in numbers)
    name = "P3".encode("utf-16-be")
    text = b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(name), 28) + name
    tags = {
        b"desc": text,
        b"cprt": text,
        b"wtpt": xyz(0.96420, 1.0, 0.82491),
        b"rXYZ": xyz(0.51512, 0.24120, -0.00105),
        b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.15710, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        table += tag + struct.pack(">II", start + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    size = start + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04000000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2022, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + data


def p3_as_srgb(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return what a colour of Display P3 is in sRGB, by the arithmetic of the standards."""
    light = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    rows = ((1.22494, -0.22494, 0.0), (-0.04206, 1.04206, 0.0), (-0.01964, -0.07864, 1.09828))
    linear = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in rows]
    out = [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear]
    return round(out[0] * 255), round(out[1] * 255), round(out[2] * 255)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
