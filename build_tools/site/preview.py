"""The preview: every surface rebuilt in a folder of its own as staff type, with problems shown in the page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path

from build_tools.content.problems import Problem, as_text, summary
from build_tools.pages.markdown import Writer
from build_tools.site.engine import pour
from build_tools.site.gathering import Gathered, gather, sheets
from build_tools.site.project import SURFACES, Project

NAMES = {"web": "网站（手机和电脑）", "station": "站内屏幕"}


@dataclass
class Preview:
    """What the live preview remembers between two edits: the last exhibition that could be shown, and the parser."""

    project: Project
    root: Path
    jobs: int
    writer: Writer = field(default_factory=Writer)
    good: Gathered | None = None

    def rebuild(self) -> tuple[Problem, ...]:
        """Bring the folder up to date. With problems, the last good pages stay and show them on top.

        A picture that cannot be opened does not hold up the rest: a drawing that says so stands in its place.
        """
        gathered = gather(self.project, date.today(), self.jobs)
        if gathered.showable:
            self.good = gathered
        found = list(gathered.problems)
        if self.good is not None:
            for surface in SURFACES:
                made = sheets(self.good, self.project, surface, date.today(), self.writer)
                found += pour(made, self.project, self.root / surface, draft=True, problems=gathered.problems)
        else:
            for surface in SURFACES:
                shutil.rmtree(self.root / surface, ignore_errors=True)
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "index.html").write_text(_entrance(found, self.good is not None), encoding="utf-8")
        return tuple(found)


def _entrance(problems: list[Problem], ready: bool) -> str:
    """Return the page that leads to each surface, or says what must be mended first."""
    ways = "".join(f'<li><a href="{name}/index.html">{NAMES[name]}</a></li>' for name in SURFACES) if ready else ""
    boxes = "".join(f"<pre>{escape(as_text(problem))}</pre>" for problem in problems)
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>预览</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:20px/1.7 system-ui,sans-serif;max-width:44em;margin:3em auto;padding:0 1em;"
        "background:#F7F2E8;color:#241F1B}pre{background:#fff;border-left:4px solid #A8161C;padding:1em;overflow:auto}"
        "a{color:#8E3B2E}</style>"
        f"<h1>预览</h1><ul>{ways}</ul><p>{escape(summary(problems))}</p>{boxes}</html>"
    )
