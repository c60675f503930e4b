"""The inspection: every fault planted into a finished tree is found, and the tree without it passes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.site.inspection import BUDGET, Tree, inspect

Spoil = Callable[[Path], None]
IMG = '<img src="{}" alt="" width="1" height="1">'
HOME = "index.html"
FILING = '<a href="https://beian.miit.gov.cn/">沪ICP备00000000号</a>'
BELOW_ARCADES = "halls/jietou/qilou.html#%E4%B8%8B%E9%9B%A8%E5%A4%A9"


def codes(root: Path, surface: str) -> set[str]:
    """Return the kinds of problems in a tree."""
    return {problem.code for problem in inspect(Tree.of(root, surface))}


def into(page: str, inside: str) -> Spoil:
    """Return a change that writes something at the end of the main part of a page."""
    return swap(page, "</main>", f"{inside}</main>")


def swap(page: str, old: str, new: str) -> Spoil:
    """Return a change of the first place where a page says `old`."""

    def spoil(tree: Path) -> None:
        (path,) = tree.glob(page)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def added(page: str, text: str) -> Spoil:
    """Return a change that adds text at the end of a file."""

    def spoil(tree: Path) -> None:
        (path,) = tree.glob(page)
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return spoil


def removed(page: str) -> Spoil:
    """Return a change that removes a file."""

    def spoil(tree: Path) -> None:
        next(iter(tree.glob(page))).unlink()

    return spoil


def heavy(loading: str) -> Spoil:
    """Return a change that puts a picture as heavy as the budget on a page."""

    def spoil(tree: Path) -> None:
        (tree / "media/heavy.jpg").write_bytes(bytes(BUDGET))
        into(HOME, f'<img src="media/heavy.jpg" alt="" width="1" height="1"{loading}>')(tree)

    return spoil


def narrow(kind: str) -> Spoil:
    """Return a change that makes a srcset promise more than its file has."""

    def spoil(tree: Path) -> None:
        path = tree / "guide/bangong-qu.html"
        text = path.read_text(encoding="utf-8")
        before, _, rest = text.partition(f"{kind} 960w")
        assert rest
        path.write_text(f"{before}{kind} 961w{rest}", encoding="utf-8")

    return spoil


WRONG = {
    "outside-script": ("web", into(HOME, '<script src="https://cdn.example/a.js"></script>'), "outside-request"),
    "outside-picture": ("web", into(HOME, IMG.format("http://cdn.example/a.png")), "outside-request"),
    "outside-without-scheme": ("web", into(HOME, IMG.format("//cdn.example/a.png")), "outside-request"),
    "outside-srcset": ("web", into(HOME, '<img src="" srcset="https://cdn.example/a.png 2x">'), "outside-request"),
    "outside-style-sheet": ("web", into(HOME, '<link rel="stylesheet" href="//fonts.example/">'), "outside-request"),
    "outside-in-a-drawing": ("web", into(HOME, '<svg><image href="//cdn.example/a.png"/></svg>'), "outside-request"),
    "outside-frame": ("station", into(HOME, '<iframe src="https://map.example/"></iframe>'), "outside-request"),
    "outside-form": ("web", into(HOME, '<form action="https://form.example/"></form>'), "outside-request"),
    "outside-film": ("web", into(HOME, '<video src="https://film.example/a.mp4"></video>'), "outside-request"),
    "outside-in-a-style": ("web", added("assets/style.*.css", "a{background:url(//cdn.example/a)}"), "outside-request"),
    "outside-import": ("web", added("assets/style.*.css", '@import "https://cdn.example/a.css";'), "outside-request"),
    "outside-in-a-script": ("web", added("assets/start.*.js", 'fetch("https://cdn.example/a");'), "outside-request"),
    "outside-script-call": ("web", added("assets/start.*.js", "fetch('//cdn.example/a');"), "outside-request"),
    "outside-link": ("web", into(HOME, '<a href="https://example.com/">去</a>'), "outside-link"),
    "outside-link-on-the-station": ("station", into(HOME, FILING), "outside-link"),
    "script-link": ("web", into(HOME, '<a href="javascript:alert(1)">去</a>'), "outside-link"),
    "mail-link": ("station", into(HOME, '<a href="mailto:a@example.com">写</a>'), "outside-link"),
    "broken-link": ("web", into(HOME, '<a href="halls/none.html">去</a>'), "broken-link"),
    "link-to-a-folder": ("web", into(HOME, '<a href="guide/">去</a>'), "broken-link"),
    "link-above-the-root": ("web", into(HOME, '<a href="../index.html">去</a>'), "broken-link"),
    "missing-page": ("web", removed("guide/bangong-qu.html"), "broken-link"),
    "missing-picture": ("web", removed("media/*.svg"), "broken-link"),
    "missing-style": ("web", removed("assets/style.*.css"), "broken-link"),
    "missing-font": ("web", removed("assets/text.*.woff2"), "broken-link"),
    "picture-from-nowhere": ("web", into(HOME, IMG.format("")), "broken-link"),
    "broken-anchor": ("web", into(HOME, '<a href="halls/shikumen/men.html#none">去</a>'), "broken-anchor"),
    "broken-anchor-here": ("web", into(HOME, '<a href="#none">去</a>'), "broken-anchor"),
    "no-alt": ("web", into(HOME, '<img src="assets/OFL.txt" width="1" height="1">'), "no-alt"),
    "no-size": ("web", into(HOME, '<img src="assets/OFL.txt" alt="">'), "no-size"),
    "too-wide-webp": ("web", narrow(".webp"), "upscaled"),
    "too-wide-jpeg": ("web", narrow(".jpg"), "upscaled"),
    "two-titles": ("web", into(HOME, "<h1>又一个</h1>"), "one-title"),
    "no-title": ("station", swap(HOME, "<h1", "<h2"), "one-title"),
    "inline-style": ("web", into(HOME, '<p style="color:red">字</p>'), "inline-code"),
    "inline-style-sheet": ("web", into(HOME, "<style>p{}</style>"), "inline-code"),
    "inline-script": ("web", into(HOME, "<script>alert(1)</script>"), "inline-code"),
    "inline-click": ("web", into(HOME, '<p onclick="alert(1)">字</p>'), "inline-code"),
    "inline-click-on-a-new-line": ("web", into(HOME, '<p\nonclick="alert(1)">字</p>'), "inline-code"),
    "inline-click-after-a-slash": ("web", into(HOME, '<p/onclick="alert(1)">字</p>'), "inline-code"),
    "repeated-id": ("web", into(HOME, '<p id="twice"></p><p id="twice"></p>'), "repeated-id"),
    "over-budget": ("web", heavy(""), "over-budget"),
    "input-on-the-station": ("station", into(HOME, "<input>"), "way-out"),
    "text-on-the-station": ("station", into(HOME, "<textarea></textarea>"), "way-out"),
    "new-window-on-the-station": ("station", into(HOME, '<a href="index.html" target="_blank">去</a>'), "way-out"),
    "download-on-the-station": ("station", into(HOME, '<a href="index.html" download>存</a>'), "way-out"),
}  # fmt: skip


@pytest.mark.parametrize(("surface", "spoil", "code"), WRONG.values(), ids=WRONG)
def test_a_planted_fault_is_found(finished: Path, tmp_path: Path, surface: str, spoil: Spoil, code: str) -> None:
    tree = shutil.copytree(finished / surface, tmp_path / surface)
    assert codes(tree, surface) == set()
    spoil(tree)
    assert code in codes(tree, surface)


RIGHT = {
    "filing": ("web", into(HOME, FILING)),
    "link": ("web", into(HOME, '<a href="halls/shikumen/men.html">去</a>')),
    "link-with-a-question": ("web", into(HOME, '<a href="search.html?q=门">去</a>')),
    "anchor": ("web", into(HOME, '<a href="halls/shikumen/men.html#从大门走到晒台">去</a>')),
    "anchor-in-percents": ("web", into(HOME, f'<a href="{BELOW_ARCADES}">去</a>')),
    "anchor-here": ("web", into(HOME, '<a href="#main">去</a>')),
    "data-picture": ("web", into(HOME, IMG.format("data:image/gif;base64,R0lGODlhAQABAAAAACw="))),
    "decorative-picture": ("web", into(HOME, IMG.format("assets/OFL.txt"))),
    "words-about-code": ("web", into(HOME, "<p>&lt;p onclick=x&gt; style=</p>")),
    "name-space-in-a-script": ("web", added("assets/start.*.js", 'var s="http://www.w3.org/2000/svg";')),
    "remark-in-a-script": ("web", added("assets/start.*.js", "\n// a remark\n")),
    "mask-of-its-own": ("web", added("assets/style.*.css", "a{mask:url(#m)}")),
    "heavy-but-later": ("web", heavy(' loading="lazy"')),
    "heavy-on-the-station": ("station", heavy("")),
    "input-on-the-web": ("web", into(HOME, '<input aria-label="找">')),
}  # fmt: skip


@pytest.mark.parametrize(("surface", "change"), RIGHT.values(), ids=RIGHT)
def test_what_is_no_fault_passes(finished: Path, tmp_path: Path, surface: str, change: Spoil) -> None:
    tree = shutil.copytree(finished / surface, tmp_path / surface)
    change(tree)
    assert codes(tree, surface) == set()


def test_every_problem_says_where_and_what_to_do(finished: Path, tmp_path: Path) -> None:
    tree = shutil.copytree(finished / "web", tmp_path / "web")
    for _, spoil, _ in (WRONG["no-alt"], WRONG["broken-link"], WRONG["outside-link"]):
        spoil(tree)
    for problem in inspect(Tree.of(tree, "web")):
        assert problem.place.file == "index.html"
        assert problem.message
        assert problem.help


@pytest.mark.parametrize("surface", ["web", "station"])
def test_the_finished_trees_are_without_fault(finished: Path, surface: str) -> None:
    assert inspect(Tree.of(finished / surface, surface)) == ()
