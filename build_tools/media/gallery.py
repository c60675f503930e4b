"""The gallery: every medium of an exhibition, developed."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from build_tools.content.problems import Place, Problem
from build_tools.media import code, picture
from build_tools.media.picture import Picture, UnusablePicture
from build_tools.media.shelf import Shelf
from build_tools.model.exhibition import Exhibition
from build_tools.model.hall import Hall
from build_tools.model.medium import Medium

LEAVES = ("leaf-left", "leaf-right")
# Below this many photographs a second process costs more than it brings (0.1–0.2 s to start one).
WORTH_A_PROCESS = 3


@dataclass(frozen=True)
class Gallery:
    """Everything to look at: pictures by name in content/media, QR codes by the words they carry."""

    pictures: Mapping[str, Picture]
    codes: Mapping[str, Picture]


def survey(media: Mapping[str, Medium], halls: tuple[Hall, ...]) -> tuple[Problem, ...]:
    """Return a problem for each original that cannot be shown, without making any rendition."""
    problems: list[Problem] = []
    layers: dict[str, frozenset[str]] = {}
    for medium in media.values():
        try:
            layers[medium.name] = picture.probe(medium.path)
        except UnusablePicture as error:
            problems.append(_unusable(medium, str(error)))
    return (*problems, *_doors_without_leaves(media, layers, halls))


def develop(exhibition: Exhibition, shelf: Shelf, jobs: int) -> tuple[Gallery, tuple[Problem, ...]]:
    """Return the gallery, made by up to `jobs` processes, and a problem for each original that cannot be used."""
    media = exhibition.media
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    photographs = [m for m in media.values() if m.path.suffix.lower() != ".svg"]
    if jobs > 1 and len(photographs) >= WORTH_A_PROCESS:
        _ahead([(m.name, m.path) for m in photographs], shelf.root, jobs)
    for medium in media.values():
        try:
            pictures[medium.name] = picture.render(medium.name, medium.path, shelf)
        except UnusablePicture as error:
            problems.append(_unusable(medium, str(error)))
    layers = {name: one.layers for name, one in pictures.items()}
    problems += _doors_without_leaves(media, layers, exhibition.halls)
    codes = {one.scan: code.render(one.scan, shelf) for one in exhibition.accounts if one.scan}
    shelf.remember()
    return Gallery(pictures, codes), tuple(problems)


def _ahead(originals: list[tuple[str, Path]], root: Path, jobs: int) -> None:
    """Fill the shelf in several processes, biggest original first, so that the last one does not run alone."""
    biggest_first = sorted(originals, key=lambda one: (-one[1].stat().st_size, one[0]))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        list(pool.map(_fill, biggest_first, [root] * len(biggest_first)))


def _fill(original: tuple[str, Path], root: Path) -> None:
    with suppress(UnusablePicture):  # said once, by `develop`
        picture.render(*original, Shelf(root))


def _unusable(medium: Medium, sentence: str) -> Problem:
    what, _, fix = sentence.partition("。")
    return Problem(Place(medium.file, 1, 1, 0), what, fix or "换一个能打开的文件", "", "unusable-picture")


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
