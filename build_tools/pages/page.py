"""A page before it is put into a template, and the small values that pages share."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """One page: where it lies, the template it is poured into, its values, and its words for the search."""

    address: str
    template: str
    title: str
    values: Mapping[str, Any]
    body: str
    text: str
    label: str
    place: str

    @property
    def markdown(self) -> str:
        """The page as a Markdown file that any engine can take: front matter and the body as staff wrote it."""
        title = json.dumps(self.title, ensure_ascii=False)
        return f"---\ntitle: {title}\ntemplate: {self.template}\n---\n{self.body}"

    @property
    def root(self) -> str:
        """The way from this page up to the root of its tree: "", "../", "../../" …"""
        return root_of(self.address)


def root_of(address: str) -> str:
    """Return the relative prefix that leads from `address` to the root of the tree."""
    return "../" * address.count("/")


def between(source: str, target: str) -> str:
    """Return the relative address of `target` (which may end in #anchor) seen from the page `source`."""
    path, mark, anchor = target.partition("#")
    if not path or path == source:
        return mark + anchor or posixpath.basename(source)
    return posixpath.relpath(path, posixpath.dirname(source) or ".") + mark + anchor
