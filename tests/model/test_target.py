"""Where links and pictures lead."""

from __future__ import annotations

import pytest

from build_tools.model.target import link, picture


@pytest.mark.parametrize(
    ("written", "sort", "path", "anchor"),
    [
        ("02-b.md", "page", "halls/x/02-b.md", ""),
        ("../y/hall.md#下雨天", "page", "halls/y/hall.md", "下雨天"),
        ("../../about.md#%E4%B8%8B", "page", "about.md", "下"),
        ("#上面", "here", "halls/x/01-a.md", "上面"),
        ("../../media/a%20b.pdf", "medium", "a b.pdf", ""),
        ("https://example.com/a.md", "web", "https://example.com/a.md", ""),
        ("mailto:a@b.cn", "web", "mailto:a@b.cn", ""),
        ("tel:12345", "web", "tel:12345", ""),
        ("//example.com", "unsafe", "//example.com", ""),
        ("javascript:alert(1)", "unsafe", "javascript:alert(1)", ""),
        ("data:text/html,x", "unsafe", "data:text/html,x", ""),
        ("http://[::1", "unsafe", "http://[::1", ""),
        ("../../../README.md", "outside", "../README.md", ""),
        ("..%2f..%2f..%2fx.md", "outside", "../x.md", ""),
        ("/about.md", "absolute", "/about.md", ""),
        ("..\\about.md", "absolute", "..\\about.md", ""),
        ("02-b.html", "other", "halls/x/02-b.html", ""),
        ("", "empty", "", ""),
    ],
)
def test_a_link_is_understood(written: str, sort: str, path: str, anchor: str) -> None:
    found = link(written, "halls/x/01-a.md")
    assert (found.sort, found.path, found.anchor) == (sort, path, anchor)


@pytest.mark.parametrize(
    ("written", "sort"),
    [
        ("a.svg", "medium"),
        ("sub/a.svg", "medium"),
        ("../a.svg", "outside"),
        ("%2e%2e/a.svg", "outside"),
        ("/etc/passwd", "outside"),
        ("..\\a.svg", "outside"),
        ("https://example.com/a.svg", "web"),
        ("//example.com/a.svg", "web"),
        ("data:image/png;base64,x", "web"),
        ("", "empty"),
    ],
)
def test_a_picture_is_a_file_in_media(written: str, sort: str) -> None:
    assert picture(written).sort == sort
