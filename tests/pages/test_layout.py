"""The layout: every page of the model is a page of the site, in walking order, on the surfaces where it may be."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from build_tools.model.form import Surface
from build_tools.pages.page import between, root_of
from build_tools.site.gathering import Sheets
from tests.worlds import WORLD, Checkout, Laid

SURFACES: tuple[Surface, ...] = ("web", "station")


def views(made: Sheets) -> dict[str, Mapping[str, Any]]:
    """Return what each page shows, by address."""
    return {page.address: page.values["view"] for page in made.pages}


def everything(made: Sheets) -> str:
    """Return all values, words and text files of a surface as one text."""
    files = [data.decode() if isinstance(data, bytes) else str(data) for data in made.files.values()]
    return "\n".join([*map(repr, made.pages), *made.files, *files])


@pytest.mark.parametrize("surface", SURFACES)
def test_every_page_of_the_model_has_one_page(laid_out: Laid, surface: str) -> None:
    exhibition = laid_out.gathered.exhibition
    assert exhibition is not None
    pages = laid_out.sheets[surface].pages
    addresses = [page.address for page in pages]
    assert len(addresses) == len(set(addresses))
    assert {page.address for page in exhibition.pages()} <= set(addresses)
    lists = {"index.html", "lessons/index.html", "guide/index.html", "news/index.html", "sources.html"}
    own = {"web": {"search.html", "404.html"}, "station": {"contents.html"}}[surface]
    assert set(addresses) - {page.address for page in exhibition.pages()} == lists | own


@pytest.mark.parametrize("surface", SURFACES)
def test_every_page_has_a_template_of_its_surface(frozen: Path, laid_out: Laid, surface: str) -> None:
    for page in laid_out.sheets[surface].pages:
        assert (frozen / "theme" / page.template).is_file()
        assert page.template.startswith(f"{surface}/")
        assert page.values["surface"] == surface
        if page.address != "404.html":
            assert page.values["root"] == root_of(page.address) == "../" * page.address.count("/")


@pytest.mark.parametrize("surface", SURFACES)
def test_stops_run_through_all_halls_without_gaps(laid_out: Laid, surface: str) -> None:
    exhibition = laid_out.gathered.exhibition
    assert exhibition is not None
    seen = views(laid_out.sheets[surface])
    walk = [seen[exhibit.address] for exhibit in exhibition.exhibits()]
    assert [view["stop"] for view in walk] == list(range(1, len(walk) + 1))
    assert {view["stops"] for view in walk} == {len(walk)}
    assert walk[0]["previous"] is None
    assert walk[-1]["next"] is None
    for here, there in pairwise(walk):
        assert here["next"]["address"] == there["address"]
        assert there["previous"]["address"] == here["address"]
        changes = here["hall"]["id"] != there["hall"]["id"]
        assert here["next"]["hall_changes"] is there["previous"]["hall_changes"] is changes
        assert here["next"]["hall"]["id"] == there["hall"]["id"]
    assert sum(view["next"]["hall_changes"] for view in walk[:-1]) == len(exhibition.halls) - 1


def test_halls_know_their_neighbours_and_their_stops(small: Checkout) -> None:
    seen = views(small.sheets("web"))
    first, second = seen["halls/shikumen/hall.html"], seen["halls/jietou/hall.html"]
    assert (first["previous_hall"], first["next_hall"]["id"]) == (None, "jietou")
    assert (second["previous_hall"]["id"], second["next_hall"]) == ("shikumen", None)
    assert [(v["hall"]["first_stop"], v["hall"]["last_stop"], v["hall"]["count"]) for v in (first, second)] == [
        (1, 2, 2),
        (3, 3, 1),
    ]


def test_a_door_is_a_drawing_whose_leaves_can_be_parted(small: Checkout) -> None:
    door = str(views(small.sheets("web"))["halls/shikumen/hall.html"]["hall"]["door"])
    assert door.startswith("<svg ")
    assert 'class="leaf-left"' in door
    assert 'class="leaf-right"' in door
    assert "id=" not in door, "two doors stand on the home page"
    assert 'aria-hidden="true"' in door


def test_a_page_shows_its_figure_its_sources_and_what_is_unknown(small: Checkout) -> None:
    seen = views(small.sheets("web"))
    page = seen["halls/shikumen/men.html"]
    assert page["number"] == {"value": "12.6", "unit": "平方米", "label": "户均居住面积", "source": "S04"}
    assert [(source["n"], source["anchor"], source["backs"]) for source in page["sources"]] == [
        (1, "s-S04", ["c-1"]),
        (2, "s-S06a", ["c-2"]),
    ]
    assert page["toc"] == [{"id": "从大门走到晒台", "title": "从大门走到晒台"}]
    assert seen["halls/jietou/qilou.html"]["unverified"] == 1


def test_a_number_whose_source_is_cited_nowhere_else_brings_its_source(small: Checkout) -> None:
    body = str(WORLD["halls/shikumen/01-men.md"]).replace("大门是黑漆的。[^S04]", "大门是黑漆的。")
    small.lay({"halls/shikumen/01-men.md": body})
    page = views(small.sheets("web"))["halls/shikumen/men.html"]
    assert [(source["id"], source["backs"]) for source in page["sources"] if source["id"] == "S04"] == [("S04", [])]


def test_the_list_of_sources_leads_to_the_pages_that_lean_on_them(small: Checkout) -> None:
    rows = views(small.sheets("web"))["sources.html"]["sources"]
    assert [row["id"] for row in rows] == ["S04", "S06a"]
    assert {"halls/shikumen/men.html", "news/dao-zhan.html"} <= {page["address"] for page in rows[0]["pages"]}
    assert [page["address"] for page in rows[1]["pages"]] == ["halls/shikumen/men.html"]


EMPTY = {"guide": "guide/01-bangong-qu.md", "lessons": "lessons/qiaomen.md", "news": "news/2021-04-25-dao-zhan.md"}


@pytest.mark.parametrize(("section", "file"), EMPTY.items(), ids=EMPTY)
def test_a_section_without_pages_is_not_there(small: Checkout, section: str, file: str) -> None:
    before = small.sheets("web")
    assert section in before.pages[0].values["site"]["sections"]
    assert any(page.address == f"{section}/index.html" for page in before.pages)
    small.lay({file: None})
    after = small.sheets("web")
    assert section not in after.pages[0].values["site"]["sections"]
    assert not any(page.address.startswith(f"{section}/") for page in after.pages)


def test_links_between_pages_lead_to_finished_addresses(small: Checkout) -> None:
    body = str(views(small.sheets("web"))["halls/shikumen/men.html"]["body"])
    assert 'href="zao.html"' in body
    assert 'href="../jietou/qilou.html#下雨天"' in body


def test_a_link_to_a_medium_leads_to_the_finished_file(small: Checkout) -> None:
    small.lay({"about.md": str(WORLD["about.md"]) + "\n看[剖面](media/section.svg)。\n"})
    made = small.sheets("web")
    body = str(views(made)["about.html"]["body"])
    address = body.partition('href="media/')[2].partition('"')[0]
    assert f"media/{address}" in made.files


WAYS = {
    ("a.html", "b.html"): "b.html",
    ("a/b.html", "a/c.html"): "c.html",
    ("a/b.html", "c/d.html#e"): "../c/d.html#e",
    ("a/b/c.html", "index.html"): "../../index.html",
    ("index.html", "a/b.html"): "a/b.html",
    ("a/b.html", "a/b.html#c"): "#c",
    ("a/b.html", "a/b.html"): "b.html",
}


@pytest.mark.parametrize(("pair", "way"), WAYS.items(), ids=map(str, WAYS))
def test_the_way_between_two_pages(pair: tuple[str, str], way: str) -> None:
    assert between(*pair) == way


PERSON = str(WORLD["people/lao-zhuren.yml"])
CONSENTS = {
    "without-consent-for-web": (PERSON.replace("consent_web: true", "consent_web: false"), {"station"}),
    "without-consent-for-station": (PERSON.replace("consent_station: true", "consent_station: false"), {"web"}),
    "expired": (PERSON.replace("expires: 2026-06-01", "expires: 2022-09-30"), set()),
    "last-day": (PERSON.replace("expires: 2026-06-01", "expires: 2022-10-01"), {"web", "station"}),
    "withdrawn": (PERSON + "withdrawn: 2022-01-01\n", set()),
    "minor-with-guardian": (PERSON + "minor: true\nguardian: 母亲，书面同意存档\n", {"web", "station"}),
    "with-consent": (PERSON, {"web", "station"}),
}
PORTRAIT = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>PORTRAIT</title><path d='M1 2h3'/></svg>"
SHOWN = {
    "halls/shikumen/02-zao.md": """\
