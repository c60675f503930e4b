"""The darkroom: one original decoded once, made smaller step by step, and encoded.

Also the program of a worker process (`python -m build_tools.media.darkroom`): one line of JSON in, one out. It imports
little, so that a worker is at work after 0.1 s.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from PIL import Image

from build_tools.media import blur, colour, scaling
from build_tools.media.original import SIDEWAYS, UnusablePicture, orientation, reading
from build_tools.media.recipe import TALLEST, Box, Facts, Kind, Order, Wants, base, facts_key, plan
from build_tools.media.shelf import Event, Shelf

KEEP_COLOURS = ("PNG", "GIF", "BMP", "TIFF", "WEBP")  # formats in which few colours stay few
BYTE = 1 / 6  # of the work that a pixel of the base is
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Task:
    """An original to be developed onto the shelf at `root`. Equal bytes are one task, whatever their names."""

    original: Path = field(compare=False)
    digest: str
    root: Path
    wants: Wants


def effort(task: Task) -> float:
    """Return how much work a new original will be, to say which goes first; 0 for one that cannot be opened.

    Measured: pixels to encode, and bytes to read at a sixth of a pixel each. An upright photograph of 12 MP (2560 rows)
    takes as long as a lying one of 24.
    """
    try:
        with reading(task.original) as image:
            turn = orientation(image) if image.format == "JPEG" else 0
            width, height = base(*_laid(image.size, turn), task.wants)
            return width * height + task.original.stat().st_size * BYTE
    except (UnusablePicture, OSError):
        return 0.0


def develop(task: Task, shelf: Shelf, threads: int = 1) -> Facts:
    """Put what is still missing of an original on the shelf; return its facts.

    `threads` encode at the same time. Raises UnusablePicture, and OSError when the shelf cannot be written (full disk).
    """
    image, width, height, kind = _decoded(task.original, task.wants)
    small = image.reduce(8)
    facts = Facts(width, height, kind, blur.main_colour(small), blur.placeholder(small))
    shown = _cascade(image, plan(task.digest, facts, task.wants))
    if threads > 1:
        with ThreadPoolExecutor(threads) as encoders:
            waiting = [encoders.submit(shelf.keep, *one) for one in shown]
            for encoder in waiting:
                encoder.result()
    else:
        for one in shown:
            shelf.keep(*one)
    # The facts come last: where they lie, everything else was finished.
    text = json.dumps(asdict(facts))
    shelf.keep(facts_key(task.digest, task.wants), ".json", lambda place: place.write_text(text, encoding="utf-8"))
    return facts


def _decoded(original: Path, wants: Wants) -> tuple[Image.Image, int, int, Kind]:
    """Return the base of an original, upright and in sRGB, the original's own size, and what kind it is."""
    with reading(original) as image:
        stored, image_format = image.size, image.format
        if image_format == "JPEG":
            turn = orientation(image)
            image = _jpeg(image, original, _laid(base(*_laid(stored, turn), wants), turn))
        else:
            image.load()
            turn, stored = orientation(image), image.size
        width, height = _laid(stored, turn)
        size = base(width, height, wants)
        if height * min(width, size[0]) > TALLEST * width:
            raise UnusablePicture("这张图太长，放不出来。请把它分成几张。")
        kind: Kind = "photograph"
        plain = colour.plain(image)
        opaque = colour.is_opaque(plain)
        if image_format in KEEP_COLOURS and colour.is_graphic(plain):
            kind = "graphic"
        elif not opaque:
            kind = "clear"
        laid = _laid(size, turn)
        if plain.size != laid:
            plain = scaling.resized(plain, laid)
        upright = colour.standard(plain)
        upright = upright.transpose(TURNS[turn]) if turn in TURNS else upright
        upright = upright.convert("RGB") if opaque and upright.mode == "RGBA" else upright
        upright.info = {}  # no place, no camera, no thumbnail of what was cropped away; it is sRGB now
        return upright, width, height, kind


def _laid(size: tuple[int, int], turn: int) -> tuple[int, int]:
    """Return an upright size as it lies in a file of this orientation, or the other way round."""
    return (size[1], size[0]) if turn in SIDEWAYS else size


def _jpeg(image: Image.Image, original: Path, size: tuple[int, int]) -> Image.Image:
    """Return an opened JPEG decoded only as far as `size` needs, and at that size if that could be done on the way."""
    stored = image.width
    image.draft(None, size)
    made = scaling.from_jpeg(original, round(stored / image.width), size) if image.mode == "RGB" else None
    if made is None:
        image.load()
        return image
    made.info["icc_profile"] = image.info.get("icc_profile")
    return made


def _cascade(image: Image.Image, orders: Sequence[Order]) -> Iterator[tuple[str, str, Callable[[Path], object]]]:
    """Yield for each order what `Shelf.keep` takes; each size is made from the one before, each crop from the base.

    All sizes are gone through, even those whose files are there: bytes must not depend on what the shelf still held.
    """
    step = image
    made: tuple[tuple[int, int], Box | None] = (image.size, None)
    for one in orders:
        if made != ((one.width, one.height), one.box):
            step = scaling.resized(step if one.box is None else image, (one.width, one.height), one.box)
            made = (step.size, one.box)
        yield one.key, one.encoding.suffix, partial(_save, step, one)


def _save(image: Image.Image, order: Order, place: Path) -> None:
    """Encode without any metadata: `_decoded` has taken all of it away."""
    if order.encoding.format == "JPEG" and image.mode != "RGB":
        image = image.convert("RGB")
    image.save(place, order.encoding.format, **order.encoding.settings)


def answer(line: str) -> str:
    """Return what a worker says to one line: the facts and what it made, or why it could not."""
    said = json.loads(line)
    wants = Wants(said["wide"], said["thumb"], tuple(said["focus"]))
    task = Task(Path(said["original"]), said["digest"], Path(said["root"]), wants)
    made: list[str] = []

    def tell(event: Event, name: str) -> None:
        made.append(name)

    try:
        return json.dumps({"facts": asdict(develop(task, Shelf(task.root, None, tell))), "made": made})
    except UnusablePicture as error:
        return json.dumps({"unusable": str(error)})
    except OSError as error:
        return json.dumps({"machine": [error.errno or 0, error.strerror or str(error), str(error.filename or "")]})


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the build, which closes our input
    scaling.forget()
    for asked in sys.stdin:
        print(answer(asked), flush=True)
