"""The inspection of a finished tree: what a visitor must never meet."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from build_tools.content.problems import Place, Problem

# What a phone loads before anything can be read, without fonts: 300 kB at 1.6 Mbit/s is 1.5 s. Bytes as sent (gzip).
BUDGET = 300_000
# The only addresses outside that a page may point to, and only on the web: the two filings that the law wants linked.
FILINGS = ("beian.miit.gov.cn", "beian.mps.gov.cn", "www.beian.gov.cn")

LOADING = {
    "script[src]": "src",
    "img[src]": "src",
    "source[src]": "src",
    "video[src]": "src",
    "audio[src]": "src",
    "track[src]": "src",
    "iframe[src]": "src",
    "embed[src]": "src",
    "object[data]": "data",
    "link[href]": "href",
    "use[href]": "href",
    "image[href]": "href",
    "video[poster]": "poster",
    "form[action]": "action",
}


@dataclass(frozen=True)
class Sheet:
    """One finished page."""

    address: str
    html: str
    parsed: LexborHTMLParser

    @cached_property
    def ids(self) -> Counter[str]:
        """Every id on the page and how often it stands there."""
        return Counter(node.attributes.get("id") or "" for node in self.parsed.css("[id]"))


@dataclass(frozen=True)
class Tree:
    """A finished tree: its pages, and the path of every file by address."""

    surface: str
    sheets: dict[str, Sheet]
    files: dict[str, Path]

    @classmethod
    def of(cls, root: Path, surface: str) -> Tree:
        """Read the tree at `root`."""
        files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
        sheets = {}
        for address, path in files.items():
            if address.endswith(".html"):
                html = path.read_text(encoding="utf-8")
                sheets[address] = Sheet(address, html, LexborHTMLParser(html))
        return cls(surface, sheets, files)


def inspect(tree: Tree) -> tuple[Problem, ...]:
    """Return every problem of a finished tree."""
    found: list[Problem] = []
    for sheet in tree.sheets.values():
        for check in (_outside, _broken, _pictures, _upscaled, _written, _weight):
            found += check(sheet, tree)
    return (*found, *_styles(tree), *_scripts(tree))


def _problem(address: str, message: str, fix: str, code: str) -> Problem:
    return Problem(Place(address, 1, 1, 0), message, fix, "", code)


def _references(sheet: Sheet) -> Iterator[str]:
    """Yield every address that the page loads by itself."""
    for selector, name in LOADING.items():
        for node in sheet.parsed.css(selector):
            yield node.attributes.get(name) or ""
    for node in sheet.parsed.css("[srcset]"):
        for part in (node.attributes.get("srcset") or "").split(","):
            yield part.split()[0] if part.strip() else ""


def _host(address: str) -> str:
    parts = urlsplit(address)
    return (parts.netloc or parts.scheme) if parts.scheme not in ("data", "") or parts.netloc else ""


def _outside(sheet: Sheet, tree: Tree) -> Iterator[Problem]:
    for address in _references(sheet):
        if _host(address):
            yield _problem(
                sheet.address,
                f"这一页会向别的网站“{_host(address)}”要东西",
                "把它下载到 media/ 里，或者删掉",
                "outside-request",
            )
    for node in sheet.parsed.css("a[href]"):
        host = _host(node.attributes.get("href") or "")
        if host and (tree.surface != "web" or host not in FILINGS):
            yield _problem(sheet.address, f"这一页有通往外面的链接“{host}”", "写出名称就好，不要链接", "outside-link")


def _broken(sheet: Sheet, tree: Tree) -> Iterator[Problem]:
    targets = [node.attributes.get("href") or "" for node in sheet.parsed.css("a[href]")]
    loads = dict.fromkeys(_references(sheet))
    for target in dict.fromkeys([*targets, *loads]):
        if _host(target) or target.startswith("data:"):
            continue
        path, _, anchor = target.partition("#")
        path = unquote(path.partition("?")[0])
        address = _resolved(sheet.address, path, tree)
        # A page may point to itself with nothing; a picture from nowhere is a picture forgotten.
        if address not in tree.files or (not target and target in loads):
            yield _problem(
                sheet.address, f"这一页指向不存在的“{target}”", "检查链接，或者补上缺少的文件", "broken-link"
            )
        elif anchor and address in tree.sheets and unquote(anchor) not in tree.sheets[address].ids:
            yield _problem(
                sheet.address, f"“{address}”里没有“#{unquote(anchor)}”这个位置", "检查链接里#后面的字", "broken-anchor"
            )


def _resolved(page: str, path: str, tree: Tree) -> str:
    """Return the address in the tree that a path on a page leads to."""
    if page == "404.html" and path.startswith("/"):
        # The page for lost visitors is shown at any depth, so it counts from the root of the host, maybe above ours.
        parts = path.strip("/").split("/")
        ways = ("/".join(parts[n:]) for n in range(len(parts)))
        return next((way for way in ways if way in tree.files), path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def _pictures(sheet: Sheet, tree: Tree) -> Iterator[Problem]:
    for node in sheet.parsed.css("img"):
        if node.attributes.get("alt") is None:
            yield _problem(
                sheet.address, "有一张图没有文字说明", "在图片旁的 .yml 里写 alt,或写 decorative: true", "no-alt"
            )
        if not (node.attributes.get("width") and node.attributes.get("height")):
            yield _problem(sheet.address, "有一张图没有写明宽和高", "在模板里给图片加上 width 和 height", "no-size")


def _upscaled(sheet: Sheet, tree: Tree) -> Iterator[Problem]:
    sets = [node.attributes.get("srcset") or "" for node in sheet.parsed.css("[srcset]")]
    for part in ",".join(sets).split(","):
        words = part.split()
        if len(words) == 2 and words[1].endswith("w"):
            address = _resolved(sheet.address, words[0], tree)
            path = tree.files.get(address)
            if path is not None:
                with Image.open(path) as image:
                    width = image.width
                if width != int(words[1][:-1]):
                    yield _problem(
                        sheet.address, f"图“{address}”说自己宽{words[1]},其实宽{width}", "重新生成", "upscaled"
                    )


def _written(sheet: Sheet, tree: Tree) -> Iterator[Problem]:
    """What the page itself must and must not contain."""
    for name, count in sheet.ids.items():
        if count > 1:
            yield _problem(sheet.address, f"页面里有{count}处叫“{name}”", "同一页的 id 不能重复", "repeated-id")
    if len(sheet.parsed.css("h1")) != 1:
        yield _problem(sheet.address, "一页应当有、也只能有一个大标题", "检查模板里的 h1", "one-title")
    if sheet.parsed.css("script:not([src]), style, [style]") or re.search(r"<[^>]+[\s/]on[a-z]+\s*=", sheet.html):
        yield _problem(
            sheet.address, "页面里有内嵌的脚本或样式，会被安全策略拦下", "移到 theme/ 的文件里", "inline-code"
        )
    if tree.surface == "station" and sheet.parsed.css("input, textarea, [contenteditable], [target], a[download]"):
        yield _problem(sheet.address, "站内屏幕上不能有输入框、新窗口或下载", "从 theme/station 里去掉", "way-out")


def _weight(sheet: Sheet, tree: Tree) -> Iterator[Problem]:
    eager = [n.attributes.get("src") or "" for n in sheet.parsed.css('img:not([loading="lazy"])')]
    loaded = [n.attributes.get("src") or "" for n in sheet.parsed.css("script[src]")]
    loaded += [n.attributes.get("href") or "" for n in sheet.parsed.css('link[rel="stylesheet"]')]
    total = len(gzip.compress(sheet.html.encode(), 6))
    for target in dict.fromkeys([*eager, *loaded]):
        address = posixpath.normpath(posixpath.join(posixpath.dirname(sheet.address), target.partition("?")[0]))
        path = tree.files.get(address)
        # The search index is asked for after the page can be read.
        if path is not None and "search-index" not in address:
            total += (
                len(gzip.compress(path.read_bytes(), 6))
                if path.suffix in (".css", ".js", ".svg")
                else path.stat().st_size
            )
    if tree.surface == "web" and total > BUDGET:
        yield _problem(
            sheet.address,
            f"这一页打开要先下载{total // 1000}KB,超过了{BUDGET // 1000}KB",
            "少放几张图，或换小一点的图",
            "over-budget",
        )


def _styles(tree: Tree) -> Iterator[Problem]:
    for address, path in tree.files.items():
        if path.suffix in (".css", ".svg"):
            text = path.read_text(encoding="utf-8")
            for loaded, imported in re.findall(r"(?i)url\(\s*['\"]?([^)'\"]+)|@import\s+['\"]([^'\"]+)", text):
                target = (loaded or imported).strip()
                if _host(target):
                    yield _problem(address, f"样式会向别的网站要东西：{target}", "改用本地文件", "outside-request")
                elif not target.startswith(("#", "data:")) and _resolved(address, target, tree) not in tree.files:
                    yield _problem(address, f"样式指向不存在的“{target}”", "补上缺少的文件", "broken-link")


def _scripts(tree: Tree) -> Iterator[Problem]:
    for address, path in tree.files.items():
        if path.suffix == ".js" and "search-index" not in address:
            outside = r"(?:https?:|[\"'`])//(?!www\.w3\.org/)[\w.-]+"
            found = re.search(outside, path.read_text(encoding="utf-8"))
            if found:
                yield _problem(address, f"脚本里有外面的地址“{found.group()}”", "改用本地文件", "outside-request")
