"""What goes wrong with files that staff hand in: one Chinese sentence, the file, and what to do; nothing half done."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from build_tools.media import picture
from build_tools.media.original import UnusablePicture
from build_tools.media.shelf import Shelf
from build_tools.site.preview import Preview
from tests.media import originals
from tests.worlds import Checkout, tree

HAN = range(0x4E00, 0xA000)


def jpeg(size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    """Return a sound photograph."""
    data = io.BytesIO()
    originals.corners(*size).save(data, "JPEG", **more)
    return data.getvalue()


def word() -> bytes:
    """Return what begins like a .docx."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    return data.getvalue()


WHOLE = jpeg()
# Bytes -> what is said, and what to do about it.
BAD = {
    "zero": (b"", "里面什么也没有", "重新"),
    "truncated": (WHOLE[: len(WHOLE) // 2], "只有一半", "重新"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "而是 PDF 文件", "另存为图片"),
    "word": (word(), "Word", "另存出来"),
    "page": (b"<!doctype html><html></html>", "而是网页", "另存"),
    "noise": (bytes(range(256)) * 20, "或者已经损坏", "另存为 JPG"),
    "bomb": (originals.png_header(60_000, 60_000), "大得不正常", "缩小"),
    "pixel": (originals.png_header(1, 1), "只有一个像素", "换一张"),
}


@dataclass(frozen=True)
class Handed:
    """A checkout into which a file was handed in."""

    checkout: Checkout

    def build(self, *more: str) -> tuple[int, str]:
        """Return how `exhibit build` ends and what it says."""
        done = self.checkout.run("exhibit", "build", "--quiet", *more)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def handed(small: Checkout) -> Callable[[str, bytes], Handed]:
    """Return a function that hands in a picture and shows it on a page."""

    def hand_in(name: str, data: bytes) -> Handed:
        room = (small.root / "content/guide/01-bangong-qu.md").read_text(encoding="utf-8")
        small.lay(
            {
                f"media/{name}": data,
                f"media/{name}.yml": "alt: 一张照片。\nkind: 照片\n",
                "guide/01-bangong-qu.md": f"{room}\n![照片]({name})\n",
            }
        )
        return Handed(small)

    return hand_in


@pytest.mark.parametrize(("data", "said", "fix"), BAD.values(), ids=BAD)
def test_each_is_said_by_render_and_by_probe_alike(tmp_path: Path, data: bytes, said: str, fix: str) -> None:
    path = tmp_path / "照片.jpg"
    path.write_bytes(data)
    for look in (lambda: picture.render("照片.jpg", path, Shelf(tmp_path / "shelf")), lambda: picture.probe(path)):
        with pytest.raises(UnusablePicture, match=said) as raised:
            look()
        what, _, todo = str(raised.value).partition("。")
        assert fix in todo
        assert sum(ord(letter) in HAN for letter in what) > 5
    assert not [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder.jpg").mkdir()
    for name in ("folder.jpg", "gone.jpg"):
        for look in (picture.probe, lambda path: picture.render(path.name, path, Shelf(tmp_path / "shelf"))):
            with pytest.raises(UnusablePicture, match=r"这个文件读不出来。请检查"):
                look(tmp_path / name)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_fails_and_leaves_everything_as_it_was(handed: Callable[[str, bytes], Handed], jobs: str) -> None:
    world = handed("photo.jpg", jpeg())
    assert world.build() == (0, "")
    before = tree(world.checkout.root / "site")
    for name, (data, *_) in BAD.items():
        world.checkout.lay({f"media/{name}.jpg": data, f"media/{name}.jpg.yml": "alt: 一张照片。\n"})
    code, text = world.build("--jobs", jobs)
    assert code == 1
    for name, (_, said, fix) in BAD.items():
        (box,) = [box for box in text.split("\n\n") if f"content/media/{name}.jpg:1:1" in box]
        assert said in box
        assert fix in box.partition("帮助: ")[2]
    assert "Traceback" not in text
    assert tree(world.checkout.root / "site") == before
    assert {path.name for path in (world.checkout.root / "site").iterdir()} == {"web", "station"}


def test_check_finds_half_a_photograph_too(handed: Callable[[str, bytes], Handed]) -> None:
    world = handed("photo.jpg", WHOLE[: len(WHOLE) // 2])
    done = world.checkout.run("exhibit", "check")
    assert done.returncode == 1
    assert "content/media/photo.jpg:1:1" in done.stdout + done.stderr
    world.checkout.lay({"media/photo.jpg": WHOLE})
    assert world.checkout.run("exhibit", "check").returncode == 0


def test_the_preview_goes_on_with_a_drawing_that_says_so(
    handed: Callable[[str, bytes], Handed], tmp_path: Path
) -> None:
    world = handed("photo.jpg", WHOLE[: len(WHOLE) // 2])
    preview = Preview(world.checkout.project, tmp_path / "preview", 1)
    (problem,) = preview.rebuild()
    assert problem.code == "unusable-medium"
    room = preview.root / "web/guide/bangong-qu.html"
    text = room.read_text(encoding="utf-8")
    assert "这张图只有一半" in text, "the problem stands on the page"
    stand_in = picture.stand_in("photo.jpg", Shelf(world.checkout.shelf))
    assert stand_in.renditions[0].address in text
    assert (preview.root / "web" / stand_in.renditions[0].address).is_file()
    world.checkout.lay({"media/photo.jpg": WHOLE})
    assert preview.rebuild() == ()
    text = room.read_text(encoding="utf-8")
    assert stand_in.renditions[0].address not in text
    assert "这张图只有一半" not in text


WORKS = {
    "panorama": jpeg((20_000, 400)),
    "two-pixels": jpeg((2, 2)),
    "exif-noise": WHOLE[:2] + b"\xff\xe1\x00\x20Exif\0\0" + b"\xff" * 24 + WHOLE[2:],
    "exif-loop": WHOLE[:2]
    + b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\xff\xff\xff\xff\xff\xff\xff\xff"
    + WHOLE[2:],
    "exif-turned-17": jpeg(exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x11\0\0\0\0\0\0\0"),
    "bytes-after-the-end": WHOLE + b"\0" * 1000,
}


@pytest.mark.parametrize("data", WORKS.values(), ids=WORKS)
def test_odd_but_sound_photographs_are_shown(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    picture.probe(path)
    made = picture.render("a.jpg", path, Shelf(tmp_path / "shelf"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow grumbles about the metadata that this is about
        with Image.open(io.BytesIO(data)) as before:
            assert (made.width, made.height) == before.size
    for one in made.renditions:
        with Image.open(one.file) as image:
            image.load()
            assert image.size == (one.width, one.height)


@pytest.mark.parametrize("name", ["弄堂.jpg", "🏠门.jpg", "éa.JPG"])
def test_names_in_any_script_are_shown(handed: Callable[[str, bytes], Handed], name: str) -> None:
    assert handed(name, jpeg()).build("--surface", "web") == (0, "")


@pytest.mark.parametrize(("name", "fix"), [("我 的.jpg", "改名为 我-的.jpg"), ("a#b.jpg", "改名为 a-b.jpg")])
def test_names_that_no_page_can_write_are_said(handed: Callable[[str, bytes], Handed], name: str, fix: str) -> None:
    code, text = handed(name, jpeg()).build()
    assert code == 1
    assert fix in text


def test_names_that_some_disks_cannot_tell_apart_are_said(handed: Callable[[str, bytes], Handed]) -> None:
    world = handed("men.jpg", jpeg())
    world.checkout.lay({"media/Men.JPG": jpeg()})
    code, text = world.build()
    assert code == 1
    assert "只差大小写" in text
