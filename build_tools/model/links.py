"""References: whether everything that is named somewhere exists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from build_tools.content import layout
from build_tools.content.body import Reference
from build_tools.content.problems import Place, Problem
from build_tools.content.source import Written
from build_tools.content.values import Path
from build_tools.model import target
from build_tools.model.catalogue import Catalogue
from build_tools.model.reading import FORMS
from build_tools.model.wording import near, perhaps

_WORDS = {
    "source": ("sources.yml 里没有“{}”这个来源", "先在 sources.yml 里写上这个来源"),
    "person": ("people/ 里没有“{}”这个人", "先新建 people/{}.yml，写上称呼和同意"),
    "hall": ("halls/ 里没有“{}”这个展厅", "写 halls/ 里的文件夹名，如 baoxing-renjia"),
    "page": ("没有“{}”这一页", "写这一页的路径，不带 .md，如 halls/baoxing-renjia/01-yi-shan-men"),
    "medium": ("media/ 里没有“{}”这个文件", "把文件放进 media/，名字一模一样；大小写也要一样"),
}


def check(written: Written, known: Catalogue) -> Iterator[Problem]:
    """Yield every reference of one file, in its values and its body, that leads nowhere."""
    if written.kind in FORMS:
        for key, sort in refers(FORMS[written.kind]).items():
            value = written.data.get(key)
            items = enumerate(value) if isinstance(value, list) else [(None, value)]
            for position, name in items:
                if isinstance(name, str) and name.strip():
                    path: Path = (key,) if position is None else (key, position)
                    yield from _field(written, sort, name.strip(), path, known)
    if written.kind in layout.PAGES:
        yield from _body(written, known)


@cache
def refers(form: type[BaseModel]) -> dict[str, str]:
    """Return which fields of a form refer to something, and to what."""
    found = {key: _refers(field.annotation, field) for key, field in form.model_fields.items()}
    return {key: sort for key, sort in found.items() if sort}


def _refers(annotation: Any, field: FieldInfo | None = None) -> str:
    infos = [field] if field else []
    if get_origin(annotation) is Annotated:
        infos += [part for part in get_args(annotation) if isinstance(part, FieldInfo)]
    for info in infos:
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "refers" in extra:
            return str(extra["refers"])
    return next((sort for part in get_args(annotation) if (sort := _refers(part))), "")


def _field(written: Written, sort: str, name: str, path: Path, known: Catalogue) -> Iterator[Problem]:
    place = written.place(path)
    if sort == "medium":
        yield from _medium(written, name, place, known)
        if path == ("picture",) and name in known.media and not _described(written, name, known):
            key = "picture_alt"
            help = f"在这里加一行 {key}: 图上有什么；或在 media/{name}.yml 里写 alt"
            yield written.problem(place, "这张图没有替代文字", help, "no-alt")
    elif name not in known.names(sort) and not (sort == "source" and not known.sources_known):
        yield _unknown(written, sort, name, place, known)


def _unknown(written: Written, sort: str, name: str, place: Place, known: Catalogue) -> Problem:
    message, otherwise = _WORDS[sort]
    stem = name.removesuffix(".md").removesuffix(".html")
    meant = [id for id, path in known.pages.items() if sort == "page" and stem in (id, path.removesuffix(".md"))]
    if meant:
        return written.problem(place, message.format(name), f"写成 {meant[0]}", f"unknown-{sort}")
    if any(sign in name for sign in "，、；"):
        help = "几项之间用半角逗号“,”分开，外面加方括号"
        return written.problem(place, message.format(name), help, f"unknown-{sort}")
    # Paths and file names share endings and folders, so likeness must be greater to mean anything.
    cutoff = 0.8 if sort in ("medium", "page") else 0.6
    help = perhaps(name, known.names(sort), otherwise.format(name), cutoff)
    return written.problem(place, message.format(name), help, f"unknown-{sort}")


def _medium(written: Written, name: str, place: Place, known: Catalogue) -> Iterator[Problem]:
    found = target.picture(name)
    base = posixpath.basename(name.replace("\\", "/"))
    if found.sort == "outside":
        help = f"把文件放进 media/，这里只写文件名 {base}"
        yield written.problem(place, f"“{name}”指到了 media/ 外面", help, "outside")
    elif found.sort == "web":
        help = "把图存进 media/，这里只写文件名"
        yield written.problem(place, "不能用网上的图", help, "web-picture")
    elif found.path not in known.media:
        if base != name and base in known.media:
            help = f"只写文件名 {base}"
            yield written.problem(place, f"media/ 里没有“{name}”这个文件", help, "unknown-medium")
        else:
            yield _unknown(written, "medium", name, place, known)


def _described(written: Written, name: str, known: Catalogue) -> bool:
    """Return whether a page or a sidecar says what its picture shows, or that it only decorates."""
    sidecar = known.sidecars.get(name, {})
    said = (written.data.get("picture_alt"), sidecar.get("alt"))
    return any(isinstance(text, str) and text.strip() for text in said) or _decorative(sidecar)


def _decorative(sidecar: Any) -> bool:
    return str(sidecar.get("decorative", "")).strip().lower() == "true"


def _body(written: Written, known: Catalogue) -> Iterator[Problem]:
    body = known.bodies[written.path]
    for note in body.definitions:
        help = "删掉这一行；来源写在 sources.yml 里，页面会自己列出来"
        yield written.problem(note.place, "正文里不写来源的说明", help, "source-definition")
    for place in body.markup:
        help = "删掉尖括号和里面的字；要强调就用 **文字**，要放图就用 ![图说](文件名.svg)"
        yield written.problem(place, "正文里不能写HTML", help, "html")
    for place in body.shortcuts:
        help = "把网址直接写在文字后面，如 [文字](../halls/…/hall.md)，再删掉这一行"
        yield written.problem(place, "链接不能分两处写", help, "link-shortcut")
    for wide in body.wide:
        help = f"改用半角的括号，写成 {wide.text}"
        yield written.problem(wide.place, "括号写成了全角", help, "full-width-brackets")
    for note in body.sources:
        name = note.target.strip()
        if not name or name != note.target or any(char.isspace() for char in name):
            help = f"写成 [^{''.join(name.split()) or 'S01'}]，中间不留空格"
            yield written.problem(note.place, "来源号写得不对", help, "unknown-source")
        elif name not in known.sources and known.sources_known:
            yield _unknown(written, "source", name, note.place, known)
    for picture in body.pictures:
        yield from _picture(written, picture, known)
    for link in body.links:
        yield from _link(written, link, known)


def _picture(written: Written, picture: Reference, known: Catalogue) -> Iterator[Problem]:
    if not picture.target:
        yield written.problem(picture.place, "这张图没有写文件名", "写成 ![图说](文件名.svg)", "empty-link")
        return
    yield from _medium(written, picture.target, picture.place, known)
    name = target.picture(picture.target).path
    sidecar = known.sidecars.get(name, {})
    silent = not picture.text.strip() and not str(sidecar.get("alt") or "").strip()
    if name in known.media and silent and not _decorative(sidecar):
        help = f"在方括号里写图上有什么，如 ![门前的人](…)；或在 media/{name}.yml 里写 alt"
        yield written.problem(picture.place, "这张图没有替代文字", help, "no-alt")


def _link(written: Written, link: Reference, known: Catalogue) -> Iterator[Problem]:
    goal = target.link(link.target, written.path)
    words = goal.path.rpartition("/")[2]
    if goal.sort == "empty":
        yield written.problem(link.place, "这个链接没有写去哪里", "写成 [文字](../halls/…/hall.md)", "empty-link")
    elif goal.sort == "outside":
        help = "只能链到 content/ 里的页面，用相对路径写它的 .md 文件"
        yield written.problem(link.place, f"“{link.target}”指到了 content/ 外面", help, "outside")
    elif goal.sort == "unsafe":
        help = "网址以 https:// 开头；站内的页面写它的 .md 文件"
        yield written.problem(link.place, f"这种链接不能用：{link.target[:20]}", help, "unsafe-link")
    elif goal.sort == "medium" and goal.path not in known.media:
        yield _unknown(written, "medium", goal.path, link.place, known)
    elif goal.sort in ("absolute", "other") or (goal.sort == "page" and not known.holds(goal.path)):
        help = "用相对路径写页面的 .md 文件，如 ../halls/baoxing-renjia/hall.md"
        like = near(goal.path, known.pages.values(), 0.6) or _same_name(words, known)
        if like:
            better = posixpath.relpath(like, posixpath.dirname(written.path) or ".")
            help = f"是不是想写“{better}”？"
        yield written.problem(link.place, f"没有“{link.target}”这一页", help, "broken-link")
    elif goal.sort in ("page", "here") and goal.anchor and goal.path in known.bodies:
        anchors = known.bodies[goal.path].anchors()
        if goal.anchor not in anchors:
            listed = "、".join(anchors) or "（没有小标题）"
            help = perhaps(goal.anchor, anchors, f"那一页的小标题有：{listed}")
            yield written.problem(link.place, f"那一页没有“{goal.anchor}”这个小标题", help, "broken-anchor")


def _same_name(file: str, known: Catalogue) -> str | None:
    """Return the page whose file has the same name but for number and suffix."""
    stem = file.rpartition(".")[0] or file
    return next((path for path in known.pages.values() if path.removesuffix(".md").endswith(stem)), None)
