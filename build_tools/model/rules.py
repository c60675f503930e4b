"""Rules that tie several values of one file together. They read what was written, not the form,
so that they speak even when another value of the file is wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping

from build_tools.content.body import UNKNOWN
from build_tools.content.layout import Kind
from build_tools.content.problems import Place, Problem
from build_tools.content.source import Written


def check(written: Written, today: datetime.date) -> Iterator[Problem]:
    """Yield what does not fit together in one file."""
    rule = _RULES.get(written.kind)
    if rule:
        yield from rule(written, today)
    if _text(written, "picture_alt") and not _text(written, "picture"):
        help = "加一行 picture: 文件名，或删掉 picture_alt"
        yield _at(written, "picture_alt", "写了“图的替代文字”，却没有图", help, "alt-without-picture")


def _exhibit(written: Written, today: datetime.date) -> Iterator[Problem]:
    number = _text(written, "number")
    for key, title in (("number_label", "数字说明"), ("number_source", "数字来源")):
        if number and not _text(written, key) and key not in written.damaged:
            help = f"加一行 {key}: …，观众才知道这个数字{'说的是什么' if key == 'number_label' else '从哪里来'}"
            yield _at(written, "number", f"写了“大数字”，却没有“{title}”（{key}）", help, "number-alone")
    for key in ("unit", "number_label", "number_source"):
        if not number and _text(written, key) and "number" not in written.damaged:
            help = "加一行 number: …，或删掉这一行"
            yield _at(written, key, "没有“大数字”（number），这一行用不上", help, "number-missing")


def _article(written: Written, today: datetime.date) -> Iterator[Problem]:
    named, date = written.id.removeprefix("news/")[:10], _text(written, "date")
    if not _day(named):
        help = "文件名开头改成真有的日子，如 2021-04-25"
        yield Problem(Place(written.file, 1, 1, 0), f"文件名里没有这一天：{named}", help, "", "impossible-date")
    elif _day(date) and date != named:
        help = f"写成 date: {named}，或者改文件名"
        yield _at(written, "date", f"日期和文件名不一样：文件名是 {named}", help, "date-differs")


def _person(written: Written, today: datetime.date) -> Iterator[Problem]:
    surfaces = ("consent_web", "consent_station", "consent_print")
    agreed = next((key for key in surfaces if _text(written, key).lower() == "true"), "")
    given, expires = _day(_text(written, "given")), _day(_text(written, "expires"))
    if agreed and not _text(written, "given") and "given" not in written.damaged:
        help = "加一行 given: 年-月-日，写哪一天同意的"
        yield _at(written, agreed, "写了同意，却没有“同意日期”（given）", help, "consent-without-date")
    if agreed and _text(written, "minor").lower() == "true" and not _text(written, "guardian"):
        help = "加一行 guardian: 哪位监护人同意、书面材料在哪里；没有就把同意都改成 false"
        yield _at(written, "minor", "未成年人没有“监护人同意”（guardian）", help, "minor-without-guardian")
    if given and given > today:
        yield _at(written, "given", f"“同意日期”还没有到：{given}", "改成真正同意的那一天", "date-in-future")
    if given and expires and expires < given:
        help = "核对这两个日期，是不是写反了"
        yield _at(written, "expires", "“同意到哪天为止”比“同意日期”还早", help, "dates-reversed")


def _screen(written: Written, today: datetime.date) -> Iterator[Problem]:
    wall = _text(written, "kind") == "墙面屏"
    if wall and not written.data.get("playlist") and "playlist" not in written.damaged:
        help = "加上 playlist:，下面一行一页，如“  - halls/baoxing-renjia”"
        yield _at(written, "kind", "墙面屏没有“播放的页面”（playlist）", help, "wall-without-playlist")


def _exhibition(written: Written, today: datetime.date) -> Iterator[Problem]:
    address = _text(written, "address")
    if _text(written, "public").lower() == "true":
        for key, title in (("address", "网址"), ("icp", "ICP备案号")):
            if not _text(written, key) or UNKNOWN in _text(written, key):
                help = f"填上 {key}: …；还没有就先写 public: false"
                yield _at(written, "public", f"要对外公开，却没有“{title}”（{key}）", help, "public-without")
    if address and UNKNOWN not in address and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", address):
        help = "写成 address: https://…"
        yield _at(written, "address", "“网址”不是以 https:// 开头的网址", help, "wrong-shape")


_RULES: Mapping[Kind, Callable[[Written, datetime.date], Iterator[Problem]]] = {
    "exhibit": _exhibit,
    "article": _article,
    "person": _person,
    "screen": _screen,
    "exhibition": _exhibition,
}


def _text(written: Written, key: str) -> str:
    """Return a value as written; empty if it is missing or not text."""
    value = written.data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _at(written: Written, key: str, message: str, help: str, code: str) -> Problem:
    return written.problem(written.place((key,)), message, help, code)
