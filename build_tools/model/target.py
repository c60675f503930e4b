"""Where a link or picture in a body leads, judged by its words alone."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

Sort = Literal["page", "medium", "here", "web", "outside", "absolute", "unsafe", "other", "empty"]


@dataclass(frozen=True, slots=True)
class Target:
    """A link, understood."""

    sort: Sort
    path: str
    """Path relative to content/ of a page; name relative to media/ of a medium; else as written."""
    anchor: str
    """What follows ``#``, decoded; empty if nothing does."""


def link(written: str, page: str) -> Target:
    """Return where a link written in the page at a path relative to content/ leads."""
    if not written:
        return Target("empty", "", "")
    try:
        parts = urlsplit(written)
    except ValueError:
        return Target("unsafe", written, "")
    if parts.scheme or written.startswith("//"):
        safe = parts.scheme.lower() in ("http", "https", "mailto", "tel") and not written.startswith("//")
        return Target("web" if safe else "unsafe", written, "")
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return Target("here", page, anchor)
    if path.startswith("/") or "\\" in path:
        return Target("absolute", path, anchor)
    full = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if full == ".." or full.startswith("../"):
        return Target("outside", full, anchor)
    if full.startswith("media/"):
        return Target("medium", full.removeprefix("media/"), anchor)
    return Target("page" if full.endswith(".md") else "other", full, anchor)


def picture(written: str) -> Target:
    """Return which medium a picture names; pictures are named by their file in media/ alone."""
    name = unquote(written)
    if not name:
        return Target("empty", "", "")
    if "://" in name or name.startswith(("//", "data:")):
        return Target("web", name, "")
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        return Target("outside", name, "")
    return Target("medium", posixpath.normpath(name), "")
