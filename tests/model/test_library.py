"""The exhibition a sound folder holds."""

from __future__ import annotations

import datetime
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from build_tools.content import folder
from build_tools.content.problems import Problem
from build_tools.model.exhibition import Exhibition
from build_tools.model.library import understand

Build = Callable[[Path], Exhibition]
Site = Callable[..., Path]


def test_stops_run_through_all_halls(site: Site, exhibition: Build) -> None:
    whole = exhibition(site())
    assert [(exhibit.stop, exhibit.id, exhibit.hall, exhibit.address) for exhibit in whole.exhibits()] == [
        (1, "halls/shikumen/01-men", "shikumen", "halls/shikumen/men.html"),
        (2, "halls/shikumen/02-zao", "shikumen", "halls/shikumen/zao.html"),
        (3, "halls/jietou/01-qilou", "jietou", "halls/jietou/qilou.html"),
    ]
    assert [(hall.slug, hall.id, hall.era) for hall in whole.halls] == [
        ("shikumen", "halls/shikumen", "过去"),
        ("jietou", "halls/jietou", "将来"),
    ]


def test_pages_are_complete(site: Site, exhibition: Build) -> None:
    whole = exhibition(site())
    men = whole.halls[0].exhibits[0]
    assert men.title == "推开一扇门"
    assert men.file == "content/halls/shikumen/01-men.md"
    assert men.body_place.line == 12
    assert men.surfaces == {"web", "station", "print"}
    assert men.picture_alt == "一幢石库门的剖面，从大门到晒台。", "the sidecar speaks where the page is silent"
    assert men.caption == "一幢石库门的剖面。"
    assert (men.number, men.unit, men.number_source) == ("12.6", "平方米", "S04")
    assert [page.id for page in whole.pages()] == [
        "halls/shikumen",
        "halls/shikumen/01-men",
        "halls/shikumen/02-zao",
        "halls/jietou",
        "halls/jietou/01-qilou",
        "guide/01-bangong-qu",
        "lessons/qiaomen",
        "news/2021-04-25-dao-zhan",
        "about",
    ]


def test_news_is_newest_first(site: Site, exhibition: Build, good: dict[str, str]) -> None:
    news = good["news/2021-04-25-dao-zhan.md"].replace("2021-04-25", "2022-01-02")
    whole = exhibition(site({"news/2022-01-02-hou-lai.md": news}))
    assert [article.date for article in whole.news] == [datetime.date(2022, 1, 2), datetime.date(2021, 4, 25)]


def test_sources_keep_the_order_of_the_file(site: Site, exhibition: Build) -> None:
    more = (
        "S09:\n  title: 甲\n  publisher: 乙\nS06a:\n  title: 甲\n  publisher: 乙\nS04:\n  title: 甲\n  publisher: 乙\n"
    )
    assert list(exhibition(site({"sources.yml": more})).sources) == ["S09", "S06a", "S04"]


def test_english_names_of_choices_are_accepted(site: Site, exhibition: Build, good: dict[str, str]) -> None:
    hall = good["halls/shikumen/hall.md"].replace("era: 过去", "era: past")
    whole = exhibition(site({"halls/shikumen/hall.md": hall, "media/door.svg.yml": "kind: photo\n"}))
    assert (whole.halls[0].era, whole.media["door.svg"].kind) == ("过去", "照片")


def test_block_lines_are_canonical_in_the_model(site: Site, exhibition: Build, good: dict[str, str]) -> None:
    page = good["halls/shikumen/01-men.md"].replace("/// 引用 |", "／／／ 引用 ｜")
    assert exhibition(site({"halls/shikumen/01-men.md": page})) == exhibition(site(good))


def test_values_cannot_be_changed(site: Site, exhibition: Build) -> None:
    whole = exhibition(site())
    with pytest.raises(ValidationError):
        whole.halls[0].title = "别的"  # type: ignore[misc]
    with pytest.raises(TypeError):
        whole.people["x"] = whole.people["lao-zhuren"]  # type: ignore[index]


def test_an_exhibition_can_be_handed_to_another_process(site: Site, exhibition: Build) -> None:
    whole = exhibition(site())
    assert pickle.loads(pickle.dumps(whole)) == whole


def test_the_same_folder_gives_the_same_exhibition(site: Site, exhibition: Build) -> None:
    assert exhibition(site()) == exhibition(site())


def test_one_mistake_is_told_once(site: Site, problems: Callable[[Path], tuple[Problem, ...]]) -> None:
    """A page that cannot be read still exists for those who refer to it."""
    found = problems(site({"halls/shikumen/01-men.md": b"\xff\xff\x80", "sources.yml": "一\n二\n".encode("gbk")}))
    assert [(problem.place.file, problem.code) for problem in found] == [
        ("content/halls/shikumen/01-men.md", "not-utf-8"),
        ("content/sources.yml", "gbk"),
    ]


def test_an_empty_folder_says_what_is_needed(tmp_path: Path) -> None:
    understanding = understand(folder.read(tmp_path), datetime.date(2022, 10, 1))
    assert understanding.exhibition is None
    assert [problem.place.file for problem in understanding.problems] == [
        "content/about.md",
        "content/exhibition.yml",
        "content/sources.yml",
    ]
