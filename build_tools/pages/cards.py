"""Cards: what one page says about another, and the doors of the halls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from build_tools.media.gallery import Gallery
from build_tools.model.exhibition import Exhibition
from build_tools.model.hall import Hall
from build_tools.model.medium import Medium
from build_tools.pages.figures import THUMB, Figure, image, thumb
from build_tools.pages.page import root_of
from build_tools.pages.playback import audio, length, video


@dataclass(frozen=True)
class Surroundings:
    """What every page of one surface is made from."""

    exhibition: Exhibition
    gallery: Gallery
    surface: str

    def figure(
        self, name: str, alt: str, root: str, sizes: str, *, caption: str = "", eager: bool = False
    ) -> Figure | None:
        """Return the picture `name` for a page, or None when this surface may not show it."""
        medium, picture = self.exhibition.media.get(name), self.gallery.pictures.get(name)
        if medium is not None and picture is None:
            return self._played(medium, alt, root, caption)
        if medium is None or picture is None:
            return None
        said = "" if medium.decorative else (alt or medium.alt or "")
        return Figure(
            image(picture, said, root, sizes, eager=eager, wide=self.surface == "station"),
            caption or medium.caption or "",
            medium.credit or "",
            medium.kind or "照片",
            picture.width / picture.height,
        )

    def _played(self, medium: Medium, alt: str, root: str, caption: str) -> Figure | None:
        """Return a film or a sound, its length in the caption, or None when it could not be used."""
        film = self.gallery.projection.films.get(medium.name)
        sound = self.gallery.projection.sounds.get(medium.name)
        said = alt or medium.alt or medium.caption or ""
        words = caption or medium.caption or ""
        if film is not None:
            told, ratio = f"{words}（影片，{length(film.duration)}）", film.width / film.height
            return Figure(video(film, said, root), told, medium.credit or "", "照片", ratio)
        if sound is not None:
            told = f"{words}（声音，{length(sound.duration)}）"
            return Figure(audio(sound, said, root), told, medium.credit or "", "照片", 16 / 9)
        return None

    def thumb(self, page: Any, address: str) -> dict[str, Any] | None:
        """Return the small picture of a page's card as seen from the page at `address`."""
        if not page.picture:
            return None
        medium, picture = self.exhibition.media.get(page.picture), self.gallery.pictures.get(page.picture)
        if medium is None or picture is None:
            return None
        said = "" if medium.decorative else (page.picture_alt or medium.alt or "")
        html, ratio = thumb(picture, said, root_of(address), THUMB)
        return {"html": html, "ratio": ratio}


def card(around: Surroundings, page: Any, address: str, **more: Any) -> dict[str, Any]:
    """Return what the page at `address` shows of another page."""
    return {
        "title": page.title,
        "address": page.address,
        "lead": page.lead,
        "picture": around.thumb(page, address),
        **more,
    }


def number(exhibit: Any) -> dict[str, str] | None:
    """Return the one figure of an exhibit that can stand alone: value, unit, label and the source it comes from."""
    if not exhibit.number:
        return None
    return {
        "value": exhibit.number,
        "unit": exhibit.unit or "",
        "label": exhibit.number_label or "",
        "source": exhibit.number_source or "",
    }


def exhibit_card(around: Surroundings, exhibit: Any, address: str) -> dict[str, Any]:
    """Return the card of an exhibit, with its stop and its figure."""
    return card(around, exhibit, address, stop=exhibit.stop, number=number(exhibit))


def door_card(around: Surroundings, hall: Hall) -> dict[str, Any]:
    """Return a hall as a door: names, walking order, and the drawing as markup whose two leaves can be parted."""
    picture = around.gallery.pictures.get(hall.door or "")
    stops = [exhibit.stop for exhibit in hall.exhibits]
    return {
        "id": hall.slug,
        "title": hall.title,
        "subtitle": hall.subtitle or "",
        "short": hall.short,
        "era": hall.era,
        "lead": hall.lead,
        "accent": hall.accent,
        "address": hall.address,
        "door": Markup(_parted(picture.markup)) if picture and picture.markup else Markup(""),
        "emblem": picture.renditions[0].address if picture else "",
        "first_stop": stops[0] if stops else 0,
        "last_stop": stops[-1] if stops else 0,
        "count": len(stops),
    }


def _parted(markup: str) -> str:
    """Let styles find the leaves by class, and keep the drawing out of the way of screen readers."""
    for leaf in ("leaf-left", "leaf-right"):
        markup = re.sub(rf'(<g\b[^>]*?)\bid="{leaf}"', rf'\1class="{leaf}"', markup, count=1)
    return markup.replace("<svg ", '<svg class="door" aria-hidden="true" focusable="false" ', 1)


def grouped(around: Surroundings, address: str) -> list[Mapping[str, Any]]:
    """Return every page of the surface under its heading, as cards without pictures: the complete directory."""
    exhibition = around.exhibition

    def bare(pages: Any) -> list[dict[str, Any]]:
        return [
            {"title": p.title, "address": p.address, "lead": p.lead, "stop": getattr(p, "stop", None)} for p in pages
        ]

    groups: list[Mapping[str, Any]] = [
        {"title": hall.title, "pages": bare((hall, *hall.exhibits))} for hall in exhibition.halls
    ]
    groups += [
        {"title": title, "pages": bare(pages)}
        for title, pages in (
            ("党课", exhibition.lessons),
            ("导览", exhibition.rooms),
            ("新闻", exhibition.news),
        )
        if pages
    ]
    return groups
