"""The layout: every page of one surface, in walking order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from build_tools.media.gallery import Gallery
from build_tools.model.exhibition import Exhibition
from build_tools.pages.cards import Surroundings, card, exhibit_card, grouped, number
from build_tools.pages.frame import Press
from build_tools.pages.markdown import Writer
from build_tools.pages.page import Page

CONTENTS = {"web": ("search", "search.html", "搜索"), "station": ("contents", "contents.html", "目录")}


def lay_out(exhibition: Exhibition, gallery: Gallery, surface: str, writer: Writer) -> tuple[Page, ...]:
    """Return every page of a surface from the model already narrowed to that surface."""
    press = Press(Surroundings(exhibition, gallery, surface), writer)
    pages = [_home(press), *_halls(press), *_lessons(press), *_rooms(press), *_news(press), *_about(press)]
    kind, address, title = CONTENTS[surface]
    pages.append(press.page(kind, address, title, everything=grouped(press.around, address)))
    pages.append(_sources(press))
    if surface == "web":
        # Shown wherever a visitor got lost, so its addresses count from the root of the host.
        root = urlsplit(exhibition.address or "").path.rstrip("/") + "/"
        pages.append(press.page("missing", "404.html", "没有找到这一页", root=root))
    return tuple(pages)


def _home(press: Press) -> Page:
    exhibition, address = press.around.exhibition, "index.html"
    return press.page(
        "home",
        address,
        exhibition.name,
        lead=exhibition.subtitle or "",
        label="首页",
        intro=exhibition.subtitle or "",
        stops=sum(len(hall.exhibits) for hall in exhibition.halls),
        news=_articles(press, address)[:3],
        lessons=_lesson_cards(press, address),
        rooms=[card(press.around, room, address) for room in exhibition.rooms],
    )


def _halls(press: Press) -> list[Page]:
    around, doors, pages = press.around, press.doors, []
    walk = [(place, exhibit) for place, hall in enumerate(around.exhibition.halls) for exhibit in hall.exhibits]
    for place, hall in enumerate(around.exhibition.halls):
        pages.append(
            press.page(
                "hall",
                hall.address,
                hall.title,
                lead=hall.lead,
                source=hall,
                label="展厅",
                place=hall.short,
                hall=doors[place],
                exhibits=[exhibit_card(around, exhibit, hall.address) for exhibit in hall.exhibits],
                previous_hall=doors[place - 1] if place else None,
                next_hall=doors[place + 1] if place + 1 < len(doors) else None,
            )
        )
    for step, (place, exhibit) in enumerate(walk):
        figure = number(exhibit)
        pages.append(
            press.page(
                "exhibit",
                exhibit.address,
                exhibit.title,
                lead=exhibit.lead,
                source=exhibit,
                label=f"第{exhibit.stop}站",
                place=doors[place]["short"],
                also_cited=[figure["source"]] if figure else [],
                hall=doors[place],
                stop=exhibit.stop,
                stops=len(walk),
                number=figure,
                previous=_step(press, exhibit, walk[step - 1], place) if step else None,
                next=_step(press, exhibit, walk[step + 1], place) if step + 1 < len(walk) else None,
            )
        )
    return pages


def _step(press: Press, here: Any, there: tuple[int, Any], place: int) -> dict[str, Any]:
    """Return the way from one exhibit to a neighbour, and whether it leads through another door."""
    return exhibit_card(press.around, there[1], here.address) | {
        "hall_changes": there[0] != place,
        "hall": press.doors[there[0]],
    }


def _lesson_cards(press: Press, address: str) -> list[dict[str, Any]]:
    return [
        card(press.around, lesson, address, kind=lesson.kind, minutes=lesson.minutes)
        for lesson in press.around.exhibition.lessons
    ]


def _lessons(press: Press) -> list[Page]:
    address, doors = "lessons/index.html", {door["id"]: door for door in press.doors}
    pages = [press.page("lessons", address, "党课", label="目录", lessons=_lesson_cards(press, address))]
    pages += [
        press.page(
            "lesson",
            lesson.address,
            lesson.title,
            lead=lesson.lead,
            source=lesson,
            label=f"{lesson.kind}党课",
            lesson_kind=lesson.kind,
            minutes=lesson.minutes,
            audience=lesson.audience,
            goals=list(lesson.goals),
            materials=list(lesson.materials or ()),
            halls=[doors[name] for name in lesson.halls or () if name in doors],
        )
        for lesson in press.around.exhibition.lessons
    ]
    return pages if len(pages) > 1 else []


def _rooms(press: Press) -> list[Page]:
    address, rooms = "guide/index.html", press.around.exhibition.rooms
    pages = [press.page("guide", address, "导览", label="目录", rooms=[card(press.around, r, address) for r in rooms])]
    pages += [
        press.page(
            "room", room.address, room.title, lead=room.lead, source=room, label="导览", **_ends(press, rooms, n)
        )
        for n, room in enumerate(rooms)
    ]
    return pages if rooms else []


def _articles(press: Press, address: str) -> list[dict[str, Any]]:
    return [
        card(press.around, article, address, date=_spoken(article.date), date_iso=article.date.isoformat())
        for article in press.around.exhibition.news
    ]


def _news(press: Press) -> list[Page]:
    address, news = "news/index.html", press.around.exhibition.news
    pages = [press.page("newslist", address, "图片新闻", label="目录", articles=_articles(press, address))]
    pages += [
        press.page(
            "article",
            article.address,
            article.title,
            lead=article.lead,
            source=article,
            label="图片新闻",
            date=_spoken(article.date),
            date_iso=article.date.isoformat(),
            **_ends(press, news, n),
        )
        for n, article in enumerate(news)
    ]
    return pages if news else []


def _ends(press: Press, pages: Sequence[Any], n: int) -> dict[str, Any]:
    """Return the neighbours of page `n` of a row of pages."""
    here = pages[n].address
    return {
        "previous": card(press.around, pages[n - 1], here) if n else None,
        "next": card(press.around, pages[n + 1], here) if n + 1 < len(pages) else None,
    }


def _about(press: Press) -> list[Page]:
    about = press.around.exhibition.about
    return (
        [press.page("about", about.address, about.title, lead=about.lead, source=about, label="关于")] if about else []
    )


def _sources(press: Press) -> Page:
    """Every source with the pages that lean on it."""
    exhibition = press.around.exhibition
    cited: dict[str, list[dict[str, str]]] = {}
    for page in exhibition.pages():
        names = {source for source, _ in press.body(page).cited}
        names.add(getattr(page, "number_source", None) or "")
        for name in names - {""}:
            cited.setdefault(name, []).append({"title": page.title, "address": page.address})
    rows = [
        {
            "id": name,
            "anchor": f"s-{name}",
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date or "",
            "seen": source.seen or "",
            "family": source.family or "",
            "note": source.note or "",
            "pages": cited.get(name, []),
        }
        for name, source in exhibition.sources.items()
    ]
    return press.page("sources", "sources.html", "来源", label="来源", sources=rows)


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
