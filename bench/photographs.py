"""Photographs to measure on: freely licensed samples that come with scikit-image, at their own sharpness."""

from __future__ import annotations

import numpy as np
from PIL import Image
from skimage import data

# Public domain or CC0, as scikit-image's data/README says; people, animals, things, night, texture.
SAMPLES = ("astronaut", "coffee", "rocket", "chelsea", "immunohistochemistry", "retina", "brick", "grass", "gravel")
GRAIN = 2.0  # standard deviation in levels of 255: a phone at ISO 100–200 after its own smoothing


def collage(seed: int, width: int = 1920, height: int = 1440, tile: int = 400) -> Image.Image:
    """Return an RGB picture laid out of the samples, none enlarged, with a camera's grain. Same seed, same bytes."""
    chance = np.random.default_rng(seed)
    picture = Image.new("RGB", (width, height))
    for top in range(0, height, tile):
        for left in range(0, width, tile):
            picture.paste(_piece(chance, tile), (left, top))
    grain = chance.normal(0.0, GRAIN, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def _piece(chance: np.random.Generator, tile: int) -> Image.Image:
    whole = Image.fromarray(getattr(data, SAMPLES[chance.integers(len(SAMPLES))])()).convert("RGB")
    scale = tile / min(whole.size) * (1 + chance.random() * 0.4)
    if scale < 1:
        whole = whole.resize((round(whole.width * scale), round(whole.height * scale)), Image.Resampling.LANCZOS)
    left = int(chance.integers(max(1, whole.width - tile + 1)))
    top = int(chance.integers(max(1, whole.height - tile + 1)))
    piece = whole.crop((left, top, min(left + tile, whole.width), min(top + tile, whole.height)))
    return piece if piece.size == (tile, tile) else piece.resize((tile, tile), Image.Resampling.LANCZOS)
