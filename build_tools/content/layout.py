"""Where each kind of file lives: path -> kind, id and address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "exhibition", "about", "sources", "hall", "exhibit", "lesson",
    "room", "article", "screen", "person", "sidecar",
]  # fmt: skip

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PAGES: frozenset[Kind] = frozenset(("about", "hall", "exhibit", "lesson", "room", "article"))
"""Kinds that are Markdown pages with an address."""

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("exhibition", r"(?P<id>exhibition)\.yml"),
    ("about", r"(?P<id>(?P<slug>about))\.md"),
    ("sources", r"(?P<id>sources)\.yml"),
    ("hall", rf"(?P<id>halls/(?P<hall>{SLUG}))/(?P<slug>hall)\.md"),
    ("exhibit", rf"(?P<id>halls/(?P<hall>{SLUG})/(?P<order>[0-9][0-9])-(?P<slug>{SLUG}))\.md"),
    ("lesson", rf"(?P<id>lessons/(?P<slug>{SLUG}))\.md"),
    ("room", rf"(?P<id>guide/(?P<order>[0-9][0-9])-(?P<slug>{SLUG}))\.md"),
    ("article", rf"(?P<id>news/(?P<order>[0-9]{{4}}-[0-9][0-9]-[0-9][0-9])-(?P<slug>{SLUG}))\.md"),
    ("screen", rf"screens/(?P<id>{SLUG})\.yml"),
    ("person", rf"people/(?P<id>{SLUG})\.yml"),
    ("sidecar", r"media/(?P<id>.+)\.yml"),
)

_BELONGS: tuple[tuple[str, str], ...] = (
    ("halls/", "展厅首页叫 halls/<展厅>/hall.md，展品叫 halls/<展厅>/01-yi-shan-men.md（两位数字、短横、拼音）"),
    ("lessons/", "党课放在 lessons/ 里，文件名用小写拼音，如 lessons/di-er-ci-qiaomen.md"),
    ("guide/", "房间放在 guide/ 里，文件名如 guide/01-bangong-qu.md（两位数字、短横、拼音）"),
    ("news/", "新闻放在 news/ 里，文件名如 news/2021-04-25-dao-zhan.md（日期、短横、拼音）"),
    ("screens/", "屏幕放在 screens/ 里，文件名如 screens/menting-chumo.yml"),
    ("people/", "人物放在 people/ 里，文件名如 people/lao-zhuren.yml"),
    ("media/", "media/ 里只放图片、影片和声音，说明写在“文件名.yml”里；文章不要放在这里"),
)
_ANYWHERE = "展品放进 halls/<展厅>/，党课放进 lessons/，房间放进 guide/，新闻放进 news/，图片放进 media/"


@dataclass(frozen=True, slots=True)
class Spot:
    """What a path says about the file at it."""

    kind: Kind
    id: str
    """Id used in references: the path without suffix, a hall's folder, a person's or screen's name."""
    slug: str
    """Last part of the id without number or date; empty for files that are no pages."""
    order: str
    """The number or date a page is sorted by; empty where there is none."""
    hall: str
    """Name of the hall's folder; empty outside halls."""
    address: str
    """Path of the finished page; empty for files that are no pages."""


def spot(path: str) -> Spot | None:
    """Return what a path relative to content/ stands for, or None if nothing belongs there."""
    for kind, pattern in _PATTERNS:
        found = re.fullmatch(pattern, path)
        if found:
            part = {name: value or "" for name, value in found.groupdict().items()}
            slug = part.get("slug", "")
            folder = path.rpartition("/")[0]
            address = f"{folder}/{slug}.html".lstrip("/") if slug else ""
            return Spot(kind, part["id"], slug, part.get("order", ""), part.get("hall", ""), address)
    return None


def belongs(path: str) -> str:
    """Return, in Chinese, where a misplaced or misnamed file should go."""
    if path.endswith(".yaml"):
        return f"把文件名改成 {path.removesuffix('.yaml').rpartition('/')[2]}.yml"
    for folder, words in _BELONGS:
        if path.startswith(folder):
            return words
    return _ANYWHERE
