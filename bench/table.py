"""The table: what the rounds found, and which targets are met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.jobs import GALLERY, SITE
from bench.peers import OURS
from bench.rounds import Row

NOISY = 0.05  # share of the processors that others used, above which a row says so
HEAD = (
    "| way | MP/s | CPU s/100 MP | peak MB | MB out | SSIM (WebP,) JPEG | ours is faster (min–max) |",
    "|---|---:|---:|---:|---:|---|---|",
)
TITLES = {
    SITE.name: "{count} photographs, {mp:.0f} MP, to 1920, 960 and 480 pixels, WebP and JPEG:",
    GALLERY.name: "The {count} of them that lie flat, {mp:.0f} MP, to 1920 and 480 pixels, JPEG only:",
}
SPAN = 0.01  # SSIM that nobody sees


@dataclass(frozen=True)
class Target:
    """What was promised: at least `goal`, found, and whether that is enough."""

    words: str
    goal: float
    found: float

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.found >= self.goal


def table(rows: Sequence[Row], count: int) -> Iterator[str]:
    """Yield the lines of one job's table."""
    yield TITLES[rows[0].job.name].format(count=count, mp=rows[0].megapixels)
    yield ""
    yield from HEAD
    for row in rows:
        if row.verdict.wrong:
            yield f"| {row.name} | – | – | – | – | – | **wrong output**: {_tame(row.verdict.wrong)} |"
            continue
        cpu = row.cpu / row.megapixels * 100
        ssim = ", ".join(f"{row.verdict.alike[ending]:.3f}" for ending in row.job.formats)
        ratio = "–" if row.name == OURS else f"{row.ratio:.2f}× ({min(row.ratios):.2f}–{max(row.ratios):.2f})"
        noise = f" (others used {row.others:.0%})" if row.others > NOISY else ""
        yield (
            f"| {row.name} | {row.speed:.1f} | {cpu:.2f} | {row.peak:.0f} | {row.verdict.size / 1e6:.1f} | {ssim} "
            f"| {ratio}{noise} |"
        )


def _tame(words: str) -> str:
    return " ".join(words.replace("|", "/").split())


def targets(rows: Iterable[Row]) -> Iterator[Target]:
    """Yield each target whose competitors were there and made what was asked."""
    good = {(row.job.name, row.name): row for row in rows if not row.verdict.wrong}
    ours = good.get((SITE.name, OURS))
    eleventy, naive = good.get((SITE.name, "eleventy-img")), good.get((SITE.name, "naive Pillow"))
    cascades = [row for (_, name), row in good.items() if "cascade" in name]
    floor, sigal = good.get((SITE.name, "codec floor")), good.get((GALLERY.name, "sigal"))
    if eleventy:
        yield Target("throughput, times eleventy-img's", 2.5, eleventy.ratio)
    if naive:
        yield Target("throughput, times naive Pillow's", 4.0, naive.ratio)
    if cascades:
        best = min(cascades, key=lambda row: row.ratio)
        yield Target(f"throughput, times the best cascade's ({best.name})", 1.0, best.ratio)
    if sigal and (GALLERY.name, OURS) in good:
        yield Target("gallery throughput, times sigal's", 1.8, sigal.ratio)
    if floor:
        yield Target("share of the codec floor's throughput", 0.6, floor.ratio)
    if eleventy and ours:
        yield Target("eleventy-img's peak memory, times ours", 2.0, eleventy.peak / ours.peak)


def verdicts(found: Iterable[Target]) -> Iterator[str]:
    """Yield a table of targets."""
    yield "| target | at least | found | |"
    yield "|---|---:|---:|---|"
    for one in found:
        yield f"| {one.words} | {one.goal:.1f} | {one.found:.2f} | {'met' if one.met else '**missed**'} |"


def unequal(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a warning for each competitor whose pictures look better or worse than ours."""
    mine = rows[0].verdict.alike
    for row in rows[1:]:
        for ending, value in row.verdict.alike.items():
            if abs(value - mine.get(ending, value)) > SPAN:
                yield f"{row.name}: SSIM of {ending} differs from ours by {value - mine[ending]:+.3f}."
