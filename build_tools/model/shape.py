"""The shape of the whole: required files, halls listed and filled, one file for each address."""

from __future__ import annotations

from collections.abc import Iterator

from build_tools.content.folder import Folder
from build_tools.content.problems import Place, Problem
from build_tools.content.source import Written
from build_tools.model.catalogue import Catalogue
from build_tools.model.wording import near

_REQUIRED = (
    ("exhibition.yml", "写上展览的名称、服务站和展厅的次序"),
    ("about.md", "写上标题、导语，和“关于这个展览”的正文"),
    ("sources.yml", "写上每个来源的编号、题名和登载处"),
)


def check(folder: Folder, known: Catalogue) -> Iterator[Problem]:
    """Yield what is wrong with a folder as a whole."""
    paths = {written.path: written for written in folder.written}
    for path, words in _REQUIRED:
        if path not in paths and path not in folder.unread:
            yield _about_file(folder, path, f"缺少 {path}", f"新建这个文件，{words}", "missing-file")
    yield from _halls(folder, paths, known)
    yield from _addresses(folder, known)
    for written in folder.written:
        if written.kind == "sidecar" and written.id not in known.media:
            like = near(written.id, known.media, 0.8)
            help = f"是不是说明“{like}”的？把这个文件改名为 {like}.yml" if like else "把图放进来，或删掉这个说明"
            place = Place(written.file, 1, 1, 0)
            yield Problem(place, f"media/ 里没有“{written.id}”，这个说明没有对象", help, "", "sidecar-alone")


def _halls(folder: Folder, paths: dict[str, Written], known: Catalogue) -> Iterator[Problem]:
    exhibition = paths.get("exhibition.yml")
    listed = exhibition.data.get("halls") if exhibition else None
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    filled = {spot.hall for spot in known.spots.values() if spot.kind == "exhibit"}
    for name in sorted(known.halls):
        page = f"halls/{name}/hall.md"
        if f"halls/{name}" not in known.pages:
            help = "在这个文件夹里新建 hall.md，写上展厅的标题、导语和门"
            yield _about_file(folder, page, f"展厅“{name}”没有 hall.md", help, "missing-hall-page")
        if name not in filled:
            help = "至少放一件展品，如 01-yi-shan-men.md；还没有展品就先移走这个展厅"
            hall = paths.get(page)
            place = Place(f"{folder.shown_as}/{page}", 1, 1, 0)
            message = f"展厅“{hall.data.get('title', name) if hall else name}”里还没有展品"
            yield Problem(place, message, help, "", "empty-hall")
        if exhibition and isinstance(listed, list) and name not in names and "halls" not in exhibition.damaged:
            help = f"在 halls: 下面加一行“  - {name}”，放在它该在的次序上"
            place = exhibition.place(("halls",), key=True)
            yield exhibition.problem(place, f"展厅“{name}”没有列进来", help, "hall-not-listed")
    for position, name in enumerate(names):
        if exhibition and name in names[:position]:
            place = exhibition.place(("halls", position))
            yield exhibition.problem(place, f"展厅“{name}”列了两次", "删掉其中一行", "hall-twice")


def _addresses(folder: Folder, known: Catalogue) -> Iterator[Problem]:
    """Yield files that would be published at an address another file has already."""
    taken: dict[str, str] = {}
    for path, spot in known.spots.items():
        if not spot.address:
            continue
        if spot.address in taken:
            message = f"和“{taken[spot.address]}”的网址一样：{spot.address}"
            help = "改一个文件名：编号和日期不算，后面的拼音要不同"
            yield _about_file(folder, path, message, help, "same-address")
        taken.setdefault(spot.address, path)


def _about_file(folder: Folder, path: str, message: str, help: str, code: str) -> Problem:
    return Problem(Place(f"{folder.shown_as}/{path}", 1, 1, 0), message, help, "", code)
