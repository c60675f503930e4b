"""Tiles: plans and renderings cut up so that a screen loads only what a visitor looks at (IIIF Image API 3, level 0).

libvips through pyvips cuts, as fast as Pillow in a quarter to a tenth of the memory. `python bench/tiles.py`, which
runs both in turns, on 2 shared cores (read ratios): 100 MP JPEG 3.7 s and 257 MiB at the peak, Pillow 4.6 s and
1,184 MiB; PNG 5.6 s and 152 MiB, Pillow 5.2 s and 1,184 MiB. 200 MP JPEG 7.1 s and 395 MiB, Pillow 8.0 s and 2,323 MiB,
more than a staff machine can spare. A picture on its side takes 457 MiB at 100 MP.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import pyvips

from build_tools.media.original import HEIF, LARGEST, UnusablePicture, reading
from build_tools.media.shelf import DAY, Shelf, key_of

RECIPE = "tiles-1"

SIDE = 512  # pixels: 20–40 kB a tile, four to eight of them on a full HD screen
LARGEST_SIZE = 2048  # longest side of a whole view in `sizes`; whoever wants more takes tiles or full/max
# Lines in colour on white keep their edges only with full chroma; 85 is where rings around letters are no longer seen.
JPEG = "Q=85,subsample_mode=off,keep=none"
KINDS = frozenset(("平面图", "效果图"))
DEEP = 1920  # pixels: up to here the largest ordinary rendition already shows all there is of a plan
WIDE = 2 * 3840  # pixels: any picture twice as wide as its largest rendition, such as a panorama; no phone photo is
UNPACKED = "unpacked"  # folder on the shelf with a copy of each zip as files, for hard links into the site
TAG = "http://iiif.io/api/image/3/context.json"


@dataclass(frozen=True)
class Tiles:
    """A picture in tiles.

    `info` is the address of info.json, `width` and `height` are in pixels, upright; `sizes` are the whole views
    (width, height) on disk, smallest first; `files` is every file by its address in the site.
    """

    name: str
    info: str
    width: int
    height: int
    sizes: tuple[tuple[int, int], ...]
    files: Mapping[str, Path]


def worth(kind: str | None, width: int, height: int) -> bool:
    """Whether a raster picture of this kind and size shows more in tiles than in its largest rendition."""
    longest = max(width, height)
    return longest > (DEEP if kind in KINDS else WIDE)


def scales(width: int, height: int) -> tuple[int, ...]:
    """Return the scale factors 1, 2, 4 … down to where the whole picture fits one tile."""
    found = [1]
    while max(ceil(width / found[-1]), ceil(height / found[-1])) > SIDE:
        found.append(found[-1] * 2)
    return tuple(found)


def sizes(width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Return the whole views kept as files, smallest first; never the picture in full, which is full/max."""
    views = [(ceil(width / scale), ceil(height / scale)) for scale in scales(width, height) if scale > 1]
    return tuple(sorted(view for view in views if max(view) <= LARGEST_SIZE))


def render(name: str, original: Path, shelf: Shelf, base: str = "") -> Tiles:
    """Return the tiles of an original. Raises UnusablePicture.

    The shelf keeps one zip for a picture, whole or not at all, which also travels as one object; the files in it lie
    unpacked beside. `base` is the address of the site with a final slash, for the `id` that the API wants to be
    absolute; without it the id is relative to the root of the tree.
    """
    key = key_of(RECIPE, shelf.digest(original))
    packed = shelf.keep(key, ".zip", lambda place: _pack(original, place, shelf.root / UNPACKED))
    folder = _unpacked(packed, shelf.root / UNPACKED / key)
    plain = json.loads((folder / "info.json").read_bytes())
    address = f"media/{key[:16]}"
    words = json.dumps({"@context": TAG, "id": base + address, **plain}, indent=1)
    info = shelf.keep(key_of(RECIPE, key, words), ".json", lambda place: _write(place, words))
    with zipfile.ZipFile(packed) as archive:
        files = {f"{address}/{one}": folder / one for one in archive.namelist()}
    whole = tuple((view["width"], view["height"]) for view in plain["sizes"])
    files[f"{address}/info.json"] = info
    return Tiles(name, f"{address}/info.json", plain["width"], plain["height"], whole, files)


def _write(place: Path, words: str) -> None:
    place.write_text(words, encoding="utf-8")


