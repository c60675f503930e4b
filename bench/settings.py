"""Which encoder, which quality: `python -m bench.settings` measures and writes bench/settings.md.

For each encoder and setting: SSIM to the picture before encoding (Gaussian window, on luminance), bits a pixel, and
processor time a megapixel for encoding and for decoding. Processor time, not wall time: others use the machine too.
"""

from __future__ import annotations

import io
import platform
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import PIL
from PIL import Image, features
from skimage.metrics import structural_similarity

from bench.photographs import collage

WIDTHS = (480, 960, 1920)
SEEDS = (1, 2)
JPEG = {"progressive": True, "optimize": True}
SETTINGS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *(("JPEG", {"quality": q, **JPEG}) for q in (76, 79, 82, 85)),
    *(("JPEG", {"quality": q, "progressive": False, "optimize": True}) for q in (76, 79, 82, 85)),
    *(("WEBP", {"quality": q, "method": m}) for m in (0, 2, 4, 6) for q in (70, 74, 78, 82, 86)),
    *(
        ("AVIF", {"quality": q, "speed": s, "max_threads": 1, "autotiling": False})
        for s in (9, 8, 6)
        for q in (58, 62, 66, 70, 74)
    ),
)
LEVEL = ("JPEG", "progressive", 82)  # what pages have looked like since 0.1.0, and what others are held to


@dataclass(frozen=True)
class Row:
    """One encoder with one setting, over all sample pictures of one width."""

    encoder: str
    effort: str
    quality: int
    width: int
    ssim: float
    bits: float
    encoding: float
    decoding: float


def similarity(before: Image.Image, after: Image.Image) -> float:
    """Return SSIM of two pictures' luminance, 1 when equal."""
    first, second = (np.asarray(image.convert("L")) for image in (before, after))
    return float(structural_similarity(first, second, gaussian_weights=True, sigma=1.5, use_sample_covariance=False))


def measure(encoder: str, setting: Mapping[str, Any], pictures: list[Image.Image]) -> Row:
    """Encode and decode each picture once."""
    pixels, size, encoding, decoding, ssims = 0, 0, 0.0, 0.0, []
    for picture in pictures:
        data, start = io.BytesIO(), time.process_time()
        picture.save(data, encoder, **setting)
        encoding += time.process_time() - start
        start = time.process_time()
        with Image.open(data) as opened:
            opened.load()
            decoding += time.process_time() - start
            ssims.append(similarity(picture, opened))
        pixels += picture.width * picture.height
        size += len(data.getvalue())
    effort = " ".join(f"{name} {setting[name]}" for name in ("method", "speed") if name in setting)
    if encoder == "JPEG":
        effort = "progressive" if setting["progressive"] else "baseline"
    per = pixels / 1e6
    mean = sum(ssims) / len(ssims)
    milliseconds = (encoding / per * 1e3, decoding / per * 1e3)
    return Row(encoder, effort, setting["quality"], pictures[0].width, mean, size * 8 / pixels, *milliseconds)


def rows() -> Iterator[Row]:
    """Yield every measurement."""
    whole = [collage(seed) for seed in SEEDS]
    for width in WIDTHS:
        sized = [image.resize((width, width * 3 // 4), Image.Resampling.LANCZOS, reducing_gap=3.0) for image in whole]
        for encoder, setting in SETTINGS:
            yield measure(encoder, setting, sized)


def level(measured: list[Row]) -> Iterator[tuple[Row, float]]:
    """Yield, for each width and effort, what it takes to look as good as JPEG 82, and the quality to ask for.

    Between two measured qualities everything is taken to be straight; an effort that never gets there is left out.
    """
    for width in WIDTHS:
        here = [row for row in measured if row.width == width]
        goal = next(row.ssim for row in here if (row.encoder, row.effort, row.quality) == LEVEL)
        for encoder, effort in dict.fromkeys((row.encoder, row.effort) for row in here):
            same = sorted((r for r in here if (r.encoder, r.effort) == (encoder, effort)), key=lambda r: r.ssim)
            ssims = [row.ssim for row in same]
            if ssims[0] <= goal <= ssims[-1]:
                values = (
                    float(np.interp(goal, ssims, [getattr(row, name) for row in same]))
                    for name in ("bits", "encoding", "decoding")
                )
                quality = float(np.interp(goal, ssims, [row.quality for row in same]))
                yield Row(encoder, effort, round(quality), width, goal, *values), quality


def as_markdown(measured: list[Row]) -> str:
    """Return the tables, with what they were measured on."""
    versions = ", ".join(f"{name} {features.version(name)}" for name in ("jpg", "webp", "avif"))
    head = "bits a pixel | encoding, ms CPU a MP | decoding, ms CPU a MP |"
    lines = [
        "# Encoders and settings, measured",
        "",
        f"`python -m bench.settings`, {date.today()}, {platform.machine()}, Python {platform.python_version()}, "
        f"Pillow {PIL.__version__} ({versions}).",
        "",
        "## At equal SSIM",
        "",
        "What each encoder takes to look as good as JPEG 82 (progressive), between the measured qualities below.",
        "",
        f"| encoder | width | quality | {head}",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.encoder} {r.effort} | {r.width} | {q:.0f} | {r.bits:.2f} | {r.encoding:.0f} | {r.decoding:.0f} |"
        for r, q in level(measured)
    ]
    lines += [
        "",
        "## All measurements",
        "",
        f"| encoder | quality | width | SSIM | {head}",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.encoder} {r.effort} | {r.quality} | {r.width} | {r.ssim:.4f} | {r.bits:.2f} | {r.encoding:.0f} "
        f"| {r.decoding:.0f} |"
        for r in measured
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("settings.md"))
    place.write_text(as_markdown(list(rows())), encoding="utf-8")
