"""The part of an exhibition that may appear on one surface. What is not plainly allowed is left out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from build_tools.content import body as bodies
from build_tools.content.body import Reference
from build_tools.model import target
from build_tools.model.exhibition import Book, Exhibition, Page
from build_tools.model.form import SURFACES, Placed, ShownForm, Surface
from build_tools.model.hall import Hall
from build_tools.model.screen import Screen

AnyPage = TypeVar("AnyPage", bound=Placed)


def for_surface(exhibition: Exhibition, surface: Surface, today: datetime.date) -> Exhibition:
    """Return an exhibition without the people, media and pages that may not appear on a surface.

    Pages that stay lose the pictures and links that lead to what is gone; stops are numbered anew,
    without gaps. Raises ``ValueError`` for a surface that does not exist.
    """
    if surface not in SURFACES:
        raise ValueError(f"no such surface: {surface}")
    people = {id: person for id, person in exhibition.people.items() if person.may_appear(surface, today)}
    media = {
        name: medium
        for name, medium in exhibition.media.items()
        if surface in medium.surfaces and all(id in people for id in medium.people)
    }

    def allowed(page: ShownForm) -> bool:
        return surface in page.surfaces and all(id in people for id in page.people)

    halls = [
        hall.model_copy(update={"exhibits": exhibits})
        for hall in exhibition.halls
        if allowed(hall) and (exhibits := tuple(filter(allowed, hall.exhibits)))
    ]
    lessons = tuple(filter(allowed, exhibition.lessons))
    rooms = tuple(filter(allowed, exhibition.rooms))
    news = tuple(filter(allowed, exhibition.news))
    stay: list[Page] = [exhibition.about, *lessons, *rooms, *news, *halls]
    stay += [exhibit for hall in halls for exhibit in hall.exhibits]
    kept = _Kept(frozenset(page.path for page in stay), frozenset(media))
    ids = frozenset(page.id for page in stay)
    names = frozenset(hall.slug for hall in halls)
    screens = (_screen(screen, ids, names) for screen in exhibition.screens)
    return exhibition.model_copy(
        update={
            "halls": _renumbered(kept.hall(hall) for hall in halls),
            "lessons": tuple(
                kept.page(lesson, halls=tuple(name for name in lesson.halls if name in names)) for lesson in lessons
            ),
            "rooms": tuple(map(kept.page, rooms)),
            "news": tuple(map(kept.page, news)),
            "about": kept.page(exhibition.about),
            "screens": tuple(screen for screen in screens if screen),
            "people": Book(people),
            "media": Book(media),
        }
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stays: paths of pages and names of media."""

    pages: frozenset[str]
    media: frozenset[str]

    def hall(self, hall: Hall) -> Hall:
        """Return a hall and its exhibits without what is gone."""
        door = hall.door if hall.door in self.media else None
        return self.page(hall, door=door, exhibits=tuple(map(self.page, hall.exhibits)))

    def page(self, page: AnyPage, **changes: Any) -> AnyPage:
        """Return a page whose picture and body name only what stays."""
        if isinstance(page, ShownForm) and page.picture not in self.media:
            changes |= {"picture": None, "picture_alt": None, "caption": None}
        return page.model_copy(update={**changes, "body": self._body(page.body, page.path)})

    def _body(self, body: str, path: str) -> str:
        """Return a body without pictures that are gone, and with the words of links that lead to them."""
        # One edit at a time: a link may have a picture for its words, and each edit moves the rest.
        while edit := self._edit(body, path):
            reference, words = edit
            start, end = reference.start, reference.end
            if not words and not body[:start].rpartition("\n")[2].strip():
                line_end = body.find("\n", end) + 1 or len(body)
                if not body[end:line_end].strip():
                    start, end = body.rfind("\n", 0, start) + 1, line_end
            body = body[:start] + words + body[end:]
        return body

    def _edit(self, body: str, path: str) -> tuple[Reference, str] | None:
        """Return the first reference to what is gone, and what stands in its place."""
        found = bodies.read(body, 1, path)
        for picture in found.pictures:
            if target.picture(picture.target).path not in self.media:
                return picture, ""
        return next(((link, link.text) for link in found.links if not self._leads(link, path)), None)

    def _leads(self, link: Reference, path: str) -> bool:
        goal = target.link(link.target, path)
        if goal.sort == "medium":
            return goal.path in self.media
        return goal.sort in ("web", "here") or (goal.sort == "page" and goal.path in self.pages)


def _renumbered(halls: Iterable[Hall]) -> tuple[Hall, ...]:
    """Return halls whose exhibits are stops 1, 2, 3 … through all of them."""
    stop = 0
    numbered = []
    for hall in halls:
        exhibits = []
        for exhibit in hall.exhibits:
            stop += 1
            exhibits.append(exhibit.model_copy(update={"stop": stop}))
        numbered.append(hall.model_copy(update={"exhibits": tuple(exhibits)}))
    return tuple(numbered)


def _screen(screen: Screen, pages: frozenset[str], halls: frozenset[str]) -> Screen | None:
    """Return a screen that shows only what stays, or None for a wall screen with nothing to show."""
    playlist = tuple(id for id in screen.playlist if id in pages)
    if screen.kind == "墙面屏" and not playlist:
        return None
    start = screen.start if screen.start in pages else None
    hall = screen.hall if screen.hall in halls else None
    return screen.model_copy(update={"playlist": playlist, "start": start, "hall": hall})
