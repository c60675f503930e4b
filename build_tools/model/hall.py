"""A hall: a door, the first words behind it, and its exhibits in walking order."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from build_tools.model.exhibit import Exhibit
from build_tools.model.form import Era, MediumName, Placed, Short, ShownForm, Text


class HallForm(ShownForm):
    """The front matter of a hall."""

    subtitle: Text | None = Field(None, title="副标题", description="标题下面的一行小字", examples=["石库门里的日子"])
    short: Short = Field(title="短名", description="1–6个字，用在按钮和标记上", examples=["宝兴人家"])
    era: Era = Field(title="时段", description="过去、做法、将来，三选一", examples=["过去"])
    accent: Literal["brick", "red", "jade"] = Field(
        title="主色", description="brick（砖）、red（红）、jade（玉），三选一", examples=["brick"]
    )
    door: MediumName | None = Field(
        title="门", description="media/ 里画门的 svg", examples=["door-shikumen.svg"], pattern=r"\.svg$"
    )


class Hall(HallForm, Placed):
    """A hall, complete. Its door is None on a surface where that drawing may not appear."""

    exhibits: tuple[Exhibit, ...]
