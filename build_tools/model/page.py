"""The page about the exhibition itself."""

from __future__ import annotations

from build_tools.model.form import SURFACES, PageForm, Placed, Surface


class AboutForm(PageForm):
    """The front matter of about.md."""


class About(AboutForm, Placed):
    """The page about the exhibition, complete. It appears everywhere."""

    surfaces: frozenset[Surface] = SURFACES
