"""A source: where a statement comes from."""

from __future__ import annotations

from pydantic import Field

from build_tools.model.form import Form, Text


class SourceForm(Form):
    """What staff write about a source in sources.yml."""

    title: Text = Field(title="题名", description="文章或书的题名；没见到写“题名未见”", examples=["题名未见"])
    publisher: Text = Field(title="登载处", description="哪家报刊、网站或出版社", examples=["上观新闻"])
    date: Text | None = Field(None, title="日期", description="照看到的写", examples=["约2021年7月"])
    seen: Text | None = Field(None, title="在哪里见到", description="我们见到的是哪一份", examples=["报纸文字存件"])
    family: Text | None = Field(
        None, title="同源", description="算作一家的来源写同一个名字", examples=["外滩街道社区报"]
    )
    note: Text | None = Field(None, title="备注", description="别的要说的话", examples=["只见到开头一段。"])


class Source(SourceForm):
    """A source, complete."""

    id: str
    """What is written in ``[^…]``."""
