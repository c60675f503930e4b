"""A small exhibition in which nothing is wrong, and how to lay mistakes over it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from build_tools.content import folder
from build_tools.content.problems import Problem
from build_tools.model.exhibition import Exhibition
from build_tools.model.library import understand

TODAY = datetime.date(2022, 10, 1)

Files = Mapping[str, str | bytes | None]
Site = Callable[..., Path]

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1000"><title>图</title></svg>\n'

GOOD: Files = {
    "exhibition.yml": """\
name: 从一扇门到一条街
station: “零距离”党群服务站
hours: 待核实
public: false
address: ""
icp: ""
halls:
  - shikumen
  - jietou
accounts:
  - name: 我爱外滩
    platform: 微信公众号
    scan: 请在微信里搜索
""",
    "about.md": """\
---
title: 关于这个展览
lead: 哪些话有根据，都写在这一页。
---
## 怎么做的

读了公开的报道。[^S04]
""",
    "sources.yml": """\
S04:
  title: 题名未见
  publisher: 看看新闻
  date: 2021年
S06a:
  title: 题名未见
  publisher: 文汇报
""",
    "halls/shikumen/hall.md": """\
---
title: 宝兴人家
short: 人家
era: 过去
lead: 推开门，看看从前的日子。
accent: brick
door: door.svg
---
这一厅讲石库门里的日子。
""",
    "halls/shikumen/01-men.md": """\
---
title: 推开一扇门
lead: 先从一扇黑漆大门看起。
picture: section.svg
caption: 一幢石库门的剖面。
number: 12.6
unit: 平方米
number_label: 户均居住面积
number_source: S04
facts: [F-LN-01, F-LN-02]
---

石库门的大门是黑漆的。[^S04]

## 从大门走到晒台

![合用的灶披间](section.svg)

/// 引用 | 据文汇报2021年1月的报道整理
一家几口挤在一间房里。[^S06a]
///

接着看[另一件展品](02-zao.md)，再看[街上](../jietou/01-qilou.md#下雨天)。
""",
    "halls/shikumen/02-zao.md": """\
---
title: 合用的灶披间
lead: 几家人在一间灶披间里烧饭。
people: [lao-zhuren]
facts: [F-LN-11]
---
/// 时间线 | 一天
- **早上** 生炉子。[^S04]
- **晚上** 排队烧饭。
///
""",
    "halls/jietou/hall.md": """\
---
title: 未来的街
short: 街
era: 将来
lead: 走出弄堂，就是一条街。
accent: jade
door: door.svg
---
这一厅讲一条街。
""",
    "halls/jietou/01-qilou.md": """\
---
title: 骑楼下面
lead: 下雨天，走在骑楼下面不用打伞。
facts: [F-ST-01]
---
## 下雨天

/// 提示
哪一年造的：待核实。
///

回到[第一件展品](../shikumen/01-men.md)。
""",
    "lessons/qiaomen.md": """\
---
title: 第二次敲门
lead: 第二次敲门，您先开口说什么？
kind: 情景式
minutes: 40
audience: 党员和志愿者
goals:
  - 听出嘴上的理由和心里的顾虑
halls: [shikumen]
---
/// 方法卡 | 一线工作法
- **字面意思** 到现场去。（编者按字面理解）
///
""",
    "guide/01-bangong-qu.md": """\
---
title: 居委会办公区
lead: 居委会的社工在这里上班。
facts: [F-SVC-01]
---
想办事，可以先问站里的工作人员。[^S04]
""",
    "news/2021-04-25-dao-zhan.md": """\
---
title: 服务站开门了
date: 2021-04-25
lead: 这天下午，服务站开门了。
picture: station.svg
picture_alt: 服务站门前站着几位居民。
facts: [F-HIST-45]
---
这天下午，服务站开门了。[^S04]
""",
    "screens/chumo.yml": """\
title: 门厅触摸屏
kind: 触摸屏
inches: 21.5
width: 1920
height: 1080
distance: 500
mount_bottom: 950
hall: shikumen
start: halls/shikumen
idle: 60
countdown: 20
""",
    "screens/qiang.yml": """\
title: 门厅墙面屏
kind: 墙面屏
inches: 55
width: 1920
height: 1080
distance: 3000
mount_bottom: 1200
playlist:
  - halls/shikumen
  - halls/shikumen/01-men
""",
    "people/lao-zhuren.yml": """\
shown_as: 一位老主任
consent_web: true
consent_station: true
given: 2021-06-01
expires: 2026-06-01
""",
    "media/section.svg": DRAWING,
    "media/section.svg.yml": "alt: 一幢石库门的剖面，从大门到晒台。\nkind: 示意图\ncredit: 本站绘制\n",
    "media/station.svg": DRAWING,
    "media/door.svg": DRAWING,
}


def lay(root: Path, files: Files) -> Path:
    """Write files into a folder and return it; a value of None deletes the file."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a function that lays files over the good exhibition and returns the content folder."""

    def build(files: Files | None = None) -> Path:
        root = lay(tmp_path / "content", GOOD)
        return lay(root, files or {})

    return build


@pytest.fixture
def good() -> Files:
    """Return the files of the good exhibition."""
    return GOOD


@pytest.fixture
def problems() -> Callable[[Path], tuple[Problem, ...]]:
    """Return a function from a content folder to all its problems."""
    return lambda root: understand(folder.read(root), TODAY).problems


@pytest.fixture
def exhibition() -> Callable[[Path], Exhibition]:
    """Return a function from a sound content folder to its exhibition."""

    def build(root: Path) -> Exhibition:
        understanding = understand(folder.read(root), TODAY)
        assert understanding.problems == ()
        assert understanding.exhibition is not None
        return understanding.exhibition

    return build
