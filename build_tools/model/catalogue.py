"""What exists, by name: the other half of every reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from build_tools.content import body, layout
from build_tools.content.folder import Folder
from build_tools.content.layout import Spot
from build_tools.content.source import Written


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Names of everything in a folder, readable or not, so that one mistake is told only once."""

    pages: Mapping[str, str]
    """Id of a page -> its path relative to content/."""
    spots: Mapping[str, Spot]
    """Path relative to content/ of every file that belongs here -> what it stands for, by path."""
    halls: frozenset[str]
    """Names of the halls' folders that hold anything."""
    people: frozenset[str]
    sources: frozenset[str]
    media: frozenset[str]
    sidecars: Mapping[str, Mapping[str, Any]]
    """Name of a medium -> what its sidecar says, as written."""
    bodies: Mapping[str, body.Body]
    """Path of a page -> what its body refers to."""
    sources_known: bool
    """Whether sources.yml could be read; if not, nothing is said about sources."""

    def holds(self, path: str) -> bool:
        """Return whether there is a page at a path relative to content/."""
        return path in self.spots and self.spots[path].kind in layout.PAGES

    def names(self, target: str) -> frozenset[str] | Mapping[str, str]:
        """Return all names a field that refers to a target may hold."""
        sets: dict[str, frozenset[str] | Mapping[str, str]] = {
            "source": self.sources,
            "person": self.people,
            "hall": self.halls,
            "page": self.pages,
            "medium": self.media,
        }
        return sets[target]


def catalogue(folder: Folder) -> Catalogue:
    """Return what a folder holds."""
    paths = [written.path for written in folder.written] + list(folder.unread)
    spots = {path: spot for path in paths if (spot := layout.spot(path))}
    by_kind: dict[str, list[Written]] = {}
    for written in folder.written:
        by_kind.setdefault(written.kind, []).append(written)
    sources = by_kind.get("sources", [])
    refused = {path.removeprefix("media/") for path in folder.unread if path.startswith("media/")}
    return Catalogue(
        spots={path: spots[path] for path in sorted(spots)},
        pages={spot.id: path for path, spot in spots.items() if spot.kind in layout.PAGES},
        halls=frozenset(spot.hall for spot in spots.values() if spot.hall),
        people=frozenset(spot.id for spot in spots.values() if spot.kind == "person"),
        sources=frozenset(id for written in sources for id in (*written.data, *written.damaged)),
        media=frozenset(original.name for original in folder.media) | refused,
        sidecars={written.id: written.data for written in by_kind.get("sidecar", [])},
        bodies={
            written.path: body.read(written.body, written.body_line, written.file)
            for written in folder.written
            if written.kind in layout.PAGES
        },
        sources_known=any("*" not in written.damaged for written in sources)
        or not any(spot.kind == "sources" for spot in spots.values()),
    )
