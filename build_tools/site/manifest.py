"""The manifest: what a finished tree consists of, to the byte."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

NAME = "manifest.json"


def manifest(tree: Path, surface: str, built: datetime) -> dict[str, Any]:
    """Return `version`, `surface`, `built`, `files[] {path, bytes, sha256}` of all in `tree` but the manifest.

    The version names the content: the day it was built and the hash of all hashes.
    """
    files = []
    for path in sorted(tree.rglob("*"), key=lambda path: path.relative_to(tree).as_posix()):
        name = path.relative_to(tree).as_posix()
        if path.is_file() and name != NAME:
            data = path.read_bytes()
            files.append({"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    whole = hashlib.sha256(json.dumps(files).encode()).hexdigest()
    return {
        "version": f"{built:%Y.%m.%d}-{whole[:12]}",
        "surface": surface,
        "built": f"{built:%Y-%m-%dT%H:%M:%SZ}",
        "files": files,
    }


def write(tree: Path, surface: str, built: datetime) -> None:
    """Write the manifest into the tree."""
    text = json.dumps(manifest(tree, surface, built), ensure_ascii=False, indent=1) + "\n"
    (tree / NAME).write_text(text, encoding="utf-8", newline="\n")
