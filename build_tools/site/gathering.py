"""The gathering: everything a build needs, read and understood before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build_tools.content.folder import read
from build_tools.content.problems import Problem, in_order
from build_tools.media.gallery import Gallery, develop, survey
from build_tools.media.original import UNUSABLE
from build_tools.media.progress import Say, silent
from build_tools.media.projection import Projection
from build_tools.model.exhibition import Exhibition
from build_tools.model.form import Surface
from build_tools.model.library import understand
from build_tools.model.surface import for_surface
from build_tools.pages import search
from build_tools.pages.layout import lay_out
from build_tools.pages.markdown import Writer
from build_tools.pages.page import Page
from build_tools.site.assets import theme_files
from build_tools.site.project import Project, open_shelf

NOTHING = Gallery({}, {}, Projection({}, {}, {}))


@dataclass(frozen=True)
class Gathered:
    """One exhibition with its media, or the problems that stand in the way."""

    exhibition: Exhibition | None
    gallery: Gallery
    problems: tuple[Problem, ...]

    @property
    def showable(self) -> bool:
        """Whether a preview can show it: what is wrong, if anything, is pictures, and a drawing stands in for those."""
        return self.exhibition is not None and all(problem.code == UNUSABLE for problem in self.problems)


@dataclass(frozen=True)
class Sheets:
    """What one surface consists of: pages to be poured into templates, and files as they are (bytes or a path)."""

    surface: str
    pages: tuple[Page, ...]
    files: Mapping[str, bytes | Path]


def look_over(project: Project, today: date) -> Gathered:
    """Return every problem of the content without making anything: the whole of `exhibit check`."""
    understood = understand(read(project.content, project.shown_as), today)
    exhibition, problems = understood.exhibition, understood.problems
    if exhibition is not None:
        problems = survey(exhibition, open_shelf(project))
    return Gathered(exhibition, NOTHING, in_order(problems))


def gather(project: Project, today: date, jobs: int, say: Say = silent) -> Gathered:
    """Return the exhibition with its media developed. With problems there is nothing to build from."""
    understood = understand(read(project.content, project.shown_as), today)
    exhibition = understood.exhibition
    if exhibition is None:
        return Gathered(None, NOTHING, in_order(understood.problems))
    gallery, problems = develop(exhibition, open_shelf(project), jobs, say)
    return Gathered(exhibition, gallery, in_order(problems))


def sheets(gathered: Gathered, project: Project, surface: Surface, today: date, writer: Writer) -> Sheets:
    """Return the pages and files of one surface. What may not appear there is gone before any page is made."""
    assert gathered.exhibition is not None
    exhibition = for_surface(gathered.exhibition, surface, today)
    pages = lay_out(exhibition, gathered.gallery, surface, writer)
    files: dict[str, bytes | Path] = dict(theme_files(project.theme, surface))
    if surface == "web":
        files["robots.txt"] = b"User-agent: *\nAllow: /\n"
    files["assets/search-index.js"] = search.index(pages)
    for name in exhibition.media:
        if name in gathered.gallery.pictures:
            files |= {one.address: one.file for one in gathered.gallery.pictures[name].for_surface(surface)}
        files |= gathered.gallery.projection.files(name)
    for code in gathered.gallery.codes.values():
        files |= {one.address: one.file for one in code.renditions}
    return Sheets(surface, pages, files)
