"""Deep zoom in turns: our libvips way against the same work in Pillow. `python bench/tiles.py [megapixels] [turns]`.

Prints wall time, CPU time, peak resident memory and files for each, as medians, every run in a process of its own.
The picture is made here, noise over broad waves: as hard on the encoder as a photograph of the same size.
"""

from __future__ import annotations

import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from math import ceil
from pathlib import Path

import pyvips
from PIL import Image, ImageOps

from build_tools.media import tiles


def picture(place: Path, megapixels: int) -> None:
    """Write a picture of 5:4 with the given number of million pixels, JPEG or PNG by its suffix."""
    height = round((megapixels * 1_000_000 * 4 / 5) ** 0.5)
    width = height * 5 // 4
    grain = pyvips.Image.gaussnoise(width, height, sigma=6, mean=0, seed=3)
    waves = [pyvips.Image.sines(width, height, hfreq=h, vfreq=v) * 90 + 128 for h, v in ((2, 1), (7, 3), (31, 17))]
    image = waves[0].bandjoin(waves[1:]) + grain
    image = image.cast("uchar").copy(interpretation="srgb")
    image.write_to_file(str(place), **({"Q": 92} if place.suffix == ".jpg" else {"compression": 1}))


def pillow(original: Path, root: Path) -> None:
    """Do what `tiles.cut` does, whole picture in memory, halving from scale to scale."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(original) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = image.size
    settings = {"quality": 85, "subsampling": 0}
    for scale in tiles.scales(width, height):
        wide, high = ceil(width / scale), ceil(height / scale)
        if scale > 1:
            image = image.resize((wide, high), Image.Resampling.BOX)
        if scale == 1 or max(wide, high) <= tiles.LARGEST_SIZE:
            place = root / ("full/max" if scale == 1 else f"full/{wide},{high}") / "0"
            place.mkdir(parents=True)
            image.save(place / "default.jpg", **settings)
        if max(wide, high) <= tiles.SIDE:
            break  # the whole view is the tile
        for top in range(0, high, tiles.SIDE):
            for left in range(0, wide, tiles.SIDE):
                box = (left, top, min(left + tiles.SIDE, wide), min(top + tiles.SIDE, high))
                x, y = left * scale, top * scale
                region = (x, y, min(tiles.SIDE * scale, width - x), min(tiles.SIDE * scale, height - y))
                place = root / ",".join(map(str, region)) / f"{box[2] - left},{box[3] - top}" / "0"
                place.mkdir(parents=True, exist_ok=True)
                image.crop(box).save(place / "default.jpg", **settings)


WAYS = {"pyvips": tiles.cut, "Pillow": pillow}


def run_alone(way: str, original: str) -> None:
    """Run one way in this process and print its figures as JSON: seconds, CPU seconds, peak MiB, files."""
    with tempfile.TemporaryDirectory() as folder:
        root, began = Path(folder) / "tiles", time.perf_counter()
        WAYS[way](Path(original), root)
        seconds = time.perf_counter() - began
        use = resource.getrusage(resource.RUSAGE_SELF)
        files = sum(1 for path in root.rglob("*.jpg"))
    print(json.dumps([seconds, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024, files]))


def compare(megapixels: int = 100, turns: int = 3) -> None:
    """Print the table."""
    print(
        f"{megapixels} MP, {turns} turns, {platform.machine()}, Pillow {Image.__version__}, pyvips {pyvips.__version__}"
    )
    print("| original | way | wall s | CPU s | peak MiB | files |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".jpg", ".png"):
            original = Path(folder) / f"plan{suffix}"
            subprocess.run([sys.executable, __file__, "make", str(original), str(megapixels)], check=True)
            figures: dict[str, list[list[float]]] = {way: [] for way in WAYS}
            for _ in range(turns):
                for way, found in figures.items():
                    command = [sys.executable, __file__, way, str(original)]
                    found.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
            for way, found in figures.items():
                wall, cpu, peak, files = (statistics.median(column) for column in zip(*found, strict=True))
                print(f"| {suffix[1:]} | {way} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | {files:.0f} |")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", place, megapixels]:
            picture(Path(place), int(megapixels))
        case [way, original] if way in WAYS:
            run_alone(way, original)
        case numbers:
            compare(*(int(number) for number in numbers))
