"""Assets: styles joined into one file, scripts as they are, names that change only when their bytes do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

STYLE = "assets/style.css"
FONTS = "assets/fonts.css"  # apart from the style, so that a first page need not wait for half a megabyte of faces
LICENCE = "assets/OFL.txt"
PICTURES = (".svg", ".png", ".jpg", ".webp", ".avif")


def theme_files(theme: Path, surface: str) -> dict[str, bytes]:
    """Return the styles and scripts of a surface by address.

    Styles that all surfaces share come first (tokens.css before the others), those of the surface last. Styles are
    joined, not minified: a visitor's gzip does better, and staff can read what their browser shows.
    """
    shared = sorted((theme / "styles").glob("*.css"), key=lambda path: (path.name != "tokens.css", path.name))
    own = sorted((theme / "styles" / surface).glob("*.css"))
    files = {STYLE: "\n".join(path.read_text(encoding="utf-8") for path in (*shared, *own)).encode()}
    files[LICENCE] = (theme / "fonts" / "OFL.txt").read_bytes()
    for path in sorted((theme / "scripts").glob("*.js")):
        files[f"assets/{path.name}"] = path.read_bytes()
    return files


def used(names: set[str], pages: Mapping[str, str], style: str) -> set[str]:
    """Return those of the assets that a page or the style refers to."""
    text = "\n".join([*pages.values(), style])
    return {name for name in names if name.rpartition("/")[2] in text}


def unseen(tree: Path, pages: Mapping[str, str]) -> list[Path]:
    """Return the pictures of a tree that no page shows: handed in, but not placed anywhere (yet)."""
    shown = {name for page in pages.values() for name in re.findall(r"media/([\w-]+\.\w+)", page)}
    pictures = (path for path in (tree / "media").glob("*") if path.suffix in PICTURES)
    return [path for path in pictures if path.name not in shown]


def fingerprinted(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return for each asset its lasting name: `assets/start.js` -> `assets/start.1f2e3d4c.js`."""
    names = {}
    for name, data in files.items():
        stem, _, suffix = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
    return names


def renamed(page: str, names: Mapping[str, str]) -> str:
    """Return a page with every reference to an asset changed to its lasting name."""
    return re.sub(r"assets/[\w.-]+", lambda found: names.get(found.group(), found.group()), page)
