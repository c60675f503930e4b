"""`python -m bench [--rounds 3] [--only NAME …] [--note README.md]`: our media stage and its peers, side by side.

Prints the tables; with `--note` they also replace what stands between the marks of that file.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

from bench import table, unchanged, workload
from bench.jobs import GALLERY, SITE
from bench.meter import PROCESSORS
from bench.peers import OURS, Peer, peers
from bench.rounds import Row, compare

PATIENCE = 15.0  # seconds to wait for others to be done, before each run
CALM = 1.5  # load average of a machine that has time for us
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def say(words: str) -> None:
    """Say how far it is, apart from the tables."""
    print(words, file=sys.stderr, flush=True)


def flat(photos: tuple[workload.Photo, ...], folder: Path) -> tuple[workload.Photo, ...]:
    """Return those that lie flat, in a folder of their own: sigal counts the longer side, all others the width."""
    folder.mkdir(parents=True)
    chosen = [photo for photo in photos if photo.flat]
    for photo in chosen:
        os.link(photo.path, folder / photo.path.name)
    return tuple(
        workload.Photo(folder / photo.path.name, photo.width, photo.height, photo.orientation) for photo in chosen
    )


def machine(load: float) -> str:
    """Return when and on what, and how busy it was before."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    words = f"`make bench`, {date.today()}, {PROCESSORS} × {model}, Python {platform.python_version()}. Load {load:.1f}"
    return words + (" before it began: **a busy machine, read ratios only.**" if load > CALM else " before it began.")


def report(rounds: int, only: list[str], folder: Path) -> str:
    """Measure everything and return it as Markdown."""
    load = os.getloadavg()[0]
    if load > CALM:
        say(f"load average {load:.1f}: others are at work, figures will be noisy")
    say("making photographs …")
    photos = workload.write(folder / "site/photographs")
    chosen = [peer for peer in peers() if peer.name == OURS or not only or peer.name in only]
    missing = [peer.name for peer in chosen if not peer.here]
    here = [peer for peer in chosen if peer.here]
    parts, rows = [machine(load)], list[Row]()
    for job, work in ((SITE, photos), (GALLERY, flat(photos, folder / "gallery/photographs"))):
        mine: list[Peer] = [peer for peer in here if peer.job == job]
        if len(mine) > 1:
            found = compare(mine, work, rounds, say, PATIENCE)
            parts += ["\n".join(table.table(found, len(work))), *table.unequal(found)]
            rows += found
    if missing:
        parts.append(f"Not on this machine: {', '.join(missing)}.")
    parts.append("\n".join(table.verdicts(table.targets(rows))))
    if not only:
        say("what is paid when nothing changed …")
        (folder / "unchanged").mkdir()
        parts.append(unchanged.as_markdown(unchanged.measure(folder / "unchanged")))
    return "\n\n".join(parts)


def note(file: Path, words: str) -> None:
    """Put words between the marks of a file."""
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{file} has no {BEGIN} … {END}")
    file.write_text(f"{before}{BEGIN}\n{words}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="names of competitors, as in the table")
    parser.add_argument("--note", type=Path, help="a file to write the tables into")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = report(asked.rounds, asked.only, Path(folder))
    print(found)
    if asked.note:
        note(asked.note, found)


if __name__ == "__main__":
    main()
