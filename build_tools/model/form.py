"""What every form has in common: the shapes of values staff write, and the page they make."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from build_tools.content.problems import Place

Surface = Literal["web", "station", "print"]
SURFACES: frozenset[Surface] = frozenset(("web", "station", "print"))

Target = Literal["source", "person", "hall", "page", "medium"]
"""What a field can refer to; declared as ``json_schema_extra={"refers": …}`` on the value's type."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def signs(text: str) -> int:
    """Return how many Han, letters and digits a text has; punctuation and spaces do not count."""
    return sum(char.isalnum() for char in text)


def _at_most(limit: int, *, punctuation: bool) -> AfterValidator:
    def check(text: str) -> str:
        length = len(text) if punctuation else signs(text)
        if length > limit:
            kind = "too_long" if punctuation else "too_many_signs"
            raise PydanticCustomError(kind, "too long", {"limit": limit, "length": length})
        return text

    return AfterValidator(check)


def _date(value: Any) -> Any:
    """Turn text into a date; pydantic alone would also take 1619308800 for one."""
    if not isinstance(value, str):
        return value
    if not _DATE.fullmatch(value):
        raise PydanticCustomError("date_shape", "not yyyy-mm-dd")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date_impossible", "no such day") from None


def _english_first(words: dict[str, str]) -> BeforeValidator:
    """Accept the English name of a choice as well as the Chinese word it stands for."""
    return BeforeValidator(lambda value: words.get(value, value) if isinstance(value, str) else value)


def _ratio_pair(value: str) -> str:
    found = re.fullmatch(r"(\d{1,3})% (\d{1,3})%", value)
    if not found or any(int(part) > 100 for part in found.groups()):
        raise PydanticCustomError("focus_shape", "not x% y%")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[Text, _at_most(14, punctuation=False)]
Short = Annotated[Text, _at_most(6, punctuation=False)]
Lead = Annotated[Text, _at_most(60, punctuation=True)]
Caption = Annotated[Text, _at_most(40, punctuation=True)]
Day = Annotated[datetime.date, BeforeValidator(_date)]
Focus = Annotated[Text, AfterValidator(_ratio_pair)]
Era = Annotated[Literal["过去", "做法", "将来"], _english_first({"past": "过去", "how": "做法", "future": "将来"})]
MediumKind = Annotated[
    Literal["照片", "示意图", "平面图", "效果图"],
    _english_first({"photo": "照片", "drawing": "示意图", "plan": "平面图", "rendering": "效果图"}),
]
SourceId = Annotated[Text, Field(json_schema_extra={"refers": "source"})]
PersonId = Annotated[Text, Field(json_schema_extra={"refers": "person"})]
HallId = Annotated[Text, Field(json_schema_extra={"refers": "hall"})]
PageId = Annotated[Text, Field(json_schema_extra={"refers": "page"})]
MediumName = Annotated[Text, Field(json_schema_extra={"refers": "medium"})]
FactId = Annotated[Text, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]*[a-z]?$")]


class Form(BaseModel):
    """Something staff fill in. Titles and descriptions of its fields are its words everywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class PageForm(Form):
    """The front matter every page shares."""

    title: Title = Field(title="标题", description="1–14个字，标点不算", examples=["推开一扇门"])
    lead: Lead = Field(
        title="导语", description="一两句说得出口的话，最多60个字符", examples=["先从一扇黑漆大门看起。"]
    )


class ShownForm(PageForm):
    """The front matter of a page that shows a picture, and perhaps people."""

    picture: MediumName | None = Field(
        None, title="图", description="media/ 里的文件名", examples=["house-section.svg"]
    )
    picture_alt: Text | None = Field(
        None,
        title="图的替代文字",
        description="说给看不见图的人听：图上有什么",
        examples=["一幢石库门房子的剖面，从大门到晒台。"],
    )
    caption: Caption | None = Field(None, title="图说", description="最多40个字符", examples=["一幢石库门的剖面。"])
    people: tuple[PersonId, ...] = Field(
        (), title="人物", description="people/ 里的文件名，不带 .yml", examples=[["lao-zhuren"]]
    )
    surfaces: frozenset[Surface] = Field(
        SURFACES,
        title="出现在哪里",
        description="web（网页）、station（站内屏幕）、print（打印）；不写就是都出现",
        examples=[["web", "station"]],
    )


class Placed(BaseModel):
    """What a page knows beyond its front matter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """Path without suffix, e.g. ``halls/x/01-a``; a hall is ``halls/x``."""
    slug: str
    """Last part of the id without number or date; a hall's is the name of its folder."""
    address: str
    """Path of the finished page, e.g. ``halls/x/a.html``."""
    file: str
    """Path shown to staff, e.g. ``content/halls/x/01-a.md``."""
    path: str
    """Path relative to content/, against which links in the body are written."""
    body: str
    """Markdown; block lines in their canonical form."""
    body_place: Place
    """Where the body begins."""
