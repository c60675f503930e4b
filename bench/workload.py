"""The work to measure on: photographs as phones and cameras write them, made from freely licensed samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image
from skimage import data

# Photographs of people, things, animals, far away and near; CC0 or public domain, all inside scikit-image's wheel.
SUBJECTS = ("astronaut", "coffee", "rocket", "chelsea", "hubble_deep_field", "retina")
TEXTURES = ("brick", "grass", "gravel")
DETAIL = 0.22  # share of a texture that is laid over an enlarged sample, which has no detail of its own
GRAIN = 3.5  # standard deviation in levels of 255, at the sensor's pixels
QUALITY = 93  # makes 3–6 MB of 12 MP, as phones do

PHONE, CAMERA = (4032, 3024), (6000, 4000)
# Twelve of a phone, four of a camera; as Exif counts, 6 and 8 stand upright, 3 is upside down.
SHOTS: tuple[tuple[tuple[int, int], int], ...] = (
    (PHONE, 1), (PHONE, 6), (CAMERA, 1), (PHONE, 1), (PHONE, 3), (PHONE, 1), (CAMERA, 8), (PHONE, 1),
    (PHONE, 1), (PHONE, 6), (CAMERA, 1), (PHONE, 1), (PHONE, 8), (PHONE, 1), (CAMERA, 3), (PHONE, 1),
)  # fmt: skip
SMALL = (((1152, 864), 1), ((1152, 864), 6), ((1152, 864), 3))  # for a test of the harness itself
SIDEWAYS = (5, 6, 7, 8)


@dataclass(frozen=True)
class Photo:
    """A photograph on disk, its size in pixels once it is upright, and how it lies in the file."""

    path: Path
    width: int
    height: int
    orientation: int

    @property
    def flat(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height


def write(folder: Path, shots: tuple[tuple[tuple[int, int], int], ...] = SHOTS) -> tuple[Photo, ...]:
    """Write the photographs into a folder as p00.jpg …; the same shots give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_written(folder, shots))


def _written(folder: Path, shots: tuple[tuple[tuple[int, int], int], ...]) -> Iterator[Photo]:
    for number, ((width, height), orientation) in enumerate(shots):
        path = folder / f"p{number:02}.jpg"
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = orientation
        exif[ExifTags.Base.Make] = "bench"
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (31.0, 13.0, 50.0), 3: "E", 4: (121.0, 29.0, 10.0)})
        _scene(number, width, height).save(path, quality=QUALITY, exif=exif)
        upright = (height, width) if orientation in SIDEWAYS else (width, height)
        yield Photo(path, *upright, orientation)


def _scene(seed: int, width: int, height: int) -> Image.Image:
    """Return part of a sample, enlarged to the sensor, with a texture's detail and grain."""
    chance = np.random.default_rng(seed)
    sample = Image.fromarray(getattr(data, SUBJECTS[seed % len(SUBJECTS)])()).convert("RGB")
    wide = min(sample.width, sample.height * width / height) * (0.7 + 0.3 * chance.random())
    high = wide * height / width
    left, top = chance.random() * (sample.width - wide), chance.random() * (sample.height - high)
    box = (left, top, left + wide, top + high)
    scene = np.asarray(sample.resize((width, height), Image.Resampling.BICUBIC, box=box), np.float32)
    texture = getattr(data, TEXTURES[seed % len(TEXTURES)])()
    texture = np.pad(texture, [(0, texture.shape[0]), (0, texture.shape[1])], "symmetric")
    repeats = (-(-height // texture.shape[0]), -(-width // texture.shape[1]))
    detail = np.tile(texture, repeats)[:height, :width].astype(np.float32) - float(texture.mean())
    grain = chance.standard_normal((height, width), np.float32) * GRAIN
    return Image.fromarray((scene + (detail * DETAIL + grain)[..., None]).clip(0, 255).astype(np.uint8))
