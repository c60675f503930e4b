"""What is paid when little or nothing changed: again, one photograph, and another machine with a shared shelf."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from bench.ours import JOBS, exhibition
from build_tools.media.gallery import develop
from build_tools.media.shared import SharedShelf
from build_tools.media.shelf import Shelf

MANY, SIZE = 200, (1600, 1200)
SETTLED = 1_600_000_000  # a time stamp that is old enough to be trusted
TURNS = 5
KEYS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}


@dataclass(frozen=True)
class Repeats:
    """Seconds of the media stage, and files made or fetched."""

    first: float
    again: float
    one_changed: float
    one_alone: float
    """What one such photograph costs on an empty shelf."""
    made_for_one: int
    store: str
    first_machine: Counter[str]
    second_machine: Counter[str]


def measure(folder: Path, many: int = MANY, size: tuple[int, int] = SIZE) -> Repeats:
    """Return what repeating costs with `many` photographs in an empty folder."""
    photographs = folder / "many"
    photographs.mkdir()
    for seed in range(many):
        photograph(photographs / f"m{seed:03}.jpg", seed, size)
    shelf = folder / "shelf"
    first, _ = staged(photographs, Shelf(shelf))
    again = median(staged(photographs, Shelf(shelf))[0] for _ in range(TURNS))
    photograph(photographs / "m001.jpg", many, size)
    changed, made = staged(photographs, Shelf(shelf))
    with tempfile.TemporaryDirectory(dir=folder) as empty:
        alone = Path(empty) / "one"
        alone.mkdir()
        photograph(alone / "m.jpg", many + 1, size)
        own, _ = staged(alone, Shelf(Path(empty) / "shelf"))
    with store(folder) as address:
        machines = [machine(photographs, folder / name, address) for name in ("machine-1", "machine-2")]
    return Repeats(first, again, changed, own, made["made"], address.partition(":")[0], *machines)


def photograph(path: Path, seed: int, size: tuple[int, int]) -> None:
    """Write a picture of soft shapes and grain that no other seed gives."""
    chance = np.random.default_rng(seed)
    shapes = Image.fromarray(chance.integers(0, 255, (9, 12, 3), np.uint8)).resize(size, Image.Resampling.BICUBIC)
    grain = chance.standard_normal((size[1], size[0], 1), np.float32) * 6
    Image.fromarray((np.asarray(shapes) + grain).clip(0, 255).astype(np.uint8)).save(path, quality=85)
    os.utime(path, (SETTLED + seed, SETTLED + seed))


def staged(photographs: Path, shelf: Shelf) -> tuple[float, Counter[str]]:
    """Run the media stage; return its seconds and the tally of the shelf."""
    known = exhibition(photographs)
    began = time.perf_counter()
    _, problems = develop(known, shelf, JOBS)
    seconds = time.perf_counter() - began
    if problems:
        raise ValueError(problems)
    return seconds, Counter({str(event): count for event, count in shelf.tally.items()})


def machine(photographs: Path, root: Path, address: str) -> Counter[str]:
    """Build on a machine of its own, with nothing but the shared shelf."""
    return staged(photographs, Shelf(root, SharedShelf(address)))[1]


@contextmanager
def store(folder: Path) -> Iterator[str]:
    """Yield the address of a shared shelf: an S3 store on this machine if it can be had, else a folder."""
    try:
        import boto3
        import s3fs  # noqa: F401
        from moto.server import ThreadedMotoServer
    except ImportError:
        yield f"file://{folder}/shared"
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each file
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {**KEYS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    client = boto3.client("s3")
    client.create_bucket(Bucket="district")
    client.close()
    try:
        yield "s3://district/shelf"
    finally:
        server.stop()


def as_markdown(found: Repeats, many: int = MANY) -> str:
    """Return the figures as a table."""
    lines = (
        "| media stage | |",
        "|---|---:|",
        f"| {many} new photographs | {found.first:.1f} s |",
        f"| nothing changed | {found.again:.3f} s |",
        f"| one changed ({found.made_for_one} files made) | {found.one_changed:.3f} s |",
        f"| that photograph alone | {found.one_alone:.3f} s |",
        f"| two machines, shared shelf ({found.store}): the first makes | {found.first_machine['made']} files |",
        f"| the second makes; fetches | {found.second_machine['made']}; {found.second_machine['fetched']} files |",
    )
    return "\n".join(lines)
