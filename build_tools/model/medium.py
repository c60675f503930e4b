"""A medium: an original as handed in, and what its sidecar says about it."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from build_tools.model.form import SURFACES, Caption, Focus, Form, MediumKind, PersonId, Surface, Text


class SidecarForm(Form):
    """What staff write in ``<file>.yml`` beside a medium."""

    alt: Text | None = Field(
        None, title="替代文字", description="说给看不见图的人听：图上有什么", examples=["雨天的骑楼，廊下有人走。"]
    )
    caption: Caption | None = Field(None, title="图说", description="最多40个字符", examples=["骑楼的立面。"])
    credit: Text | None = Field(None, title="署名", description="谁画的或谁拍的", examples=["本站绘制"])
    rights: Text | None = Field(None, title="授权", description="凭什么可以用，材料在哪里", examples=["拍摄者书面同意"])
    kind: MediumKind | None = Field(
        None, title="种类", description="照片、示意图、平面图、效果图，四选一", examples=["示意图"]
    )
    people: tuple[PersonId, ...] = Field(
        (), title="图上的人", description="people/ 里的文件名，不带 .yml", examples=[["lao-zhuren"]]
    )
    focus: Focus | None = Field(None, title="焦点", description="最要紧的地方，左起和上起", examples=["50% 30%"])
    surfaces: frozenset[Surface] = Field(
        SURFACES,
        title="出现在哪里",
        description="web（网页）、station（站内屏幕）、print（打印）；不写就是都出现",
        examples=[["web", "station"]],
    )
    decorative: bool = Field(False, title="只是装饰", description="只是装饰写 true，否则写 false", examples=["false"])


class Medium(SidecarForm):
    """A medium, complete."""

    name: str
    """Path relative to media/, as pages refer to it."""
    path: Path
    """Where the original lies on this disk."""
    size: int
    """Bytes."""
    file: str
    """Path shown to staff."""
