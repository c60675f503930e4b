"""An exhibit: one thing on show, one stop of the way through."""

from __future__ import annotations

from pydantic import Field

from build_tools.model.form import FactId, Placed, ShownForm, SourceId, Text


class ExhibitForm(ShownForm):
    """The front matter of an exhibit."""

    number: Text | None = Field(
        None, title="大数字", description="值得占满一面墙的一个数字", examples=["12.6"], max_length=8, pattern=r"\d"
    )
    unit: Text | None = Field(None, title="单位", description="数字的单位", examples=["平方米"], max_length=6)
    number_label: Text | None = Field(
        None, title="数字说明", description="这个数字说的是什么", examples=["户均居住面积"]
    )
    number_source: SourceId | None = Field(
        None, title="数字来源", description="sources.yml 里的来源号", examples=["S04"]
    )
    facts: tuple[FactId, ...] = Field(
        title="事实", description="这一页用到的事实编号，至少一个", examples=[["F-LN-09"]], min_length=1
    )


class Exhibit(ExhibitForm, Placed):
    """An exhibit, complete."""

    hall: str
    """Name of its hall's folder."""
    stop: int
    """第 n 站, from 1, running through all halls."""
