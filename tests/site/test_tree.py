"""The finished trees: exactly what the manifest says, the same every time, and nobody else's."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from selectolax.lexbor import LexborHTMLParser

from build_tools.model.form import Surface
from build_tools.site.engine import pour
from build_tools.site.manifest import manifest
from tests.conftest import lay
from tests.site.conftest import PHOTOGRAPHED, photograph
from tests.worlds import EPOCH, WORLD, Checkout, Laid, tree

SURFACES: tuple[Surface, ...] = ("web", "station")
BUILT = datetime.fromtimestamp(int(EPOCH), UTC)


def written(root: Path) -> dict[str, Any]:
    """Return the manifest of a tree."""
    read: dict[str, Any] = json.loads((root / "manifest.json").read_bytes())
    return read


def draft(checkout: Checkout, surface: Surface) -> Path:
    """Return the tree of one surface, poured without the seconds that finished fonts take."""
    root = checkout.root / "draft" / surface
    assert pour(checkout.sheets(surface), checkout.project, root, draft=True) == ()
    return root


@pytest.mark.parametrize("surface", SURFACES)
def test_the_manifest_is_exactly_the_tree(shipped: Checkout, surface: str) -> None:
    root = shipped.root / "site" / surface
    stored = written(root)
    files = tree(root)
    files.pop("manifest.json")
    assert stored["files"] == [
        {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(files.items())
    ]
    assert stored["surface"] == surface
    assert stored["built"] == BUILT.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert re.fullmatch(r"2022\.10\.01-[0-9a-f]{12}", stored["version"])
    assert manifest(root, surface, BUILT) == stored


def test_a_manifest_notices_every_difference(finished: Path, tmp_path: Path) -> None:
    def add(root: Path) -> None:
        (root / "more.txt").write_text("more")

    def remove(root: Path) -> None:
        (root / "about.html").unlink()

    def change(root: Path) -> None:
        data = (root / "about.html").read_bytes()
        (root / "about.html").write_bytes(data.replace(b"<", b">", 1))

    def rename(root: Path) -> None:
        (root / "about.html").rename(root / "other.html")

    stored = written(finished / "web")
    assert manifest(finished / "web", "web", BUILT) == stored
    for spoil in (add, remove, change, rename):
        root = shutil.copytree(finished / "web", tmp_path / spoil.__name__)
        spoil(root)
        found = manifest(root, "web", BUILT)
        assert found["files"] != stored["files"], spoil.__name__
        assert found["version"] != stored["version"], spoil.__name__


def test_two_builds_of_one_input_are_equal_to_the_byte(frozen: Path, tmp_path: Path) -> None:
    """Everything that may differ differs: folder, shelf, time stamps, processes, hash seed, time zone, language."""
    several: dict[str, str | bytes] = {f"media/more-{n}.jpg": photograph((n, 90, 90), (700, 500)) for n in range(3)}
    circumstances = (
        ("1", {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}),
        ("2", {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"}),
    )
    trees = []
    for jobs, env in circumstances:
        checkout = Checkout(tmp_path / f"用户 {jobs}", tmp_path / f"shelf {jobs}")
        shutil.copytree(frozen / "theme", checkout.root / "theme", copy_function=shutil.copyfile)
        shutil.copyfile(frozen / "mkdocs.yml", checkout.root / "mkdocs.yml")
        lay(checkout.root / "content", {**WORLD, **PHOTOGRAPHED, **several})
        built = checkout.run("exhibit", "build", "--quiet", "--surface", "web", "--jobs", jobs, env=env)
        assert (built.returncode, built.stderr) == (0, "")
        trees.append(tree(checkout.root / "site"))
    assert trees[0].keys() == trees[1].keys()
    assert [path for path in trees[0] if trees[0][path] != trees[1][path]] == []


def test_another_build_of_the_shipped_content_is_equal_to_the_byte(shipped: Checkout, tmp_path: Path) -> None:
    again = shipped.run(
        "exhibit", "build", "--quiet", "--site-dir", str(tmp_path / "site"), env={"PYTHONHASHSEED": "2"}
    )
    assert (again.returncode, again.stdout) == (0, "")
    assert tree(tmp_path / "site") == tree(shipped.root / "site")


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_the_engine_alone_builds_the_same_tree(shipped: Checkout, tmp_path: Path, program: str) -> None:
    """`properdocs` proves that the site outlives MkDocs 1.x: it brings its own copy of every module of the engine."""
    command = (program, "build", "--config-file", "mkdocs.yml", "--site-dir", str(tmp_path / "web"))
    built = shipped.run(*command, env={"PYTHONWARNINGS": "default", "PYTHONHASHSEED": "3"})
    assert built.returncode == 0, built.stderr
    assert not re.search(r"^WARNING|DeprecationWarning", built.stderr, re.MULTILINE)
    assert "Building documentation" in built.stderr
    assert tree(tmp_path / "web") == tree(shipped.root / "site/web")


def test_the_engine_alone_refuses_content_with_problems(small: Checkout) -> None:
    small.lay({"about.md": "没有开头\n"})
    built = small.run("mkdocs", "build")
    assert built.returncode != 0
    assert "about.md:1" in built.stdout + built.stderr
    assert not (small.root / "site/web").exists()


@pytest.mark.parametrize("surface", SURFACES)
def test_a_tree_holds_our_files_and_nobody_elses(shipped: Checkout, laid_out: Laid, surface: str) -> None:
    addresses = set(tree(shipped.root / "site" / surface))
    pages = {page.address for page in laid_out.sheets[surface].pages}
    rest = addresses - pages - {"manifest.json", "robots.txt", "assets/OFL.txt"}
    hashed = r"(assets/[a-z-]+\.[0-9a-f]{8}\.(css|js|woff2)|media/[0-9a-f]{16}\.(svg|png|jpg|webp))"
    assert pages <= addresses
    assert [path for path in sorted(rest) if not re.fullmatch(hashed, path)] == []
    everything = b"".join(
        data for path, data in tree(shipped.root / "site" / surface).items() if path.endswith(".html")
    )
    assert b"md-header" not in everything
    assert b"generator" not in everything


@pytest.mark.parametrize("surface", SURFACES)
def test_a_name_with_a_hash_changes_with_its_bytes(shipped: Checkout, surface: str) -> None:
    for path, data in tree(shipped.root / "site" / surface).items():
        if path.startswith("assets/") and path != "assets/OFL.txt":
            assert f".{hashlib.sha256(data).hexdigest()[:8]}." in path


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_ships_only_what_its_pages_ask_for(shipped: Checkout, surface: str) -> None:
    files = tree(shipped.root / "site" / surface)
    said = b"".join(data for path, data in files.items() if path.endswith((".html", ".css")))
    unused = [path for path in files if path.startswith(("assets/", "media/")) and Path(path).name.encode() not in said]
    assert unused == ["assets/OFL.txt"]


FACES = {"display": "h1, .display", "heading": "h2, h3, .serif", "strong": "strong, b, th, dt, button, summary, .bold"}


@pytest.mark.parametrize("surface", SURFACES)
def test_the_fonts_hold_every_character_a_visitor_may_see(shipped: Checkout, surface: str) -> None:
    root = shipped.root / "site" / surface
    needed: dict[str, set[str]] = {"text": set(), "display": set(), "heading": set(), "strong": set()}
    for path in root.rglob("*.html"):
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        needed["text"] |= set(page.body.text() if page.body else "")
        for name in ("data-found", "data-more", "data-none", "placeholder"):
            for node in page.css(f"[{name}]"):
                needed["text"] |= set(node.attributes[name] or "")
        for face, selector in FACES.items():
            for node in page.css(selector):
                needed[face] |= set(node.text())
    for script in root.glob("assets/search-index.*.js"):
        for row in json.loads(script.read_text(encoding="utf-8").removeprefix("window.exhibitIndex=").rstrip(";\n")):
            needed["heading"] |= set(row["t"])
            needed["text"] |= set(row["k"] + row["h"] + row["x"] + row["t"])
    for face, letters in needed.items():
        (path,) = root.glob(f"assets/{face}.*.woff2")
        with TTFont(path) as font:
            held = set(font.getBestCmap())
        assert sorted(letter for letter in letters if ord(letter) > 0x20 and ord(letter) not in held) == [], face


def test_a_character_without_a_shape_stops_the_build(small: Checkout) -> None:
    small.lay({"guide/01-bangong-qu.md": str(WORLD["guide/01-bangong-qu.md"]).replace("社工", "社工😀")})
    built = small.run("exhibit", "build", "--surface", "web")
    assert built.returncode == 1
    assert "没有“😀”" in built.stdout
    assert "web/guide/bangong-qu.html" in built.stdout
    assert not (small.root / "site/web").exists()


def test_markup_in_any_value_is_text(small: Checkout) -> None:
    sign = "<b>门</b>&\"'"
    small.lay(
        {
            "guide/01-bangong-qu.md": f"---\ntitle: 区{sign}\nlead: 导{sign}\npicture: section.svg\n"
            f"picture_alt: 替{sign}\ncaption: 说{sign}\nfacts: [F-SVC-01]\n---\n正文。[^S04]\n",
            "sources.yml": f"S04:\n  title: 题{sign}\n  publisher: 报{sign}\nS06a:\n  title: 题\n  publisher: 报\n",
            "exhibition.yml": str(WORLD["exhibition.yml"]).replace("hours: 待核实", f"hours: 时{sign}"),
            "media/section.svg.yml": f"alt: 图{sign}\nkind: 示意图\ncredit: 署{sign}\n",
        }
    )
    seen = ""
    for surface in SURFACES:
        for path in draft(small, surface).rglob("*.html"):
            html = path.read_text(encoding="utf-8")
            assert "<b>" not in html, path
            seen += "".join(node.text() for node in LexborHTMLParser(html).css("body, title"))
    for word in "区导说题报时署":
        assert f"{word}{sign}" in seen
    page = LexborHTMLParser((small.root / "draft/web/guide/bangong-qu.html").read_text(encoding="utf-8"))
    assert f"替{sign}" in [node.attributes["alt"] for node in page.css("img")]


@pytest.mark.parametrize("surface", SURFACES)
def test_every_page_carries_the_strict_policy(shipped: Checkout, surface: str) -> None:
    for path in (shipped.root / "site" / surface).rglob("*.html"):
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        (policy,) = page.css('meta[http-equiv="Content-Security-Policy"]')
        assert "default-src 'none'" in (policy.attributes["content"] or "")
        assert "unsafe" not in (policy.attributes["content"] or "")


def test_a_person_without_consent_is_in_no_byte_of_the_tree(small: Checkout) -> None:
    portrait = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>画像密语</title></svg>"
    person = str(WORLD["people/lao-zhuren.yml"]).replace("consent_web: true", "consent_web: false")
    small.lay(
        {
            "people/lao-zhuren.yml": person.replace("一位老主任", "称呼密语"),
            "media/portrait.svg": portrait,
            "media/portrait.svg.yml": "alt: 替代密语。\nkind: 示意图\ncredit: 本站绘制\npeople: [lao-zhuren]\n",
            "halls/shikumen/02-zao.md": "---\ntitle: 标题密语\nlead: 导语密语。\npicture: portrait.svg\n"
            "people: [lao-zhuren]\nfacts: [F-LN-11]\n---\n正文密语。\n",
            "about.md": str(WORLD["about.md"]) + "\n![图说密语](portrait.svg)\n",
        }
    )

    def traces(surface: Surface) -> set[str]:
        said = b"".join(tree(draft(small, surface)).values()).decode("utf-8", "replace")
        return set(re.findall(r"..密语", said))

    assert traces("web") == set()
    assert traces("station") >= {"标题密语", "导语密语", "正文密语", "替代密语", "图说密语", "画像密语"}


def test_a_site_below_a_folder_of_its_host_finds_its_way_from_a_lost_page(small: Checkout) -> None:
    settings = str(WORLD["exhibition.yml"]).replace('address: ""', "address: https://example.cn/zhan/")
    small.lay({"exhibition.yml": settings})
    built = small.run("exhibit", "build", "--quiet", "--surface", "web")
    assert (built.returncode, built.stdout) == (0, "")
    page = LexborHTMLParser((small.root / "site/web/404.html").read_text(encoding="utf-8"))
    assert "/zhan/index.html" in [node.attributes["href"] for node in page.css("a")]
