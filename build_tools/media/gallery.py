"""The gallery: every medium of an exhibition, developed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from build_tools.content.problems import Place, Problem
from build_tools.media import code, darkroom, picture, projection
from build_tools.media.darkroom import Task
from build_tools.media.original import UNUSABLE, UnusablePicture
from build_tools.media.picture import Picture
from build_tools.media.progress import Say, silent
from build_tools.media.projection import Projection
from build_tools.media.recipe import WIDTHS, Wants
from build_tools.media.shelf import CARRIERS, Shelf
from build_tools.media.workers import develop_all
from build_tools.model.exhibition import Exhibition
from build_tools.model.hall import Hall
from build_tools.model.medium import Medium

LEAVES = ("leaf-left", "leaf-right")
# Below this many new photographs a second process costs more than it brings; one photograph's encodings then fan out.
WORTH_A_PROCESS = 3


@dataclass(frozen=True)
class Gallery:
    """Everything to look at: pictures by name in content/media, QR codes by the words they carry.

    In the place of an original that cannot be used stands a drawing that says so, for the live preview.
    """

    pictures: Mapping[str, Picture]
    codes: Mapping[str, Picture]
    projection: Projection
    made: int = 0
    """Files made for it just now."""
    fetched: int = 0
    """Files that came from the shared shelf."""


def survey(exhibition: Exhibition, shelf: Shelf) -> tuple[Problem, ...]:
    """Return a problem for each original that cannot be shown, without making any rendition.

    Photographs that the shelf does not know are decoded to their end: half a file looks whole from its beginning.
    """
    problems: list[Problem] = []
    layers: dict[str, frozenset[str]] = {}
    wants = wanted(exhibition)
    for medium in filter(projection.still, exhibition.media.values()):
        try:
            layers[medium.name] = picture.probe(medium.path, shelf, wants[medium.name])
        except UnusablePicture as error:
            problems.append(_unusable(medium, str(error)))
    problems += projection.survey(exhibition.media)
    return (*problems, *_doors_without_leaves(exhibition.media, layers, exhibition.halls))


def wanted(exhibition: Exhibition) -> dict[str, Wants]:
    """Return what is asked of each medium: by the widest screen, by the cards that show it, by its sidecar."""
    wide = any(max(screen.width, screen.height) > WIDTHS[-1] for screen in exhibition.screens)
    on_cards = {getattr(page, "picture", None) for page in exhibition.pages()}
    return {
        medium.name: Wants(wide, medium.name in on_cards, _focus(medium.focus)) for medium in exhibition.media.values()
    }


def _focus(said: str | None) -> tuple[int, int]:
    """Return `30% 70%` as numbers; the middle when nothing is said."""
    if said is None:
        return Wants().focus
    left, top = (int(part.rstrip("%")) for part in said.split())
    return left, top


def develop(exhibition: Exhibition, shelf: Shelf, jobs: int, say: Say = silent) -> tuple[Gallery, tuple[Problem, ...]]:
    """Return the gallery, made by up to `jobs` processes or threads, and a problem for each original of no use.

    `say` hears how far films and sounds are, which take longest. Raises MissingFonts, and OSError when the shelf
    cannot be written.
    """
    media, wants = exhibition.media, wanted(exhibition)
    stills = [medium for medium in media.values() if projection.still(medium)]
    photographs = [medium for medium in stills if medium.path.suffix.lower() != ".svg"]
    refused, threads = _ahead(photographs, wants, shelf, jobs), jobs
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    for medium in stills:
        try:
            if medium.name in refused:
                raise UnusablePicture(refused[medium.name])
            pictures[medium.name] = picture.render(medium.name, medium.path, shelf, wants[medium.name], threads)
        except UnusablePicture as error:
            problems.append(_unusable(medium, str(error)))
    layers = {name: one.layers for name, one in pictures.items()}
    problems += _doors_without_leaves(media, layers, exhibition.halls)
    codes = {one.scan: code.render(one.scan, shelf) for one in exhibition.accounts if one.scan}
    moving, found = projection.develop(media, pictures, shelf, base=exhibition.address or "", say=say)
    problems += found
    for name in {medium.name for medium in stills} - pictures.keys():
        pictures[name] = picture.stand_in(name, shelf)
    shelf.remember()
    return Gallery(pictures, codes, moving, shelf.tally["made"], shelf.tally["fetched"]), tuple(problems)


def _ahead(photographs: Iterable[Medium], wants: Mapping[str, Wants], shelf: Shelf, jobs: int) -> dict[str, str]:
    """Fill the shelf with what is missing: first from the shared shelf, the rest by several processes if worth it.

    Return the sentence for each photograph, by name, that a process found to be of no use.
    """
    names: dict[Task, list[str]] = {}
    for medium in photographs:
        try:
            task = Task(medium.path, shelf.digest(medium.path), shelf.root, wants[medium.name])
        except OSError:
            continue  # said when it is its turn
        if picture.known(medium.name, task.digest, shelf, task.wants) is None:
            names.setdefault(task, []).append(medium.name)
    tasks = list(names)
    if shelf.shared is not None and tasks:
        with ThreadPoolExecutor(CARRIERS) as carriers:
            here = list(carriers.map(lambda task: picture.fetched(task.digest, shelf, task.wants), tasks))
        tasks = [task for task, done in zip(tasks, here, strict=True) if not done]
    if jobs < 2 or len(tasks) < WORTH_A_PROCESS:
        return {}
    # Longest first, so that the last one does not run alone.
    tasks.sort(key=lambda task: (-darkroom.effort(task), task.original))
    refused: dict[str, str] = {}
    for task, done in zip(tasks, develop_all(tasks, jobs), strict=True):
        shelf.took_in(done.made)
        if done.unusable:
            refused |= dict.fromkeys(names[task], done.unusable)
    return refused


def _unusable(medium: Medium, sentence: str) -> Problem:
    what, _, fix = sentence.partition("。")
    return Problem(Place(medium.file, 1, 1, 0), what, fix or "换一个能打开的文件", "", UNUSABLE)


def _doors_without_leaves(
    media: Mapping[str, Medium], layers: Mapping[str, frozenset[str]], halls: tuple[Hall, ...]
) -> list[Problem]:
    problems = []
    for hall in halls:
        medium = media.get(hall.door or "")
        if medium is None or medium.name not in layers:
            continue  # already a problem of its own
        missing = [leaf for leaf in LEAVES if leaf not in layers[medium.name]]
        if missing:
            problems.append(
                Problem(
                    Place(medium.file, 1, 1, 0),
                    f"展厅“{hall.title}”的门没有可以打开的门扇，缺少图层{'、'.join(missing)}",
                    '请画图的人把左右两扇门分别放进 <g id="leaf-left"> 和 <g id="leaf-right">',
                    "",
                    "door-without-leaves",
                )
            )
    return problems
