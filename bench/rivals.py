"""What others do in Python, and the floor: `python -m bench.rivals <way> <job> <photographs> <out>`.

naive        Pillow as most write it: the whole photograph decoded for every file, one process, WebP by default effort
vips         libvips: shrunk while it is decoded, cascade, two processes, WebP by default effort
vips-ours    the same with our settings of the encoders
floor        the codecs alone: decoded as far as needed, and sizes that were made beforehand encoded
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from PIL import Image, ImageOps

from bench.jobs import JOBS, Job

PROCESSES = 2
TALL = 100_000  # pixels: no limit
PILLOW = {"webp": ("WEBP", {"quality": 82, "method": 2}), "jpg": ("JPEG", {"quality": 82, "optimize": True})}
DEFAULT = {"webp": ("WEBP", {"quality": 80, "method": 4}), "jpg": PILLOW["jpg"]}
SIDEWAYS = (5, 6, 7, 8)


def naive(job: Job, out: Path, path: Path) -> None:
    """Make every file from the beginning."""
    for ending in job.formats:
        for asked in job.widths:
            with Image.open(path) as opened:
                image = ImageOps.exif_transpose(opened)
            wide = min(asked, image.width)
            image = image.resize((wide, round(image.height * wide / image.width)), Image.Resampling.LANCZOS)
            image.info = {}
            encoder, settings = DEFAULT[ending]
            image.save(out / f"{path.stem}-{wide}.{ending}", encoder, **settings)


def vips(quality: int, effort: int, job: Job, out: Path, path: Path) -> None:
    """Shrink while decoding, then each size from the one before."""
    import pyvips

    step = pyvips.Image.thumbnail(str(path), job.widths[0], height=TALL, size="down").copy_memory()
    for wide in dict.fromkeys(min(width, step.width) for width in job.widths):
        if wide < step.width:
            step = step.thumbnail_image(wide, height=TALL).copy_memory()
        place = f"{out}/{path.stem}-{wide}"
        if "webp" in job.formats:
            step.webpsave(f"{place}.webp", Q=quality, effort=effort, keep="none")
        step.jpegsave(f"{place}.jpg", Q=82, optimize_coding=True, keep="none")


def raw(photographs: Path) -> Path:
    """Return the folder for sizes made beforehand."""
    return photographs.with_name("raw")


def prepare(job: Job, photographs: Path) -> None:
    """Make the sizes that the floor encodes, untimed."""
    raw(photographs).mkdir(exist_ok=True)
    for path in sorted(photographs.glob("*.jpg")):
        with Image.open(path) as opened:
            image = ImageOps.exif_transpose(opened)
        for size in job.sizes(*image.size):
            sized = image.resize(size, Image.Resampling.LANCZOS)
            (raw(photographs) / f"{path.stem}-{size[0]}").write_bytes(sized.tobytes())


def floor(job: Job, out: Path, path: Path) -> None:
    """Decode to what is needed and encode what was made before."""
    with Image.open(path) as opened:
        turned = opened.getexif().get(0x0112, 1) in SIDEWAYS
        upright = opened.size[::-1] if turned else opened.size
        sizes = job.sizes(*upright)
        opened.draft(None, sizes[0][::-1] if turned else sizes[0])
        opened.load()
    for size in sizes:
        name = f"{path.stem}-{size[0]}"
        image = Image.frombytes("RGB", size, (raw(path.parent) / name).read_bytes())
        for ending in job.formats:
            encoder, settings = PILLOW[ending]
            image.save(out / f"{name}.{ending}", encoder, **settings)


WAYS: dict[str, tuple[int, Callable[[Job, Path, Path], None]]] = {
    "naive": (1, naive),
    "vips": (PROCESSES, partial(vips, 80, 4)),
    "vips-ours": (PROCESSES, partial(vips, 82, 2)),
    "floor": (PROCESSES, floor),
}


def run(way: str, job: Job, photographs: Path, out: Path) -> None:
    """Do a job, biggest photographs first."""
    processes, make = WAYS[way]
    paths = sorted(photographs.glob("*.jpg"), key=lambda path: -path.stat().st_size)
    if processes == 1:
        for path in paths:
            make(job, out, path)
    else:
        with ProcessPoolExecutor(processes) as pool:
            list(pool.map(partial(make, job, out), paths))


if __name__ == "__main__":
    run(sys.argv[1], JOBS[sys.argv[2]], Path(sys.argv[3]), Path(sys.argv[4]))
