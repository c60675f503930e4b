"""A lesson: 党课 for a group, led by someone of the station."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from build_tools.model.form import FactId, HallId, Placed, ShownForm, Text


class LessonForm(ShownForm):
    """The front matter of a lesson."""

    kind: Literal["情景式", "现场式", "视频"] = Field(
        title="形式", description="情景式、现场式、视频，三选一", examples=["情景式"]
    )
    minutes: int = Field(title="分钟", description="只写整数，单位不用写", examples=["40"], gt=0, le=600)
    audience: Text = Field(title="对象", description="讲给谁听", examples=["党员、志愿者，居民也可以一起来"])
    goals: tuple[Text, ...] = Field(
        title="目标", description="一行一个，前面写“- ”", examples=[["说得出三个办法的名字"]], min_length=1
    )
    materials: tuple[Text, ...] = Field((), title="要准备的", description="一行一样", examples=[["纸和笔"]])
    halls: tuple[HallId, ...] = Field(
        (), title="展厅", description="用到的展厅，写 halls/ 里的文件夹名", examples=[["wuxin-shifa"]]
    )
    facts: tuple[FactId, ...] = Field((), title="事实", description="用到的事实编号", examples=[["F-LN-09"]])


class Lesson(LessonForm, Placed):
    """A lesson, complete."""
