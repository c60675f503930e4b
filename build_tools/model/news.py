"""An article: a picture and what happened on a day."""

from __future__ import annotations

from pydantic import Field

from build_tools.model.form import Day, FactId, Placed, ShownForm


class ArticleForm(ShownForm):
    """The front matter of an article."""

    date: Day = Field(title="日期", description="年-月-日，和文件名开头一样", examples=["2021-04-25"])
    facts: tuple[FactId, ...] = Field(
        title="事实", description="这一页用到的事实编号，至少一个", examples=[["F-HIST-45"]], min_length=1
    )


class Article(ArticleForm, Placed):
    """An article, complete."""
