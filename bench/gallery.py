"""JPEG only, in the two widths of a gallery: our recipe cut down to what sigal makes, and the worker that follows it.

A module of its own because a worker imports nothing but the darkroom: `python -m bench.gallery`.
"""

from __future__ import annotations

import sys
from types import MappingProxyType

from bench.jobs import GALLERY
from build_tools.media import darkroom, recipe, scaling

WORKER = ("-m", "bench.gallery")


def jpeg_only() -> None:
    """Let this process make what the gallery asks for and nothing else."""
    recipe.WIDTHS = tuple(sorted(GALLERY.widths))
    recipe.ENCODINGS = MappingProxyType(dict.fromkeys(recipe.ENCODINGS, (recipe.JPEG,)))


def work() -> None:
    """Answer line by line, as the worker of the darkroom does."""
    jpeg_only()
    scaling.forget()
    for asked in sys.stdin:
        print(darkroom.answer(asked), flush=True)


if __name__ == "__main__":
    work()
