"""The content folder: read once, and nothing outside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.content import folder

Site = Callable[..., Path]


def codes(root: Path) -> list[tuple[str, str]]:
    return [(problem.place.file, problem.code) for problem in folder.read(root).problems]


def test_the_good_exhibition_is_read(site: Site) -> None:
    found = folder.read(site())
    assert found.problems == ()
    assert [original.name for original in found.media] == ["door.svg", "section.svg", "station.svg"]
    assert found.media[0].size == found.media[0].path.stat().st_size
    assert [written.path for written in found.written] == sorted(written.path for written in found.written)


def test_links_on_disk_are_refused_and_not_opened(site: Site, tmp_path: Path) -> None:
    root = site()
    outside = tmp_path / "secret"
    outside.mkdir()
    (outside / "03-c.md").write_text("---\ntitle: 秘密\n---\n")
    (root / "guide" / "02-b.md").symlink_to(outside / "03-c.md")
    (root / "halls" / "more").symlink_to(outside, target_is_directory=True)
    (root / "media" / "a.svg").symlink_to("/etc/passwd")
    (root / "media" / "gone.svg").symlink_to(tmp_path / "nowhere")
    assert codes(root) == [
        ("content/guide/02-b.md", "symlink"),
        ("content/halls/more", "symlink"),
        ("content/media/a.svg", "symlink"),
        ("content/media/gone.svg", "symlink"),
    ]
    found = folder.read(root)
    assert all("秘密" not in written.data.values() for written in found.written)
    assert "a.svg" not in [original.name for original in found.media]


def test_the_folder_itself_may_be_reached_through_a_link(site: Site, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(site(), target_is_directory=True)
    assert folder.read(tmp_path / "other").problems == ()


def test_large_files_are_refused_without_being_read(site: Site) -> None:
    root = site({"guide/02-b.md": b"x" * (folder.LARGEST_TEXT + 1)})
    with (root / "media" / "film.mp4").open("wb") as film:
        film.truncate(folder.LARGEST_MEDIUM + 1)
    found = folder.read(root)
    assert [(problem.message, problem.place.file) for problem in found.problems] == [
        ("文件太大：2.0MB，最多2MB", "content/guide/02-b.md"),
        ("文件太大：400.0MB，最多400MB", "content/media/film.mp4"),
    ]
    assert found.unread == ("guide/02-b.md", "media/film.mp4")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_does_not_hang_the_reading(site: Site) -> None:
    root = site()
    os.mkfifo(root / "guide" / "02-b.md")
    assert codes(root) == [("content/guide/02-b.md", "not-a-file")]


def test_what_desktops_leave_behind_is_passed_over(site: Site) -> None:
    left = [".DS_Store", "media/Thumbs.db", "media/desktop.ini", "guide/~$01-a.docx", "guide/01-a.md~", ".git/config"]
    assert codes(site(dict.fromkeys(left, "x"))) == []


def test_names_that_differ_only_in_case_are_refused(site: Site) -> None:
    root = site({"media/Door.svg": "x", "media/é.png": "x", "media/e\u0301.png": "x"})
    assert [code for _, code in codes(root)] == ["names-alike", "names-alike"]


def test_an_unprintable_name_is_shown_safely(site: Site) -> None:
    root = site({"guide/01-\x1b[31m.md": "x"})
    assert codes(root) == [("content/guide/01-�[31m.md", "file-name")]


def test_places_carry_the_name_staff_know(site: Site) -> None:
    root = site({"more.md": "x"})
    assert [problem.place.file for problem in folder.read(root, "内容").problems] == ["内容/more.md"]


def test_a_missing_folder_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        folder.read(tmp_path / "nowhere")
