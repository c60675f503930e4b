"""What becomes of one original: crops, sizes for large screens, crisp diagrams, stills, and what stands in for it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image, JpegImagePlugin

from build_tools.media import picture, scaling
from build_tools.media.picture import Picture
from build_tools.media.recipe import Wants
from build_tools.media.shelf import Shelf
from tests.media import originals


def photograph(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return something with as many colours as a photograph: a soft ground with grain."""
    chance = np.random.default_rng(seed)
    across = np.linspace(40, 200, width)[None, :, None] + np.linspace(0, 50, height)[:, None, None]
    grain = chance.normal(0, 6, (height, width, 3))
    return Image.fromarray((across * [1.0, 0.8, 0.6] + grain).clip(0, 255).astype(np.uint8))


def made(path: Path, wants: Wants = Wants()) -> Picture:  # noqa: B008  # frozen
    """Return the picture of an original on a shelf beside it."""
    return picture.render(path.name, path, Shelf(path.parent / "shelf"), wants)


FOCUS = {(0, 50): "left", (100, 50): "right", (50, 50): "middle"}
MARKS = {"left": (230, 0, 0), "middle": (0, 230, 0), "right": (0, 0, 230)}


@pytest.mark.parametrize(("focus", "seen"), FOCUS.items())
def test_a_card_shows_what_matters(tmp_path: Path, focus: tuple[int, int], seen: str) -> None:
    image = photograph(3000, 600)
    for number, colour in enumerate(MARKS.values()):
        image.paste(colour, (number * 1000 + 400, 200, number * 1000 + 600, 400))
    image.save(tmp_path / "a.jpg", quality=95)
    thumbs = made(tmp_path / "a.jpg", Wants(thumb=True, focus=focus)).thumbs
    # 1920 wide, the picture is 384 high: of that a card of 614 can be cut, and neither size is above it.
    assert [(one.width, one.height, one.type) for one in thumbs] == [
        (480, 300, "image/webp"),
        (480, 300, "image/jpeg"),
        (614, 384, "image/webp"),
        (614, 384, "image/jpeg"),
    ]
    for one in thumbs:
        with Image.open(one.file) as found:
            assert found.size == (one.width, one.height)
            pixels = np.asarray(found.convert("RGB")).reshape(-1, 3).astype(int)
        there = {name for name, mark in MARKS.items() if (abs(pixels - mark).max(axis=1) < 40).mean() > 0.02}
        assert there == {seen}


@pytest.mark.parametrize("focus", [(50, 0), (50, 100)])
def test_an_upright_photograph_is_cut_around_its_focus(tmp_path: Path, focus: tuple[int, int]) -> None:
    image = photograph(900, 1600)
    image.paste((230, 0, 0), (300, 100, 600, 300))
    image.save(tmp_path / "a.jpg", exif=_turned(1), quality=95)
    image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "b.jpg", exif=_turned(6), quality=95)
    for name in ("a.jpg", "b.jpg"):
        one = made(tmp_path / name, Wants(thumb=True, focus=focus)).thumbs[-1]
        with Image.open(one.file) as found:
            assert found.size == (900, 562)
            pixels = np.asarray(found.convert("RGB")).reshape(-1, 3).astype(int)
        assert bool((abs(pixels - (230, 0, 0)).max(axis=1) < 40).any()) == (focus == (50, 0))


def _turned(way: int) -> Image.Exif:
    exif = Image.Exif()
    exif[originals.ORIENTATION] = way
    return exif


def test_nothing_is_cut_that_has_the_shape_of_a_card_or_is_a_diagram(tmp_path: Path) -> None:
    photograph(1600, 1000).save(tmp_path / "a.jpg")
    originals.corners(900, 300).save(tmp_path / "b.png")
    photograph(900, 300).save(tmp_path / "c.jpg")
    thumbs = [made(tmp_path / name, Wants(thumb=True)).thumbs for name in ("a.jpg", "b.png", "c.jpg")]
    assert [bool(one) for one in thumbs] == [False, False, True]
    assert made(tmp_path / "c.jpg").thumbs == ()


WIDE = {1920: [], 2500: [2500], 3840: [3840], 5000: [3840]}


@pytest.mark.parametrize(("width", "wanted"), WIDE.items())
def test_large_screens_get_what_the_original_has(tmp_path: Path, width: int, wanted: list[int]) -> None:
    photograph(width, 200).save(tmp_path / "a.jpg")
    found = made(tmp_path / "a.jpg", Wants(wide=True))
    assert [one.width for one in found.wide if one.type == "image/webp"] == wanted
    assert {one.width for one in found.for_surface("station")} == {480, 960, 1920, *wanted}
    assert {one.width for one in found.for_surface("web")} == {480, 960, 1920}
    assert made(tmp_path / "a.jpg").wide == ()


def test_a_diagram_keeps_every_edge(tmp_path: Path) -> None:
    diagram = Image.new("RGBA", (800, 500), (255, 255, 255, 0))
    diagram.paste((36, 31, 27, 255), (100, 100, 700, 101))
    diagram.paste((168, 22, 28, 255), (399, 50, 400, 450))
    diagram.save(tmp_path / "a.png")
    whole = [one for one in made(tmp_path / "a.png").renditions if one.width == 800]
    assert {one.type for one in whole} == {"image/webp", "image/png"}
    for one in whole:
        with Image.open(one.file) as found:
            same = np.asarray(found.convert("RGBA").convert("RGBa")) == np.asarray(diagram.convert("RGBa"))
        assert same.all()


