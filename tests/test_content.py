"""The shipped exhibition keeps its promises: complete, sourced, honest about what is not known, nobody named."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from build_tools.content import body
from build_tools.content.folder import read
from build_tools.model.exhibition import Exhibition
from build_tools.model.library import understand
from build_tools.pages.report import report

ROOT = Path(__file__).parents[1]
METHODS = [
    "一线工作法", "精准排摸法", "党员带动法", "危中寻机法", "平等交流法",
    "循序渐进法", "钉钉子法", "换位思考法", "组合拳法", "经常联系法",
]  # fmt: skip
PLACES = ("办公", "人户分离", "自助终端", "书屋", "健康驿站", "消防", "记忆", "教学点", "规划")


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    found = understand(read(ROOT / "content"), date(2026, 11, 24))
    assert found.problems == ()
    assert found.exhibition is not None
    return found.exhibition


def pages(exhibition: Exhibition) -> dict[str, str]:
    return {page.id: page.body for page in exhibition.pages()}


def test_the_three_halls_are_complete(shipped: Exhibition) -> None:
    assert [hall.title for hall in shipped.halls] == ["宝兴人家", "从“五心”到“十法”", "未来宝兴里"]
    counts = [len(hall.exhibits) for hall in shipped.halls]
    assert counts[0] >= 8
    assert counts[1] >= 14
    assert counts[2] >= 7


def test_each_of_the_ten_methods_has_its_page_in_order(shipped: Exhibition) -> None:
    titles = [exhibit.title for exhibit in shipped.halls[1].exhibits if exhibit.title in METHODS]
    assert titles == METHODS
    for exhibit in shipped.halls[1].exhibits:
        if exhibit.title in METHODS:
            card = exhibit.body.partition("/// 方法卡")[2].partition("\n///")[0]
            assert re.search(r"\*\*官方释义\*\*.*待核实", card), exhibit.title
            assert "编者按字面理解" in card, exhibit.title


def test_the_guide_lessons_news_accounts_and_screens_are_there(shipped: Exhibition) -> None:
    words = " ".join(room.title + room.lead + room.body for room in shipped.rooms)
    assert [place for place in PLACES if place not in words] == []
    assert "2+X" in words
    assert sorted(lesson.kind for lesson in shipped.lessons) == sorted(["情景式", "现场式", "视频"])
    assert len(shipped.news) >= 2
    assert [account.name for account in shipped.accounts] == ["我爱外滩", "外滩周到"]
    assert sorted(screen.kind for screen in shipped.screens) == ["墙面屏", "墙面屏", "触摸屏", "触摸屏"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("halls/wuxin-shifa/01-wuxin-wenhao", "五心"),
        ("halls/wuxin-shifa/12-weizhong-xunji", "危"),
        ("halls/wuxin-shifa/07-yibai-qishier-tian", "172"),
        ("halls/weilai-baoxingli/08-hai-meiyou-daan", ""),
        ("guide/06-xiaofang-xuexiao", "50年零火灾"),
    ],
)
def test_what_is_not_known_says_so(shipped: Exhibition, page: str, words: str) -> None:
    text = pages(shipped)[page]
    assert words in text
    assert body.UNKNOWN in text


def test_the_five_names_are_not_invented(shipped: Exhibition) -> None:
    text = pages(shipped)["halls/wuxin-shifa/01-wuxin-wenhao"]
    assert not re.search(r"(爱心|热心|耐心|细心|公心|诚心|真心|恒心|初心)", text)


def test_every_paragraph_of_the_halls_has_a_source_or_says_that_it_is_unknown(shipped: Exhibition) -> None:
    assert report(shipped)["没有写来源的段落"] == []
    assert report(shipped)["太长的段落"] == []
    assert report(shipped)["没有署名的图片"] == []


def test_the_report_would_notice_a_paragraph_without_a_source(shipped: Exhibition) -> None:
    hall = shipped.halls[0]
    bare = hall.exhibits[0].model_copy(update={"body": "宝兴里一共有九百九十九幢房子，幢幢都有人住。\n"})
    spoilt = shipped.model_copy(update={"halls": (hall.model_copy(update={"exhibits": (bare,)}),)})
    assert len(report(spoilt)["没有写来源的段落"]) == 1


def _spaces(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u4e00-\u9fff]", text)


def _half_width(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff][,;:?!()]", text)


def _boasts(text: str) -> list[str]:
    return re.findall(r"宝兴[^。\n]*(?:全国|新中国)第一", text)


def _door_numbers(text: str) -> list[str]:
    return re.findall(r"\d+弄\d+号|\d+号\d+室|1[3-9]\d{9}", text)


@pytest.mark.parametrize("find", [_spaces, _half_width, _boasts, _door_numbers])
def test_the_words_are_set_and_chosen_as_they_should_be(shipped: Exhibition, find: Callable[[str], list[str]]) -> None:
    found = {}
    for page in shipped.pages():
        text = "\n".join((page.title, page.lead, page.body))
        # The part that opens a list item (**1949年** …) is set off by a space, and so is what follows `- `.
        text = re.sub(r"\]\([^)]*\)|^- (\*\*[^*]+\*\* )?|\*\*|\[\^[^\]]+\]", "", text, flags=re.M)
        if hits := find(text):
            found[page.id] = hits
    assert found == {}


@pytest.mark.parametrize(
    ("find", "spoilt"),
    [
        (_spaces, "一共 51 场"),
        (_half_width, "坐下来,慢慢讲"),
        (_boasts, "宝兴里有全国第一个居委会"),
        (_door_numbers, "住在12弄3号"),
    ],
)
def test_the_word_gates_bite(find: Callable[[str], list[str]], spoilt: str) -> None:
    assert find(spoilt)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tokens(block: str) -> dict[str, str]:
    colour = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)
    return {name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in colour}


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "paper-2", 7),
        ("ink-2", "paper", 4.5),
        ("ink-2", "paper-2", 4.5),
        ("brick", "paper", 4.5),
        ("red", "paper", 4.5),
        ("jade", "paper", 4.5),
        ("on-accent", "brick", 4.5),
        ("on-accent", "red", 4.5),
        ("on-accent", "jade", 4.5),
        ("on-lacquer", "lacquer", 7),
        ("brass", "paper", 3),
    ],
)
@pytest.mark.parametrize("theme", ["plain", "high"])
def test_colours_can_be_read(text: str, ground: str, least: float, theme: str) -> None:
    css = (ROOT / "theme/styles/tokens.css").read_text(encoding="utf-8")
    plain, _, high = css.partition('[data-contrast="high"]')
    colours = tokens(plain) | (tokens(high) if theme == "high" else {})
    least = 7 if theme == "high" else least
    assert contrast(colours[text], colours[ground]) >= least


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
