"""Colours of cameras, scanners and printers, and how deep they come."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from build_tools.media import picture
from build_tools.media.shelf import Shelf


def profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return an ICC profile of a colour space with these tags beside its white."""
    name = b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", 2, 28) + "A".encode("utf-16-be")
    tags = {b"desc": name, b"cprt": name, b"wtpt": xyz(0.9642, 1.0, 0.82491), **tags}
    table, data, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for tag, value in tags.items():
        table += tag + struct.pack(">II", start + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(data), b"\0\0\0\0", 0x04000000, b"mntr", space, b"XYZ ")
    header += struct.pack(">6H", 2022, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + data


def xyz(*values: float) -> bytes:
    """Return a tag with a place in the colour space of the standard."""
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def power(exponent: float) -> bytes:
    """Return a tag with a tone curve."""
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256))


ADOBE = profile(
    b"RGB ",
    {
        b"rXYZ": xyz(0.60974, 0.31111, 0.01947),
        b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": xyz(0.14919, 0.06322, 0.74457),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), power(2.19921875)),
    },
)
GREY = profile(b"GRAY", {b"kTRC": power(1.0)})


def shown(path: Path, folder: Path) -> list[tuple[int, ...]]:
    """Return the colour in the middle of each rendition of an original."""
    found = []
    for one in picture.render(path.name, path, Shelf(folder / "shelf")).renditions:
        with Image.open(one.file) as image:
            assert "icc_profile" not in image.info
            pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
            assert isinstance(pixel, tuple)
            found.append(pixel)
    return found


def near(found: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 5) -> bool:
    """Return whether two colours look alike."""
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))


# What Lindbloom's calculator gives for these places of Adobe RGB (1998) in sRGB.
@pytest.mark.parametrize(("adobe", "srgb"), [((128, 128, 128), (127, 127, 127)), ((160, 100, 60), (182, 99, 52))])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_adobe_rgb(tmp_path: Path, suffix: str, adobe: tuple[int, int, int], srgb: tuple[int, int, int]) -> None:
    path = tmp_path / f"a{suffix}"
    Image.new("RGB", (64, 40), adobe).save(path, icc_profile=ADOBE, quality=98)
    assert all(near(one, srgb) for one in shown(path, tmp_path))


def test_grey_with_a_curve_of_its_own(tmp_path: Path) -> None:
    Image.new("L", (64, 40), 55).save(tmp_path / "a.jpg", icc_profile=GREY, quality=98)
    Image.new("L", (64, 40), 55).save(tmp_path / "b.jpg", quality=98)
    assert all(near(one, (128, 128, 128)) for one in shown(tmp_path / "a.jpg", tmp_path))
    assert all(near(one, (55, 55, 55)) for one in shown(tmp_path / "b.jpg", tmp_path))


def test_lab_of_a_print_shop(tmp_path: Path) -> None:
    image = ImageCms.profileToProfile(
        Image.new("RGB", (64, 40), (200, 100, 50)),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    assert image is not None
    image.save(tmp_path / "a.tif")
    assert all(near(one, (200, 100, 50)) for one in shown(tmp_path / "a.tif", tmp_path))


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bits_of_either_byte_order(tmp_path: Path, order: str) -> None:
    mode = "I;16" if order == "<" else "I;16B"
    Image.frombytes(mode, (64, 40), struct.pack(f"{order}H", 0x8080) * 64 * 40).save(tmp_path / "a.tif")
    assert all(near(one, (128, 128, 128), 2) for one in shown(tmp_path / "a.tif", tmp_path))


@pytest.mark.parametrize(("mode", "value"), [("F", 0.5), ("F", 127.5), ("F", 32768.0), ("I", 32768)])
def test_measured_values(tmp_path: Path, mode: str, value: float) -> None:
    Image.new(mode, (64, 40), value).save(tmp_path / "a.tif")
    assert all(near(one, (128, 128, 128), 2) for one in shown(tmp_path / "a.tif", tmp_path))


def test_a_grey_photograph_is_no_diagram(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(120, 30, (300, 400)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png")
    paper = np.full((300, 400), 255, np.uint8)
    paper[100:120] = 0
    Image.fromarray(paper).save(tmp_path / "b.png")
    types = [
        {one.type for one in picture.render(name, tmp_path / name, Shelf(tmp_path / "shelf")).renditions}
        for name in ("a.png", "b.png")
    ]
    assert types == [{"image/webp", "image/jpeg"}, {"image/webp", "image/png"}]
