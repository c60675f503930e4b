"""Our own pipeline as a program: `python -m bench.ours <site|gallery> <photographs> <out>`.

`site` is the media stage as it is, with an empty shelf and two jobs, and hard links into the tree as a build makes.
`gallery` is the same with JPEG only in two widths.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from bench.gallery import WORKER, jpeg_only
from bench.jobs import GALLERY
from build_tools.media import gallery, workers
from build_tools.media.picture import Picture
from build_tools.media.shelf import Shelf
from build_tools.model.exhibition import Book, Exhibition
from build_tools.model.medium import Medium

JOBS = 2


def exhibition(photographs: Path) -> Exhibition:
    """Return an exhibition of nothing but the photographs in a folder."""
    media = {
        path.name: Medium.model_construct(name=path.name, path=path, size=path.stat().st_size, file=path.name)
        for path in sorted(photographs.glob("*.jpg"))
    }
    nothing = dict.fromkeys(("halls", "lessons", "rooms", "news", "screens", "accounts"), ())
    return Exhibition.model_construct(**nothing, about=None, media=Book(media))


def develop(photographs: Path, shelf: Shelf) -> dict[str, Picture]:
    """Run the media stage; raise when it finds anything wrong."""
    found, problems = gallery.develop(exhibition(photographs), shelf, JOBS)
    if problems:
        raise ValueError(problems)
    return dict(found.pictures)


def laid_out(pictures: dict[str, Picture], out: Path) -> None:
    """Link every rendition into a folder under the name of its original."""
    for name, picture in pictures.items():
        for one in picture.renditions:
            os.link(one.file, out / f"{Path(name).stem}-{one.width}{one.file.suffix}")


def run(job: str, photographs: Path, out: Path) -> None:
    """Do a job on a shelf that is empty before and gone after."""
    if job == GALLERY.name:
        jpeg_only()
        workers.develop_all.__defaults__ = (WORKER,)
    with tempfile.TemporaryDirectory(dir=out.parent) as empty:
        laid_out(develop(photographs, Shelf(Path(empty))), out)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
