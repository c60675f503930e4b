"""The competitors: how each is started on a job, and whether this machine has it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import rivals
from bench.jobs import GALLERY, SITE, Job
from build_tools.media.workers import ALLOCATOR

HERE = Path(__file__).parent
ROOT = HERE.parent
SIGAL = ROOT / ".venv-bench/bin/sigal"
MODULES = HERE / "node/node_modules"

OURS = "ours"
Start = Callable[[Path, Path, Path], list[str]]
"""Given the photographs, an empty folder for what is made and one to work in: the command."""


@dataclass(frozen=True)
class Peer:
    """A competitor in one job."""

    name: str
    job: Job
    start: Start
    here: bool = True
    env: Mapping[str, str] = field(default_factory=dict)
    rounds: int = 100
    """The most rounds it takes part in: what takes minutes is run once."""


def _python(*words: str) -> Start:
    return lambda photographs, out, work: [sys.executable, "-m", *words, str(photographs), str(out)]


def _node(script: str, *words: str) -> Start:
    return lambda photographs, out, work: ["node", str(HERE / "node" / script), *words, str(photographs), str(out)]


def _floor(job: Job, photographs: Path, out: Path, work: Path) -> list[str]:
    if not rivals.raw(photographs).exists():
        rivals.prepare(job, photographs)
    return [sys.executable, "-m", "bench.rivals", "floor", job.name, str(photographs), str(out)]


def _sigal(photographs: Path, out: Path, work: Path) -> list[str]:
    """sigal with widths, quality and kind of JPEG as ours, which is faster than its own progressive."""
    settings = {
        "img_size": (1920, 1920),
        "thumb_size": (480, 480),
        "thumb_fit": False,
        "jpg_options": {"quality": 82, "optimize": True},
        "theme": "galleria",
    }
    conf = work / "sigal.conf.py"
    conf.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()), encoding="utf-8")
    return [str(SIGAL), "build", "--ncpu", "2", "--config", str(conf), str(photographs), str(out)]


HUGO_SETTINGS = """
title = "bench"
disableKinds = ["RSS", "sitemap", "taxonomy", "term", "home", "section", "404"]
[imaging.exif]
includeFields = "Orientation"
"""
HUGO_PAGE = "---\ntitle: photograph\n_build:\n  publishResources: false\n---\n"
# This Hugo turns nothing by itself; its handbook's way is to look at Exif and ask for a rotation.
HUGO_LAYOUT = """{{ $turns := dict "3" "r180" "6" "r270" "8" "r90" }}
{{ range .Resources.ByType "image" }}{{ $image := . }}
{{ $turn := index $turns (string .Exif.Tags.Orientation) | default "" }}
{{ range slice "1920x" "960x" "480x" }}
{{ ($image.Resize (printf "%s webp q80 %s" . $turn)).RelPermalink }}
{{ ($image.Resize (printf "%s jpg q82 %s" . $turn)).RelPermalink }}{{ end }}{{ end }}
"""


def _hugo(photographs: Path, out: Path, work: Path) -> list[str]:
    """Hugo with a page for each photograph, so that it works on several at a time; nothing in its cache."""
    site = work / "hugo"
    for path in photographs.glob("*.jpg"):
        page = site / "content" / path.stem
        page.mkdir(parents=True)
        os.link(path, page / path.name)
        (page / "index.md").write_text(HUGO_PAGE, encoding="utf-8")
    (site / "layouts/_default").mkdir(parents=True)
    (site / "layouts/_default/single.html").write_text(HUGO_LAYOUT, encoding="utf-8")
    (site / "config.toml").write_text(HUGO_SETTINGS, encoding="utf-8")
    return ["hugo", "--quiet", "--source", str(site), "--destination", str(out)]


def peers() -> tuple[Peer, ...]:
    """Return every competitor, ours first in each job; some may not be on this machine."""
    path = {"PYTHONPATH": str(ROOT)}
    sharp = shutil.which("node") is not None and (MODULES / "sharp").exists()
    eleventy = sharp and (MODULES / "@11ty/eleventy-img").exists()
    one_thread = {**path, "VIPS_CONCURRENCY": "1"}
    return (
        Peer(OURS, SITE, _python("bench.ours", SITE.name), env=path),
        Peer("naive Pillow", SITE, _python("bench.rivals", "naive", SITE.name), env=path),
        Peer("eleventy-img", SITE, _node("eleventy.mjs"), eleventy),
        Peer("sharp, a pipeline for each file", SITE, _node("sharp.mjs", "output"), sharp),
        Peer("sharp cascade", SITE, _node("sharp.mjs", "cascade"), sharp),
        Peer("sharp cascade, our settings", SITE, _node("sharp.mjs", "cascade-ours"), sharp),
        Peer("pyvips cascade", SITE, _python("bench.rivals", "vips", SITE.name), env=one_thread),
        Peer("pyvips cascade, our settings", SITE, _python("bench.rivals", "vips-ours", SITE.name), env=one_thread),
        Peer("Hugo", SITE, _hugo, shutil.which("hugo") is not None, rounds=1),
        Peer("codec floor", SITE, partial(_floor, SITE), env={**path, **ALLOCATOR}),
        Peer(OURS, GALLERY, _python("bench.ours", GALLERY.name), env=path),
        Peer("sigal", GALLERY, _sigal, SIGAL.exists()),
    )
