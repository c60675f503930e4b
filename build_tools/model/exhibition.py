"""The exhibition: its settings, and everything in it, complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import Field
from pydantic_core import CoreSchema, core_schema

from build_tools.model.exhibit import Exhibit
from build_tools.model.form import Form, HallId, Text
from build_tools.model.guide import Room
from build_tools.model.hall import Hall
from build_tools.model.lesson import Lesson
from build_tools.model.medium import Medium
from build_tools.model.news import Article
from build_tools.model.page import About
from build_tools.model.person import Person
from build_tools.model.screen import Screen
from build_tools.model.source import Source

Value = TypeVar("Value")
Page = About | Hall | Exhibit | Lesson | Room | Article


class Book(Mapping[str, Value]):
    """A mapping that keeps its order and cannot be changed; unlike a mapping proxy it pickles."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, Value]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: str) -> Value:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return core_schema.is_instance_schema(cls)

    def __repr__(self) -> str:
        return f"Book({self._entries!r})"


class AccountForm(Form):
    """A public account with its code to scan."""

    name: Text = Field(title="名称", description="账号的名称", examples=["我爱外滩"])
    platform: Text = Field(title="平台", description="哪个平台", examples=["微信公众号"])
    scan: Text | None = Field(None, title="扫出来的字", description="二维码里的内容", examples=["请在微信里搜索公众号"])
    note: Text | None = Field(None, title="备注", description="别的要说的话", examples=["官方二维码待核实"])


class SettingsForm(Form):
    """What staff write in exhibition.yml, without the halls."""

    name: Text = Field(title="名称", description="展览的名称", examples=["从一扇门到一条街"])
    subtitle: Text | None = Field(None, title="副标题", description="名称下面的一行", examples=["过去、做法与将来"])
    station: Text = Field(title="服务站", description="服务站的全名", examples=["“零距离”党群服务站"])
    place: Text | None = Field(None, title="地点", description="怎么找到", examples=["金陵东路443号"])
    hours: Text | None = Field(None, title="开放时间", description="不知道写“待核实”", examples=["待核实"])
    operator: Text | None = Field(None, title="主办", description="不知道写“待核实”", examples=["待核实"])
    contact: Text | None = Field(None, title="联系方式", description="不知道写“待核实”", examples=["待核实"])
    public: bool = Field(False, title="对外公开", description="写 true 或 false", examples=["false"])
    address: Text | None = Field(
        None, title="网址", description="公开的网址，以 https:// 开头", examples=["https://example.cn/"]
    )
    icp: Text | None = Field(None, title="ICP备案号", description="公开前必填", examples=["沪ICP备00000000号"])
    police: Text | None = Field(None, title="公安备案号", description="有就写", examples=["沪公网安备00000000号"])
    website_id: Text | None = Field(None, title="网站标识码", description="有就写", examples=["0000000000"])
    accounts: tuple[AccountForm, ...] = Field(
        (), title="公众号", description="一列：name、platform、scan、note", examples=[[]]
    )


class ExhibitionForm(SettingsForm):
    """Everything staff write in exhibition.yml."""

    halls: tuple[HallId, ...] = Field(
        title="展厅", description="按参观次序写 halls/ 里的文件夹名", examples=[["baoxing-renjia"]], min_length=1
    )


class Exhibition(SettingsForm):
    """The whole exhibition, complete and checked."""

    halls: tuple[Hall, ...]
    """In walking order."""
    lessons: tuple[Lesson, ...]
    """By file name."""
    rooms: tuple[Room, ...]
    """By number."""
    news: tuple[Article, ...]
    """Newest first."""
    about: About
    screens: tuple[Screen, ...]
    """By id."""
    people: Book[Person]
    sources: Book[Source]
    """In the order of sources.yml."""
    media: Book[Medium]
    """By name."""

    def exhibits(self) -> tuple[Exhibit, ...]:
        """Return all exhibits in walking order."""
        return tuple(exhibit for hall in self.halls for exhibit in hall.exhibits)

    def pages(self) -> tuple[Page, ...]:
        """Return all pages: halls each followed by its exhibits, then rooms, lessons, news, about."""
        way: list[Page] = []
        for hall in self.halls:
            way += [hall, *hall.exhibits]
        return (*way, *self.rooms, *self.lessons, *self.news, self.about)
