"""Rounds: all competitors in turns, A B C A B C …, so that what disturbs the machine disturbs everybody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.jobs import Job
from bench.judging import Judge, Verdict
from bench.meter import Reading, calm, run
from bench.peers import OURS, Peer
from bench.workload import Photo


@dataclass(frozen=True)
class Row:
    """What all rounds say of one competitor. Ratios are to ours of the same round: above 1, we are faster."""

    name: str
    job: Job
    megapixels: float
    seconds: float
    cpu: float
    peak: float
    others: float
    ratios: tuple[float, ...]
    verdict: Verdict

    @property
    def speed(self) -> float:
        """Megapixels of photographs a second."""
        return self.megapixels / self.seconds

    @property
    def ratio(self) -> float:
        """Median of the ratios."""
        return median(self.ratios)


def compare(
    peers: Sequence[Peer],
    photos: Sequence[Photo],
    rounds: int,
    told: Callable[[str], None] = lambda words: None,
    patience: float = 0.0,
) -> tuple[Row, ...]:
    """Return a row for each competitor of one job; the first must be ours.

    `told` hears of each run. Before each, others are given `patience` seconds to be done with what they do.
    """
    job = peers[0].job
    assert peers[0].name == OURS
    judge = Judge(photos, job)
    readings: dict[str, list[Reading]] = {peer.name: [] for peer in peers}
    verdicts: dict[str, Verdict] = {}
    for turn in range(rounds):
        for peer in (peer for peer in peers if turn < peer.rounds):
            reading, verdict = _once(peer, photos, judge, patience, look=turn == 0)
            told(f"{turn + 1}/{rounds} {job.name}: {peer.name} {reading.seconds:.1f} s {verdict.wrong}")
            readings[peer.name].append(reading)
            if turn == 0 or verdict.wrong:
                verdicts[peer.name] = verdict
    megapixels = sum(photo.width * photo.height for photo in photos) / 1e6
    return tuple(_row(peer, job, megapixels, readings, verdicts[peer.name]) for peer in peers)


def _once(peer: Peer, photos: Sequence[Photo], judge: Judge, patience: float, *, look: bool) -> tuple[Reading, Verdict]:
    folder = photos[0].path.parent
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        out, work = Path(scratch) / "out", Path(scratch) / "work"
        out.mkdir()
        work.mkdir()
        command = peer.start(folder, out, work)
        os.sync()  # what the one before wrote is not for this one to wait for
        calm(patience)
        reading = run(command, peer.env, work)
        verdict = judge.verdict(out, look=look and not reading.failed)
    return reading, Verdict(verdict.size, verdict.alike, reading.failed or verdict.wrong)


def _row(peer: Peer, job: Job, megapixels: float, readings: dict[str, list[Reading]], verdict: Verdict) -> Row:
    mine, here = readings[OURS], readings[peer.name]
    return Row(
        peer.name,
        job,
        megapixels,
        median(one.seconds for one in here),
        median(one.cpu for one in here),
        median(one.peak for one in here),
        median(one.others for one in here),
        tuple(theirs.seconds / ours.seconds for theirs, ours in zip(here, mine, strict=False)),
        verdict,
    )
