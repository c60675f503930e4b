"""From a file as written to the form it fills in, or the problems that prevent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from build_tools.content.layout import Kind
from build_tools.content.problems import Problem
from build_tools.content.source import Written
from build_tools.content.values import Path
from build_tools.model.exhibit import ExhibitForm
from build_tools.model.exhibition import ExhibitionForm
from build_tools.model.form import Form
from build_tools.model.guide import RoomForm
from build_tools.model.hall import HallForm
from build_tools.model.lesson import LessonForm
from build_tools.model.medium import SidecarForm
from build_tools.model.news import ArticleForm
from build_tools.model.page import AboutForm
from build_tools.model.person import PersonForm
from build_tools.model.screen import ScreenForm
from build_tools.model.source import SourceForm
from build_tools.model.wording import explain, meant

FORMS: Mapping[Kind, type[Form]] = {
    "exhibition": ExhibitionForm,
    "about": AboutForm,
    "hall": HallForm,
    "exhibit": ExhibitForm,
    "lesson": LessonForm,
    "room": RoomForm,
    "article": ArticleForm,
    "screen": ScreenForm,
    "person": PersonForm,
    "sidecar": SidecarForm,
}
"""What each kind of file fills in; sources.yml holds one SourceForm for each id instead."""

AnyForm = TypeVar("AnyForm", bound=Form)


def read(written: Written) -> tuple[Form | None, list[Problem]]:
    """Return the form a file fills in, or None and what is wrong with it."""
    return fill(written, FORMS[written.kind], written.data, ())


def read_sources(written: Written) -> tuple[dict[str, SourceForm], list[Problem]]:
    """Return the sources of sources.yml by id, in order, without those that have problems."""
    sources: dict[str, SourceForm] = {}
    problems: list[Problem] = []
    for id, data in written.data.items():
        form, found = fill(written, SourceForm, data, (id,))
        problems += found
        if form:
            sources[id] = form
    return sources, problems


def fill(written: Written, form: type[AnyForm], data: Any, under: Path) -> tuple[AnyForm | None, list[Problem]]:
    """Return a form filled in with data that stands at a path of a file, or None and problems.

    An empty value counts as not written: that is what a form editor leaves behind.
    """
    blank = {key for key, value in data.items() if value in ("", [], {})} if isinstance(data, dict) else set()
    if blank:
        data = {key: value for key, value in data.items() if key not in blank or key not in form.model_fields}
    try:
        return form.model_validate(data), []
    except ValidationError as error:
        problems = []
        entries = error.errors(include_url=False)
        # One mistake is told once: a misspelt key is not also missing, a list of bad items not also short.
        misspelt = {meant(str(entry["loc"][-1]), form) for entry in entries if entry["type"] == "extra_forbidden"}
        broken = {entry["loc"][:-1] for entry in entries}
        for entry in entries:
            path: Path = (*under, *entry["loc"])
            kind = entry["type"]
            if kind == "too_short" and entry["loc"] in broken:
                continue
            if kind == "missing":
                name = str(entry["loc"][-1])
                if {"*", str(path[0])} & written.damaged or name in misspelt:
                    continue
                if name in blank and len(entry["loc"]) == 1:
                    entry = {**entry, "type": "string_too_short"}
            message, help, code = explain(entry, form)
            place = written.place(path, key=kind in ("extra_forbidden", "model_type"))
            problems.append(written.problem(place, message, help, code))
        return None, problems
