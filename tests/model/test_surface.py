"""What may appear where."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.model.exhibition import Exhibition
from build_tools.model.surface import for_surface

TODAY = datetime.date(2022, 10, 1)
Build = Callable[[Path], Exhibition]
Site = Callable[..., Path]
Good = dict[str, str]

PERSON = "people/lao-zhuren.yml"
ZAO = "halls/shikumen/02-zao.md"
MEN = "halls/shikumen/01-men.md"


def ids(whole: Exhibition) -> list[str]:
    return [exhibit.id for exhibit in whole.exhibits()]


@pytest.mark.parametrize(
    ("person", "surface", "appears"),
    [
        ("consent_web: true\ngiven: 2021-06-01\n", "web", True),
        ("consent_web: true\ngiven: 2021-06-01\n", "station", False),
        ("consent_web: true\ngiven: 2021-06-01\n", "print", False),
        ("consent_print: true\ngiven: 2021-06-01\n", "print", True),
        ("", "web", False),
        ("consent_web: false\n", "web", False),
        ("consent_web: true\ngiven: 2021-06-01\nexpires: 2022-10-01\n", "web", True),
        ("consent_web: true\ngiven: 2021-06-01\nexpires: 2022-09-30\n", "web", False),
        ("consent_web: true\ngiven: 2021-06-01\nwithdrawn: 2022-09-30\n", "web", False),
        ("consent_web: true\ngiven: 2021-06-01\nwithdrawn: 2022-12-30\n", "web", False),
        ("consent_web: true\ngiven: 2021-06-01\nminor: true\nguardian: 母亲\n", "web", True),
        ("minor: true\n", "web", False),
    ],
)
def test_a_person_appears_only_where_plainly_allowed(
    person: str, surface: str, appears: bool, site: Site, exhibition: Build
) -> None:
    part = for_surface(exhibition(site({PERSON: "shown_as: 一位老主任\n" + person})), surface, TODAY)  # type: ignore[arg-type]
    assert ("lao-zhuren" in part.people) == appears
    assert ("halls/shikumen/02-zao" in ids(part)) == appears


def test_a_minor_without_guardian_never_appears(site: Site, exhibition: Build) -> None:
    person = exhibition(site()).people["lao-zhuren"].model_copy(update={"minor": True})
    assert not person.may_appear("web", TODAY)


def test_consent_that_is_not_yet_given_is_none(site: Site, exhibition: Build) -> None:
    whole = exhibition(site())
    assert "lao-zhuren" not in for_surface(whole, "web", datetime.date(2021, 5, 31)).people


def test_stops_are_numbered_anew_without_gaps(site: Site, exhibition: Build) -> None:
    part = for_surface(exhibition(site()), "print", TODAY)
    assert [(exhibit.stop, exhibit.slug) for exhibit in part.exhibits()] == [(1, "men"), (2, "qilou")]


def test_links_to_what_is_gone_keep_their_words(site: Site, exhibition: Build) -> None:
    part = for_surface(exhibition(site()), "print", TODAY)
    assert "接着看另一件展品，再看[街上](../jietou/01-qilou.md#下雨天)。" in part.halls[0].exhibits[0].body


def test_nothing_changes_where_all_may_appear(site: Site, exhibition: Build) -> None:
    whole = exhibition(site())
    assert for_surface(whole, "web", TODAY) == whole


def test_a_picture_that_may_not_appear_leaves_the_page(site: Site, exhibition: Build, good: Good) -> None:
    sidecar = good["media/section.svg.yml"] + "surfaces: [station]\n"
    whole = exhibition(site({"media/section.svg.yml": sidecar}))
    web, station = (for_surface(whole, surface, TODAY).halls[0].exhibits[0] for surface in ("web", "station"))
    assert (web.picture, web.picture_alt, web.caption) == (None, None, None)
    assert station.picture == "section.svg"
    assert "section.svg" not in web.body
    assert "合用的灶披间" not in web.body
    assert "## 从大门走到晒台" in web.body
    assert "/// 引用" in web.body
    assert "section.svg" in station.body


def test_a_picture_of_someone_who_may_not_appear_goes(site: Site, exhibition: Build, good: Good) -> None:
    sidecar = good["media/section.svg.yml"] + "people: [lao-zhuren]\n"
    part = for_surface(exhibition(site({"media/section.svg.yml": sidecar})), "print", TODAY)
    assert "section.svg" not in part.media
    assert part.halls[0].exhibits[0].picture is None
    assert "section.svg" not in part.model_dump_json(exclude={"people", "sources", "media"})


def test_a_door_that_may_not_appear_goes(site: Site, exhibition: Build) -> None:
    part = for_surface(exhibition(site({"media/door.svg.yml": "surfaces: [station]\n"})), "web", TODAY)
    assert [hall.door for hall in part.halls] == [None, None]


def test_a_hall_without_exhibits_goes_and_screens_forget_it(site: Site, exhibition: Build, good: Good) -> None:
    files = {name: good[name].replace("\nfacts", "\nsurfaces: [station]\nfacts") for name in (MEN, ZAO)}
    part = for_surface(exhibition(site(files)), "web", TODAY)
    assert [hall.slug for hall in part.halls] == ["jietou"]
    assert part.halls[0].exhibits[0].body.endswith("回到第一件展品。\n")
    assert part.lessons[0].halls == ()
    assert [(screen.id, screen.hall, screen.start) for screen in part.screens] == [("chumo", None, None)]


def test_a_playlist_loses_what_is_gone(site: Site, exhibition: Build, good: Good) -> None:
    men = good[MEN].replace("\nfacts", "\nsurfaces: [web]\nfacts")
    part = for_surface(exhibition(site({MEN: men})), "station", TODAY)
    assert part.screens[1].playlist == ("halls/shikumen",)


def test_named_surfaces_are_exactly_those(site: Site, exhibition: Build, good: Good) -> None:
    whole = exhibition(site({MEN: good[MEN].replace("\nfacts", "\nsurfaces: [web, station]\nfacts")}))
    present = {
        surface: "halls/shikumen/01-men" in ids(for_surface(whole, surface, TODAY))
        for surface in ("web", "station", "print")
    }
    assert present == {"web": True, "station": True, "print": False}


def test_a_picture_that_is_a_link_goes_in_one_piece(site: Site, exhibition: Build, good: Good) -> None:
    men = good[MEN] + "\n前[![门](section.svg)](02-zao.md)后\n\n[![门](section.svg)](02-zao.md)\n"
    sidecar = good["media/section.svg.yml"] + "surfaces: [web, station]\n"
    part = for_surface(exhibition(site({MEN: men, "media/section.svg.yml": sidecar})), "print", TODAY)
    assert part.halls[0].exhibits[0].body.endswith("\n前后\n\n")


def test_an_unknown_surface_is_refused(site: Site, exhibition: Build) -> None:
    with pytest.raises(ValueError, match="billboard"):
        for_surface(exhibition(site()), "billboard", TODAY)  # type: ignore[arg-type]


def test_code_in_a_body_is_left_alone(site: Site, exhibition: Build, good: Good) -> None:
    men = good[MEN] + "\n`[码](02-zao.md)`\n"
    assert "`[码](02-zao.md)`" in for_surface(exhibition(site({MEN: men})), "print", TODAY).halls[0].exhibits[0].body
