"""Fonts: the four faces of the exhibition, found on this machine and cut down to the characters in use."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from build_tools.media.shelf import Shelf, key_of

# Bumped whenever the same input would give other bytes.
RECIPE = "font-3"

# OpenType features that survive: punctuation squeeze, vertical forms, kerning, composition. `locl` stays out: it
# drags in the Japanese and Korean forms of every character (317 -> 536 kB for 1,500 characters).
FEATURES = ("halt", "palt", "vert", "vhal", "vpal", "vrt2", "kern", "liga", "ccmp", "mark", "mkmk", "chws", "vchw")

NAMES_KEPT = (0, 1, 2, 3, 4, 5, 6, 13, 14)  # copyright, family, style … licence and its address: the OFL asks for them

# Index of the Simplified Chinese face inside the Noto CJK collections (0 JP, 1 KR, 2 SC, 3 TC, 4 HK).
SIMPLIFIED = 2


class MissingFonts(Exception):
    """A face is not installed on this machine. Raised by `find`; the commands turn it into exit code 3."""

    def __init__(self, face: Face) -> None:
        self.face = face
        super().__init__(
            f"这台电脑上没有字体“{face.family} {face.weight}”。请安装思源字体后再试：\n"
            "    Debian/Ubuntu:sudo apt-get install fonts-noto-cjk fonts-noto-cjk-extra\n"
            "    其他系统：把 Noto Serif CJK 与 Noto Sans CJK 放进一个文件夹，用环境变量 EXHIBIT_FONTS 指明这个文件夹"
        )


@dataclass(frozen=True)
class Face:
    """One face: the family and weight that styles ask for, and the files that can serve it, best first."""

    role: str
    family: str
    weight: int
    files: tuple[str, ...]


def _files(style: str, *weights: str) -> tuple[str, ...]:
    return tuple(
        name
        for weight in weights
        for name in (f"Noto{style}CJK-{weight}.ttc", f"Noto{style}CJKsc-{weight}.otf", f"Noto{style}SC-{weight}.otf")
    )


FACES = (
    Face("display", "Exhibit Serif", 900, _files("Serif", "Black", "Bold")),
    Face("heading", "Exhibit Serif", 600, _files("Serif", "SemiBold", "Bold")),
    Face("strong", "Exhibit Sans", 700, _files("Sans", "Bold")),
    Face("text", "Exhibit Sans", 400, _files("Sans", "Regular")),
)


def _folders() -> list[Path]:
    named = os.environ.get("EXHIBIT_FONTS")
    home = Path.home()
    usual = [
        Path("/usr/share/fonts/opentype/noto"),
        Path("/usr/share/fonts/noto-cjk"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        Path("/Library/Fonts"),
        Path("C:/Windows/Fonts"),
    ]
    return [Path(named)] if named else usual


def find(face: Face) -> Path:
    """Return the file that serves a face. Raises MissingFonts."""
    folders = [folder for folder in _folders() if folder.is_dir()]
    for name in face.files:
        for folder in folders:
            if (folder / name).is_file():
                return folder / name
    raise MissingFonts(face)


def opened(path: Path) -> Any:
    """Return the HarfBuzz face of a font file, the Simplified Chinese one of a collection."""
    return hb.Face(hb.Blob.from_file_path(str(path)), SIMPLIFIED if path.suffix == ".ttc" else 0)


def notice(path: Path) -> str:
    """Return the copyright notice inside a font file, which travels with every copy."""
    with TTFont(path, fontNumber=SIMPLIFIED if path.suffix == ".ttc" else -1, lazy=True) as font:
        return str(font["name"].getDebugName(0) or "")


@dataclass(frozen=True)
class Cut:
    """A face cut down: the file, its suffix, the font it comes from, and the characters that font does not have."""

    face: Face
    path: Path
    source: Path
    suffix: str
    missing: frozenset[str]


def cut(face: Face, characters: frozenset[str], shelf: Shelf, *, draft: bool) -> Cut:
    """Return `face` with exactly `characters`: WOFF2, or plain OpenType for a draft (no second of compression).

    Raises MissingFonts. Pictographs outside the font are reported in `missing`, never replaced.
    """
    path = find(face)
    full = opened(path)
    wanted = {ord(character) for character in characters}
    missing = frozenset(chr(code) for code in wanted - set(full.unicodes))
    suffix = ".otf" if draft else ".woff2"
    text = "".join(sorted(characters))
    key = key_of(RECIPE, path.name, str(path.stat().st_size), text, suffix)
    small = shelf.keep(key, suffix, lambda place: _write(full, wanted, place))
    return Cut(face, small, path, suffix, missing)


def _write(full: Any, wanted: set[int], place: Path) -> None:
    order = hb.SubsetInput()
    order.unicode_set.update(wanted)
    features = order.layout_feature_tag_set
    features.clear()
    features.update(int.from_bytes(name.encode(), "big") for name in FEATURES)
    names = order.name_id_set
    names.clear()
    names.update(NAMES_KEPT)
    small = hb.subset(full, order).blob.data
    if place.suffix == ".otf":
        place.write_bytes(small)
        return
    font = TTFont(io.BytesIO(small), recalcTimestamp=False)
    font.flavor = "woff2"
    font.save(place)
    font.close()