def _pack(original: Path, place: Path, room: Path) -> None:
    room.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".cutting-", dir=room) as working:
        root = Path(working) / "tiles"
        try:
            cut(original, root)
        except (pyvips.Error, OSError, SyntaxError, ValueError) as error:
            raise UnusablePicture("这张图切不成小块，可能只有一半。请重新导出，再放进来。") from error
        # Stored, sorted and dated alike: JPEG does not shrink further, and the same tiles are the same bytes.
        with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                archive.writestr(zipfile.ZipInfo(path.relative_to(root).as_posix()), path.read_bytes())


def cut(original: Path, root: Path) -> None:
    """Write every tile and whole view of a picture into the new folder `root`, and an info.json without its id.

    The picture streams through three times and is never whole in memory, unless it lies on its side.
    Raises pyvips.Error and what Pillow raises for files that cannot be read.
    """
    image = _opened(original)
    width, height = image.width, image.height
    image.dzsave(str(root), layout="iiif3", tile_size=SIDE, suffix=f".jpg[{JPEG}]", properties=False)
    # What libvips writes beside the tiles is not wanted; its info.json, which knows no sizes, is written over.
    (root / "vips-properties.xml").unlink(missing_ok=True)
    shutil.rmtree(root / f"full/{width},{height}", ignore_errors=True)  # a picture of one tile: it is full/max
    _save(_opened(original), root / "full/max/0/default.jpg")
    views = sizes(width, height)
    if views:
        small = _opened(original).thumbnail_image(views[-1][0], height=views[-1][1], size="force").copy_memory()
        for wide, high in views:
            _save(small.thumbnail_image(wide, height=high, size="force"), root / f"full/{wide},{high}/0/default.jpg")
    info = {
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "sizes": [{"width": wide, "height": high} for wide, high in views],
        "tiles": [{"width": SIDE, "height": SIDE, "scaleFactors": list(scales(width, height))}],
    }
    _write(root / "info.json", json.dumps(info))


def _save(image: pyvips.Image, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    image.jpegsave(str(place), Q=85, subsample_mode="off", keep="none")


def _opened(original: Path) -> pyvips.Image:
    """Return the picture as it will be shown, still to be streamed: upright, sRGB, 8 bits, on white."""
    with original.open("rb") as stream:
        head = stream.read(12)
    if head[8:12] in HEIF:  # the wheel of libvips has no decoder for it
        with reading(original) as phone:
            image = pyvips.Image.new_from_memory(phone.convert("RGB").tobytes(), *phone.size, 3, "uchar")
            image = image.copy(interpretation="srgb")
            if profile := phone.info.get("icc_profile"):
                image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    else:
        # From a picture on its side rows are needed out of order: then libvips unpacks it into a file, still not into
        # memory. `revalidate`: during a preview the same name may hold another picture.
        options = {"fail_on": "truncated", "revalidate": True}
        image = pyvips.Image.new_from_file(str(original), access="sequential", **options)
        if image.get_typeof("orientation") and image.get("orientation") > 1:
            image = pyvips.Image.new_from_file(str(original), access="random", **options)
    if image.width * image.height > LARGEST:
        raise UnusablePicture("这张图大得不正常（超过2.4亿像素）。请先缩小再放进来。")
    image = image.autorot()
    if image.get_typeof("icc-profile-data") != 0 or image.interpretation == "cmyk":
        image = image.icc_transform("srgb", embedded=True, input_profile="cmyk" if image.bands >= 4 else "srgb")
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=255)
    return image.cast("uchar")


def _unpacked(packed: Path, folder: Path) -> Path:
    """Return `folder` with everything of a zip, unpacked anew when a file is missing or of another length."""
    with zipfile.ZipFile(packed) as archive:
        expected = {one.filename: one.file_size for one in archive.infolist()}
        if _lengths(folder) == expected:
            return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=folder.parent) as working:
            fresh, old = Path(working) / "new", Path(working) / "old"
            archive.extractall(fresh)
            if folder.exists():
                folder.rename(old)
            try:
                fresh.rename(folder)
            except OSError:
                if _lengths(folder) != expected:  # another build was faster, or the disk is in the way
                    raise
    return folder


def _lengths(folder: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for here, _, names in os.walk(folder):
        within = Path(here).relative_to(folder)
        found |= {(within / name).as_posix(): os.stat(os.path.join(here, name)).st_size for name in names}
    return found


def tidy(root: Path) -> None:
    """Drop what has no zip on the shelf any more, and what a killed build left a day ago."""
    for folder in (root / UNPACKED).glob("*"):
        left = folder.name.startswith(".") and time.time() - folder.stat().st_mtime > DAY
        if left or not (folder.name.startswith(".") or (root / folder.name[:2] / f"{folder.name}.zip").exists()):
            shutil.rmtree(folder, ignore_errors=True)