---
title: 合用的灶披间
lead: 老主任说的灶间往事。
people: [lao-zhuren]
facts: [F-LN-11]
---
老主任的话，只在同意的地方出现。
""",
    "halls/jietou/01-qilou.md": str(WORLD["halls/jietou/01-qilou.md"])
    + "\n![老主任的像](portrait.svg)\n\n再听[老主任说](../shikumen/02-zao.md)。\n",
    "media/portrait.svg": PORTRAIT,
    "media/portrait.svg.yml": "alt: 老主任站在门口。\nkind: 示意图\ncredit: 本站绘制\npeople: [lao-zhuren]\n",
}
TRACES = (
    "灶间往事",
    "只在同意的地方出现",
    "halls/shikumen/zao.html",
    "zao.html",
    "PORTRAIT",
    "老主任站在门口",
    "老主任的像",
)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("person", "allowed"), CONSENTS.values(), ids=CONSENTS)
def test_a_person_appears_only_where_consent_holds(
    small: Checkout, person: str, allowed: set[str], surface: Surface
) -> None:
    small.lay({**SHOWN, "people/lao-zhuren.yml": person})
    made = small.sheets(surface)
    said = everything(made) + "".join(_drawings(made))
    assert [trace for trace in TRACES if trace in said] == (list(TRACES) if surface in allowed else [])
    assert "再听老主任说" in views(made)["halls/jietou/qilou.html"]["body"].striptags(), "words of a dead link stay"
    stops = [view["stop"] for view in views(made).values() if view["kind"] == "exhibit"]
    assert stops == list(range(1, (4 if surface in allowed else 3)))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("only", ["web", "station", "print"])
def test_a_medium_without_rights_for_a_surface_is_not_there_at_all(
    small: Checkout, only: str, surface: Surface
) -> None:
    sidecar = f"alt: 老主任站在门口。\nkind: 示意图\ncredit: 本站绘制\nsurfaces: [{only}]\n"
    small.lay({**SHOWN, "media/portrait.svg.yml": sidecar})
    made = small.sheets(surface)
    said = everything(made) + "".join(_drawings(made))
    found = [trace in said for trace in ("PORTRAIT", "老主任站在门口", "老主任的像")]
    # The words of the picture say what it shows; they leave with it.
    assert all(found) if only == surface else not any(found)


@pytest.mark.parametrize("surface", SURFACES)
def test_a_page_for_one_surface_is_on_that_one_only(small: Checkout, surface: Surface) -> None:
    body = str(WORLD["guide/01-bangong-qu.md"]).replace("facts:", "surfaces: [station]\nfacts:")
    small.lay({"guide/01-bangong-qu.md": body})
    assert ("bangong-qu" in everything(small.sheets(surface))) is (surface == "station")


def test_the_picture_of_a_page_goes_with_the_page_that_may_show_it(small: Checkout) -> None:
    small.lay({"media/station.svg.yml": "alt: 站前。\nkind: 示意图\ncredit: 本站绘制\nsurfaces: [station]\n"})
    for surface in SURFACES:
        view = views(small.sheets(surface))["news/dao-zhan.html"]
        assert (view["picture"] is not None) is (surface == "station")


def _drawings(made: Sheets) -> list[str]:
    return [
        data.read_text(encoding="utf-8")
        for data in made.files.values()
        if isinstance(data, Path) and data.suffix == ".svg"
    ]