def test_a_photograph_would_not_keep_them(tmp_path: Path) -> None:
    photograph(800, 500).save(tmp_path / "a.png")
    one = made(tmp_path / "a.png").of_type("image/webp")[-1]
    with Image.open(one.file) as found, Image.open(tmp_path / "a.png") as before:
        assert not (np.asarray(found) == np.asarray(before)).all()


def test_transparency_that_hides_nothing_costs_nothing(tmp_path: Path) -> None:
    image = photograph(300, 200)
    image.putalpha(255)
    image.save(tmp_path / "a.png")
    image.putalpha(128)
    image.save(tmp_path / "b.png")
    types = [{one.type for one in made(tmp_path / name).renditions} for name in ("a.png", "b.png")]
    assert types == [{"image/webp", "image/jpeg"}, {"image/webp", "image/png"}]


@pytest.mark.parametrize(("kind", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_what_moves_shows_its_first_moment(tmp_path: Path, kind: str, name: str) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ((220, 20, 20), (20, 20, 220))]
    frames[0].save(tmp_path / name, kind, save_all=True, append_images=frames[1:], duration=100)
    with Image.open(tmp_path / name) as before:
        assert getattr(before, "n_frames", 1) == 2
    for one in made(tmp_path / name).renditions:
        with Image.open(one.file) as found:
            assert getattr(found, "n_frames", 1) == 1
            pixel = found.convert("RGB").getpixel((30, 20))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 180 > 60 > pixel[2]


@pytest.mark.parametrize("way", [1, 6, 8])
@pytest.mark.parametrize("name", ["a.heic", "sent-as.jpg"])
def test_heic_of_a_phone(tmp_path: Path, name: str, way: int) -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    image, turn = originals.corners(), originals.STORED[way]
    stored = image if turn is None else image.transpose(turn)
    stored.save(tmp_path / name, "HEIF", exif=_turned(way).tobytes(), quality=95)
    found = made(tmp_path / name)
    assert (found.width, found.height) == (90, 60)
    for one in found.renditions:
        with Image.open(one.file) as shown:
            left, right = (shown.convert("RGB").getpixel((x, 15)) for x in (20, 70))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[0] > 150 > left[1]
        assert right[1] > 120 > right[0]


def test_something_stands_in_the_place_of_a_photograph(tmp_path: Path) -> None:
    image = Image.new("RGB", (1200, 800), (168, 22, 28))
    image.paste(photograph(500, 800), (0, 0))
    image.save(tmp_path / "a.jpg", quality=95)
    found = made(tmp_path / "a.jpg")
    red, green, blue = bytes.fromhex(found.colour.removeprefix("#"))
    assert (abs(red - 168), abs(green - 22), abs(blue - 28)) <= (6, 6, 6)
    assert len(found.placeholder) <= 200
    head, _, data = found.placeholder.partition(",")
    assert head == "data:image/webp;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as tiny:
        assert 1.2 < tiny.width / tiny.height < 2
        right = tiny.convert("RGB").getpixel((tiny.width - 1, tiny.height // 2))
    assert isinstance(right, tuple)
    assert right[0] > 130 > 80 > right[1]


@pytest.mark.parametrize(("size", "scale"), [((4032, 3024), 2), ((3024, 4032), 1), ((1200, 900), 1)])
def test_a_photograph_is_decoded_once_and_only_as_far_as_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], scale: int
) -> None:
    loads: list[tuple[str, tuple[int, int]]] = []
    load, shrunk = JpegImagePlugin.JpegImageFile.load, scaling._shrunk

    def counted(self: JpegImagePlugin.JpegImageFile) -> object:
        if self.filename == str(tmp_path / "a.jpg") and self.tile:
            loads.append(("Pillow", self.size))
        return load(self)

    def counted_too(image: pyvips.Image, wanted: tuple[int, int]) -> Image.Image:
        if image.get_typeof("vips-loader"):
            loads.append(("libvips", (image.width, image.height)))
        return shrunk(image, wanted)

    photograph(*size).save(tmp_path / "a.jpg")
    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", counted)
    monkeypatch.setattr(scaling, "_shrunk", counted_too)
    made(tmp_path / "a.jpg", Wants(thumb=True))
    # What needs no shrinking is Pillow's.
    assert loads == [("libvips" if size[0] > 1920 else "Pillow", (size[0] // scale, size[1] // scale))]


def test_libvips_and_pillow_make_the_same_picture(tmp_path: Path) -> None:
    rounded = photograph(2400, 1600).resize((600, 400)).resize((2400, 1600), Image.Resampling.BICUBIC)
    with_vips = scaling.resized(rounded, (960, 640))
    with_pillow = rounded.resize((960, 640), Image.Resampling.LANCZOS)
    assert with_vips.tobytes() != with_pillow.tobytes(), "both came from the same program"
    apart = np.abs(np.asarray(with_vips, np.int16) - np.asarray(with_pillow, np.int16))
    assert apart.max() <= 4
    moved = np.abs(np.asarray(with_vips, np.int16)[:, 1:] - np.asarray(with_pillow, np.int16)[:, :-1])
    assert moved.max() > 4, "the control: a pixel to the side"


def test_bytes_do_not_depend_on_what_the_shelf_still_held(tmp_path: Path) -> None:
    photograph(2500, 1300).save(tmp_path / "a.jpg")
    wants = Wants(wide=True, thumb=True, focus=(20, 30))
    first = made(tmp_path / "a.jpg", wants)
    everything = first.for_surface("station")
    before = {one.file: one.file.read_bytes() for one in everything}
    assert len(before) == 2 * (3 + 1 + 2)
    for place in list(before)[1::2]:
        place.unlink()
    assert picture.render("a.jpg", tmp_path / "a.jpg", Shelf(tmp_path / "shelf"), wants, threads=2) == first
    assert {one.file: one.file.read_bytes() for one in everything} == before
