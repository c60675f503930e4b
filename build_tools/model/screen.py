"""A screen: one piece of glass in a room, what it measures and what it shows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from build_tools.model.form import Form, HallId, PageId, Text


class ScreenForm(Form):
    """What staff write about a screen."""

    title: Text = Field(title="名称", description="站里怎么叫它", examples=["门厅触摸屏"])
    kind: Literal["触摸屏", "墙面屏"] = Field(title="种类", description="触摸屏、墙面屏，二选一", examples=["触摸屏"])
    inches: float = Field(title="英寸", description="对角线，只写数字", examples=["21.5"], gt=0, le=400)
    width: int = Field(title="宽（像素）", description="只写整数", examples=["1920"], gt=0, le=20000)
    height: int = Field(title="高（像素）", description="只写整数", examples=["1080"], gt=0, le=20000)
    pixel_ratio: float = Field(1, title="缩放", description="系统的显示缩放，一般是1", examples=["1"], gt=0, le=8)
    distance: int = Field(title="眼睛到屏幕（毫米）", description="只写整数", examples=["500"], gt=0, le=50000)
    mount_bottom: int = Field(title="下沿离地（毫米）", description="只写整数", examples=["950"], ge=0, le=10000)
    hall: HallId | None = Field(
        None, title="展厅", description="在哪个展厅，写 halls/ 里的文件夹名", examples=["wuxin-shifa"]
    )
    start: PageId | None = Field(
        None, title="首页", description="从哪一页开始，写路径，不带 .md", examples=["halls/wuxin-shifa"]
    )
    hours: Text | None = Field(None, title="开机时间", description="几点到几点", examples=["09:00-17:00"])
    idle: int = Field(
        60, title="无人等待（秒）", description="没人碰多少秒以后问一声，至少30", examples=["60"], ge=30, le=3600
    )
    countdown: int = Field(
        20, title="倒数（秒）", description="问过以后再等多少秒，至少20", examples=["20"], ge=20, le=600
    )
    playlist: tuple[PageId, ...] = Field(
        (),
        title="播放的页面",
        description="墙面屏按次序播放，一行一页，写路径，不带 .md",
        examples=[["halls/wuxin-shifa"]],
    )


class Screen(ScreenForm):
    """A screen, complete."""

    id: str
    """Name of its file without suffix."""
    file: str
    """Path shown to staff."""
