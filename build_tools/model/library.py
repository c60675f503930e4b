"""Everything read, checked against everything else, and put together as one exhibition."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from build_tools.content import blocks, layout
from build_tools.content.folder import Folder, Original
from build_tools.content.problems import Place, Problem, in_order
from build_tools.content.source import Written
from build_tools.model import links, reading, rules, shape
from build_tools.model.catalogue import catalogue
from build_tools.model.exhibit import Exhibit
from build_tools.model.exhibition import Book, Exhibition
from build_tools.model.form import Form, Placed
from build_tools.model.guide import Room
from build_tools.model.hall import Hall
from build_tools.model.lesson import Lesson
from build_tools.model.medium import Medium
from build_tools.model.news import Article
from build_tools.model.page import About
from build_tools.model.person import Person
from build_tools.model.screen import Screen
from build_tools.model.source import Source, SourceForm

AnyPage = TypeVar("AnyPage", bound=Placed)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a folder means: an exhibition if everything is in order, otherwise why it is not."""

    exhibition: Exhibition | None
    problems: tuple[Problem, ...]
    """Every problem of every file, by file and place; empty exactly if there is an exhibition."""


def understand(folder: Folder, today: datetime.date) -> Understanding:
    """Return the exhibition a folder holds, or every problem in it. Pure; never raises for content."""
    known = catalogue(folder)
    problems = [*folder.problems, *shape.check(folder, known)]
    forms: dict[str, Form] = {}
    sources: dict[str, SourceForm] = {}
    for written in folder.written:
        if written.kind == "sources":
            sources, found = reading.read_sources(written)
        else:
            form, found = reading.read(written)
            if form:
                forms[written.path] = form
        problems += [*found, *rules.check(written, today), *links.check(written, known)]
    if problems:
        return Understanding(None, in_order(problems))
    return Understanding(_Gathering(folder, forms, sources).exhibition(), ())


class _Gathering:
    """Sound forms on their way into one exhibition; lives only inside ``understand``."""

    def __init__(self, folder: Folder, forms: Mapping[str, Form], sources: Mapping[str, SourceForm]) -> None:
        self.folder, self.forms, self.sources = folder, forms, sources
        self.kinds: dict[str, list[Written]] = {}
        for written in folder.written:
            self.kinds.setdefault(written.kind, []).append(written)
        sidecars = {written.id: written for written in self.kinds.get("sidecar", [])}
        self.media = {original.name: self._medium(original, sidecars) for original in folder.media}

    def exhibition(self) -> Exhibition:
        """Return the exhibition, its values complete."""
        settings = self._values(self.kinds["exhibition"][0])
        stop = 0
        halls = []
        for name in settings.pop("halls"):
            pages = [written for written in self.kinds["exhibit"] if written.id.startswith(f"halls/{name}/")]
            exhibits = tuple(
                self._page(Exhibit, written, hall=name, stop=stop + number)
                for number, written in enumerate(pages, start=1)
            )
            stop += len(exhibits)
            door = next(written for written in self.kinds["hall"] if written.id == f"halls/{name}")
            halls.append(self._page(Hall, door, exhibits=exhibits))
        news = [self._page(Article, written) for written in self._of("article")]
        people = [Person(**self._values(one), id=one.id, file=one.file) for one in self._of("person")]
        return Exhibition(
            **settings,
            halls=tuple(halls),
            lessons=tuple(self._page(Lesson, written) for written in self._of("lesson")),
            rooms=tuple(self._page(Room, written) for written in self._of("room")),
            news=tuple(reversed(news)),
            about=self._page(About, self.kinds["about"][0]),
            screens=tuple(Screen(**self._values(one), id=one.id, file=one.file) for one in self._of("screen")),
            people=Book({person.id: person for person in people}),
            sources=Book({id: Source(**dict(form), id=id) for id, form in self.sources.items()}),
            media=Book(self.media),
        )

    def _page(self, kind: type[AnyPage], written: Written, **more: Any) -> AnyPage:
        """Return a complete page; what its picture's sidecar knows fills what it does not say."""
        values = self._values(written)
        medium = self.media.get(values.get("picture") or "")
        if medium:
            values["picture_alt"] = values["picture_alt"] or medium.alt
            values["caption"] = values["caption"] or medium.caption
        spot = layout.spot(written.path)
        assert spot is not None, "the folder holds only files that belong somewhere"
        return kind(
            **values,
            **more,
            id=written.id,
            slug=spot.hall if written.kind == "hall" else spot.slug,
            address=spot.address,
            file=written.file,
            path=written.path,
            body=blocks.plain(written.body),
            body_place=Place(written.file, written.body_line, 1, 0),
        )

    def _medium(self, original: Original, sidecars: Mapping[str, Written]) -> Medium:
        sidecar = sidecars.get(original.name)
        values = self._values(sidecar) if sidecar else {}
        file = f"{self.folder.shown_as}/media/{original.name}"
        return Medium(**values, name=original.name, path=original.path, size=original.size, file=file)

    def _values(self, written: Written) -> dict[str, Any]:
        return dict(self.forms[written.path])

    def _of(self, kind: str) -> list[Written]:
        return self.kinds.get(kind, [])
