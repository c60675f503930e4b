"""Tiles: whatever a viewer may ask for by the rules of the Image API is there and shows the right part."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from build_tools.media import tiles
from build_tools.media.original import UnusablePicture
from build_tools.media.shelf import Shelf
from build_tools.media.tiles import Tiles

REPOSITORY = Path(__file__).parents[2]


def plan(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Return a plan: rooms in different colours, a line every 100 pixels, red in the corner top left."""
    image = Image.new("RGB", size, (245, 240, 230))
    draw = ImageDraw.Draw(image)
    for left in range(0, size[0], 200):
        for top in range(0, size[1], 200):
            draw.rectangle((left, top, left + 99, top + 99), (left % 251, top % 241, (left + top) % 239))
    draw.rectangle((0, 0, size[0] // 8, size[1] // 8), (200, 20, 20))
    return image.convert(mode)


def saved(folder: Path, size: tuple[int, int], name: str = "plan.png", mode: str = "RGB", **options: Any) -> Path:
    """Write a plan and return its path."""
    path = folder / name
    plan(size, mode).save(path, **options)
    return path


def rendered(original: Path, base: str = "") -> Tiles:
    """Return the tiles of an original, on a shelf beside it."""
    return tiles.render(original.name, original, Shelf(original.parent / "shelf"), base)


def asked_for(info: dict[str, Any]) -> Iterator[tuple[str, tuple[int, int], tuple[int, int, int, int]]]:
    """Yield what OpenSeadragon asks for: address, size, and the region of the full picture it must show.

    The rules are those of its IIIFTileSource (version 3 of the API) and of the implementation notes of the API.
    """
    width, height = info["width"], info["height"]
    (tiling,) = info["tiles"]
    side = tiling["width"]
    for scale in tiling["scaleFactors"]:
        wide, high = ceil(width / scale), ceil(height / scale)
        for left in range(0, wide, side):
            for top in range(0, high, side):
                size = (min(side, wide - left), min(side, high - top))
                x, y = left * scale, top * scale
                part = (x, y, min(side * scale, width - x), min(side * scale, height - y))
                whole = part == (0, 0, width, height)
                region = "full" if whole else ",".join(map(str, part))
                shown = "max" if size == (width, height) else f"{size[0]},{size[1]}"
                yield f"{region}/{shown}/0/default.jpg", size, part


SIZES = [(3001, 2003), (512, 512), (513, 512), (4096, 1024), (700, 5000), (40, 30), (2048, 2048)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_tile_that_a_viewer_asks_for_is_there(tmp_path: Path, size: tuple[int, int]) -> None:
    original = saved(tmp_path, size)
    made = rendered(original)
    info = json.loads(made.files[made.info].read_bytes())
    root = made.info.removesuffix("/info.json")
    assert (info["width"], info["height"]) == (made.width, made.height) == size
    full = plan(size)
    asked = list(asked_for(info))
    for address, shown, (x, y, wide, high) in asked:
        with Image.open(made.files[f"{root}/{address}"]) as tile:
            assert tile.size == shown, address
            there = full.crop((x, y, x + wide, y + high)).resize(shown, Image.Resampling.BOX)
            assert sum(ImageStat.Stat(ImageChops.difference(tile.convert("RGB"), there)).mean) < 20, address
    views = {f"full/{w},{h}/0/default.jpg" for w, h in made.sizes}
    expected = {address for address, _, _ in asked} | views | {"full/max/0/default.jpg", "info.json"}
    assert {address.removeprefix(f"{root}/") for address in made.files} == expected


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_sizes_are_exactly_the_whole_views_on_disk(tmp_path: Path, size: tuple[int, int]) -> None:
    made = rendered(saved(tmp_path, size))
    info = json.loads(made.files[made.info].read_bytes())
    assert made.sizes == tuple((view["width"], view["height"]) for view in info["sizes"])
    folder = made.files[f"{made.info.removesuffix('info.json')}full/max/0/default.jpg"].parents[2]
    on_disk = {}
    for path in (folder / "full").rglob("*.jpg") if folder.name != "full" else folder.rglob("*.jpg"):
        with Image.open(path) as view:
            on_disk[path.parents[1].name] = view.size
    assert on_disk.pop("max") == size
    assert on_disk == {f"{wide},{high}": (wide, high) for wide, high in made.sizes}


def test_the_description_is_of_version_three_level_zero(tmp_path: Path) -> None:
    made = rendered(saved(tmp_path, (1000, 700)), "https://example.org/zhan/")
    info = json.loads(made.files[made.info].read_bytes())
    assert info == {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": f"https://example.org/zhan/{made.info.removesuffix('/info.json')}",
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": 1000,
        "height": 700,
        "sizes": [{"width": 500, "height": 350}],
        "tiles": [{"width": 512, "height": 512, "scaleFactors": [1, 2]}],
    }
    here = rendered(saved(tmp_path, (1000, 700)))
    assert json.loads(here.files[here.info].read_bytes())["id"] == here.info.removesuffix("/info.json")
    assert {k: v for k, v in here.files.items() if k != here.info} == {
        k: v for k, v in made.files.items() if k != made.info
    }


def corner(made: Tiles) -> tuple[int, int, int]:
    """Return the colour near the corner top left of the smallest whole view."""
    wide, high = made.sizes[0]
    place = made.files[f"{made.info.removesuffix('info.json')}full/{wide},{high}/0/default.jpg"]
    with Image.open(place) as view:
        assert (view.mode, view.size) == ("RGB", (wide, high))
        assert not view.getexif()
        assert "icc_profile" not in view.info
        pixel = view.getpixel((wide // 20, high // 20))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.jpg", "RGB"), ("a.png", "RGBA"), ("a.jpg", "CMYK"), ("a.png", "P"), ("a.tif", "RGB"), ("a.webp", "RGB")],
)
def test_every_sort_of_original_comes_out_in_its_colours(tmp_path: Path, name: str, mode: str) -> None:
    red, green, blue = corner(rendered(saved(tmp_path, (1600, 1200), name, mode)))
    assert red > 150
    assert max(green, blue) < 90


@pytest.mark.parametrize("mode", ["L", "I;16"])
def test_grey_originals_keep_their_brightness(tmp_path: Path, mode: str) -> None:
    image = Image.new(mode, (1600, 1200), 32896 if mode == "I;16" else 128)
    image.save(tmp_path / "a.png")
    assert corner(rendered(tmp_path / "a.png")) == pytest.approx((128, 128, 128), abs=3)


def test_what_is_clear_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (1600, 1200), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert corner(rendered(tmp_path / "a.png")) == (255, 255, 255)


def test_a_picture_on_its_side_is_cut_upright_and_gives_nothing_away(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken by Lao Lin"
    original = tmp_path / "a.jpg"
    plan((1600, 1000)).rotate(90, expand=True).save(original, exif=exif)
    assert b"Lao Lin" in original.read_bytes()
    made = rendered(original)
    assert (made.width, made.height) == (1600, 1000)
    assert corner(made)[0] > 150
    assert not [path for path in made.files.values() if b"Lao Lin" in path.read_bytes()]


@pytest.mark.parametrize("share", [0.0, 0.5])
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_half_a_picture_is_refused_and_leaves_nothing(tmp_path: Path, name: str, share: float) -> None:
    original = saved(tmp_path, (1600, 1200), name)
    assert rendered(original).sizes
    shutil.rmtree(tmp_path / "shelf")
    data = original.read_bytes()
    original.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnusablePicture):
        rendered(original)
    assert not [path for path in (tmp_path / "shelf").rglob("*") if path.is_file() and path.suffix != ".json"]


def test_a_picture_is_cut_once_and_the_zip_is_the_same_bytes(tmp_path: Path) -> None:
    original = saved(tmp_path, (1600, 1200))
    one, two = Shelf(tmp_path / "one"), Shelf(tmp_path / "two")
    first = tiles.render("a", original, one)
    (packed,) = (tmp_path / "one").glob("??/*.zip")
    stamp = packed.stat().st_mtime_ns
    assert tiles.render("a", original, one) == first
    assert packed.stat().st_mtime_ns == stamp
    tiles.render("a", original, two)
    (other,) = (tmp_path / "two").glob("??/*.zip")
    assert (other.name, other.read_bytes()) == (packed.name, packed.read_bytes())


@pytest.mark.parametrize("harm", ["missing", "short", "gone", "more"])
def test_a_harmed_copy_is_unpacked_anew(tmp_path: Path, harm: str) -> None:
    original = saved(tmp_path, (1600, 1200))
    made = rendered(original)
    sound = {address: path.read_bytes() for address, path in made.files.items()}
    victim = next(path for path in made.files.values() if path.suffix == ".jpg")
    folder = next((tmp_path / "shelf/unpacked").glob("[!.]*"))
    match harm:
        case "missing":
            victim.unlink()
        case "short":
            victim.write_bytes(b"")
        case "gone":
            shutil.rmtree(folder)
        case "more":
            (folder / "more.jpg").write_bytes(b"")
    assert {address: path.read_bytes() for address, path in rendered(original).files.items()} == sound
    assert not list((tmp_path / "shelf/unpacked").glob(".*"))
    assert not (folder / "more.jpg").exists()


def test_what_left_the_shelf_leaves_no_copy_behind(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    for name, width in (("a.png", 1600), ("b.png", 1700)):
        tiles.render(name, saved(tmp_path, (width, 1200), name), shelf)
    first, second = sorted((tmp_path / "shelf").glob("??/*.zip"))
    first.unlink()
    tiles.tidy(shelf.root)
    assert [folder.name for folder in (tmp_path / "shelf/unpacked").iterdir()] == [second.stem]


@pytest.mark.parametrize(
    ("kind", "size", "expected"),
    [
        ("平面图", (1920, 1080), False),
        ("平面图", (1921, 1080), True),
        ("效果图", (1000, 4000), True),
        ("照片", (4032, 3024), False),
        ("照片", (20_000, 2500), True),
        (None, (7680, 4320), False),
        (None, (7681, 4320), True),
    ],
)
def test_plans_and_very_wide_pictures_are_cut(kind: str | None, size: tuple[int, int], expected: bool) -> None:
    assert tiles.worth(kind, *size) is expected


MAKE = """
import sys, pyvips
tile = pyvips.Image.gaussnoise(1250, 1000, sigma=9, mean=200, seed=1)
image = tile.bandjoin([tile, tile]).cast("uchar").copy(interpretation="srgb")
image.replicate(int(sys.argv[2]), int(sys.argv[2])).write_to_file(sys.argv[1])
"""
CUT = """
import sys
from pathlib import Path
from build_tools.media import tiles
tiles.cut(Path(sys.argv[1]), Path(sys.argv[2]))
# Not ru_maxrss: Linux counts into it what the parent held when it started this program.
high = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))
print(int(high.split()[1]) // 1024)
"""
HOLD = CUT.replace("tiles.cut(", "from PIL import Image; Image.open(sys.argv[1]).convert('RGBA').copy() #")


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a picture of 101 megapixels."""
    place = tmp_path_factory.mktemp("large") / "plan.jpg"
    subprocess.run([sys.executable, "-c", MAKE, str(place), "9"], check=True)
    with Image.open(place) as image:
        assert image.width * image.height > 100_000_000
    return place


def peak(program: str, original: Path, folder: Path) -> int:
    """Return the peak resident memory of a program of its own, in MiB."""
    command = [sys.executable, "-c", program, str(original), str(folder / "tiles")]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in the units of Linux")
def test_a_hundred_megapixels_take_no_more_than_half_a_gibibyte(hundred: Path, tmp_path: Path) -> None:
    assert peak(CUT, hundred, tmp_path) < 512  # the promise is 1,536
    assert len(list((tmp_path / "tiles").rglob("*.jpg"))) > 500


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in the units of Linux")
def test_the_measure_sees_a_picture_held_in_memory(hundred: Path, tmp_path: Path) -> None:
    assert peak(HOLD, hundred, tmp_path) > 700


def test_the_zip_holds_only_what_belongs_there(tmp_path: Path) -> None:
    rendered(saved(tmp_path, (1600, 1200)))
    (packed,) = (tmp_path / "shelf").glob("??/*.zip")
    with zipfile.ZipFile(packed) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} == {"jpg", "json"}
