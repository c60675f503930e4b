"""From what staff write to the body of a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from build_tools.content.body import read
from build_tools.pages.figures import Figure
from build_tools.pages.markdown import Rendered, Writer

WRITER = Writer()
PAGES = {"../jietou/01-qilou.md": "../jietou/qilou.html", "02-zao.md": "zao.html"}


def render(body: str) -> Rendered:
    """Render a body with one picture and two other pages in the world."""

    def figure(name: str, alt: str) -> Figure | None:
        if name != "a.svg":
            return None
        return Figure(Markup(f'<img src="media/1.svg" alt="{alt}">'), alt, "本站绘制", "示意图", 1.6)

    def link(target: str) -> str | None:
        path, mark, anchor = target.partition("#")
        return PAGES[path] + mark + anchor if path in PAGES else None

    return WRITER.render(body, figure, link)


def plain(html: str) -> str:
    """Return HTML without white space between elements."""
    return re.sub(r">\s+<", "><", html.strip())


def citations(html: str) -> list[tuple[str, str, str]]:
    """Return number, target and id of each citation, down the page as it is read."""
    return [
        (node.text(), node.attributes["href"] or "", node.attributes["id"] or "")
        for node in LexborHTMLParser(html).css("sup.cite > a")
    ]


ORDER = {
    "paragraphs": "甲。[^A]\n\n乙。[^B]",
    "one-sentence": "甲，[^A]乙。[^B]",
    "strong-first": "**甲。[^A]** 乙。[^B]",
    "strong-later": "甲。[^A] **乙。[^B]**",
    "list": "- 甲。[^A]\n- 乙。[^B]",
    "loose-list": "- 甲。[^A]\n\n- 乙。[^B]",
    "list-in-a-list": "- 甲。[^A]\n    - 乙。[^B]",
    "list-before-text": "- **甲**。[^A]\n\n乙。[^B]",
    "quote-block": "/// 引用 | 据报道[^A]\n///\n\n乙。[^B]",
    "block-before-text": "/// 提示\n甲。[^A]\n///\n\n乙。[^B]",
    "text-before-block": "甲。[^A]\n\n/// 提示 | 说明\n乙。[^B]\n///",
    "timeline": "/// 时间线\n- **1949年[^A]** 成立。[^B]\n///",
    "method": "/// 方法卡 | 法\n- **字面[^A]** 到现场去。[^B]\n///",
    "heading": "## 甲[^A]\n\n乙。[^B]",
    "table": "| 甲 | 乙 |\n|---|---|\n| 丙[^A] | 丁[^B] |",
}


@pytest.mark.parametrize("body", ORDER.values(), ids=ORDER)
def test_sources_are_numbered_as_they_are_read(body: str) -> None:
    made = render(body)
    assert citations(made.html) == [("1", "#s-A", "c-1"), ("2", "#s-B", "c-2")]
    assert made.cited == (("A", ("c-1",)), ("B", ("c-2",)))


def test_a_source_cited_again_keeps_its_number_and_has_a_way_back_to_each_place() -> None:
    made = render("甲。[^A] 乙。[^B]\n\n- 丙。[^A]\n\n/// 提示\n丁。[^A]\n///")
    assert [number for number, *_ in citations(made.html)] == ["1", "2", "1", "1"]
    assert made.cited == (("A", ("c-1", "c-3", "c-4")), ("B", ("c-2",)))
    ids = [id for *_, id in citations(made.html)]
    assert len(set(ids)) == len(ids)


def test_each_page_is_numbered_from_one() -> None:
    render("甲。[^A]")
    assert render("乙。[^B]").cited == (("B", ("c-1",)),)


def test_a_citation_is_named_for_those_who_hear_it() -> None:
    assert 'aria-label="来源1"' in render("甲。[^S06a]").html
    assert "[^" not in render("甲。[^SEED-A]").html


UNKNOWN = {
    "text": ("开放时间待核实。", 1),
    "twice": ("待核实，待核实。", 2),
    "brackets": ("「待核实」", 1),
    "strong": ("**待核实**", 1),
    "list": ("- 待核实\n- 待核实", 2),
    "method": ("/// 方法卡 | 法\n- **官方释义** 待核实\n///", 1),
    "method-term": ("/// 方法卡 | 法\n- **待核实** 到现场去。\n///", 1),
    "block-title": ("/// 提示 | 待核实\n说明。\n///", 1),
    "heading": ("## 待核实", 1),
    "none": ("已核实。", 0),
}


@pytest.mark.parametrize(("body", "count"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_unknown_wears_a_badge_and_is_counted(body: str, count: int) -> None:
    made = render(body)
    assert made.unverified == count == len(read(body, 1, "a.md").unknown)
    assert made.html.count('<span class="unverified">待核实</span>') == count


def test_a_picture_alone_on_its_line_is_a_figure_with_its_words() -> None:
    assert plain(render("![灶披间](a.svg)").html) == (
        '<figure class="picture"><img src="media/1.svg" alt="灶披间"><figcaption>'
        '<span class="kind">示意图</span><span class="caption">灶披间</span><span class="credit">本站绘制</span>'
        "</figcaption></figure>"
    )


@pytest.mark.parametrize("body", ["看![图](a.svg)这里。", "![图](a.svg)看这里。", "看这里。\n![图](a.svg)"])
def test_a_picture_among_words_loses_no_word(body: str) -> None:
    made = render(body)
    assert '<img src="media/1.svg"' in made.html
    assert made.text.replace(" ", "") in ("看这里。", "看这里。图示意图本站绘制")
    assert "figure" not in made.html


def test_a_picture_that_may_not_appear_is_left_to_the_inspection() -> None:
    assert 'src="b.svg"' in render("![图](b.svg)").html


LINKS = {
    "page": ("02-zao.md", "zao.html"),
    "page-elsewhere": ("../jietou/01-qilou.md", "../jietou/qilou.html"),
    "anchor-elsewhere": ("../jietou/01-qilou.md#下雨天", "../jietou/qilou.html#下雨天"),
    "anchor-here": ("#下雨天", "#下雨天"),
    "unknown": ("03-no.md", "03-no.md"),
}


@pytest.mark.parametrize(("written", "address"), LINKS.values(), ids=LINKS)
def test_links_lead_to_the_finished_pages(written: str, address: str) -> None:
    assert plain(render(f"看[这里]({written})。").html) == f'<p>看<a href="{address}">这里</a>。</p>'


def test_headings_have_the_anchors_that_the_check_knows() -> None:
    body = "## 下雨天\n\n## 下雨天\n\n### “零距离” 172天？\n\n# 大标题\n"
    made = render(body)
    assert [anchor for anchor, _ in made.headings] == list(read(body, 1, "a.md").anchors())
    assert [node.tag for node in LexborHTMLParser(made.html).css("h1, h2, h3")] == ["h2", "h2", "h3", "h2"]
    assert [title for _, title in made.headings] == ["下雨天", "下雨天", "“零距离” 172天？", "大标题"]


LINE_ENDS = {
    "in-a-sentence": ("推开一扇\n黑漆大门。", "<p>推开一扇黑漆大门。</p>"),
    "after-a-comma": ("推开，\n再看。", "<p>推开，再看。</p>"),
    "before-a-quote": ("叫作\n“石库门”。", "<p>叫作“石库门”。</p>"),
    "latin": ("open\ndoor", "<p>open\ndoor</p>"),
    "mixed": ("打开\nWeChat", "<p>打开\nWeChat</p>"),
    "paragraphs": ("甲。\n\n乙。", "<p>甲。</p>\n<p>乙。</p>"),
    "heading": ("## 甲\n乙。", '<h2 id="甲">甲</h2>\n<p>乙。</p>'),
    "items": ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
    "in-an-item": ("- 甲\n乙", "<ul>\n<li>甲乙</li>\n</ul>"),
}


@pytest.mark.parametrize(("body", "html"), LINE_ENDS.values(), ids=LINE_ENDS)
def test_a_line_end_in_a_chinese_sentence_is_no_space(body: str, html: str) -> None:
    assert render(body).html == html


def test_a_line_end_after_a_citation_is_no_space_either() -> None:
    assert "</sup>乙。</p>" in render("甲。[^A]\n乙。").html


BLOCKS = {
    "quote": (
        "/// 引用 | 据文汇报2021年1月的报道整理\n一家几口挤在一间房里。\n///",
        '<blockquote class="block quote"><p>一家几口挤在一间房里。</p>'
        "<footer>据文汇报2021年1月的报道整理</footer></blockquote>",
    ),
    "timeline": (
        "/// 时间线 | 头三个月\n- **1949年9月** 开始筹建。\n- **1949年12月** 成立。\n///",
        '<section class="block timeline"><p class="block-title">头三个月</p><ol>'
        "<li><strong>1949年9月</strong> 开始筹建。</li><li><strong>1949年12月</strong> 成立。</li></ol></section>",
    ),
    "timeline-without-title": (
        "/// 时间线\n- **早上** 生炉子。\n///",
        '<section class="block timeline"><ol><li><strong>早上</strong> 生炉子。</li></ol></section>',
    ),
    "method": (
        "/// 方法卡 | 一线工作法\n- **字面意思** 到**现场**去。\n- **官方释义**：见报。\n///",
        '<section class="block method"><p class="block-title">一线工作法</p><dl>'
        "<div><dt>字面意思</dt><dd>到<strong>现场</strong>去。</dd></div>"
        "<div><dt>官方释义</dt><dd>见报。</dd></div></dl></section>",
    ),
    "note": (
        "/// 提示 | 为什么写“证”\n第一段。\n\n第二段。\n///",
        '<aside class="block note"><p class="block-title">为什么写“证”</p><p>第一段。</p><p>第二段。</p></aside>',
    ),
    "note-without-title": ("/// 提示\n说明。\n///", '<aside class="block note"><p>说明。</p></aside>'),
    "full-width": (
        "／／／ 提示 ｜ 题\n说明。\n／／／",
        '<aside class="block note"><p class="block-title">题</p><p>说明。</p></aside>',
    ),
    "between-paragraphs": (
        "前。\n/// 提示\n说明。\n///\n后。",
        '<p>前。</p><aside class="block note"><p>说明。</p></aside><p>后。</p>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "html"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_are_semantic_html(body: str, html: str) -> None:
    assert plain(render(body).html) == html


# What is typed or pasted, and what of it a visitor reads.
RAW = {
    "script": ("前<script>alert(1)</script>后", "前<script>alert(1)</script>后"),
    "script-as-a-block": ("<script>\nalert(1)\n</script>", "<script> alert(1) </script>"),
    "element": ('前<b onclick="alert(1)">后</b>', '前<b onclick="alert(1)">后</b>'),
    "block": ('<div style="color:red">前</div>\n\n后', '<div style="color:red">前</div> 后'),
    "picture": ('<img src="//evil.example/" onerror="alert(1)">', '<img src="//evil.example/" onerror="alert(1)">'),
    "frame": ('<iframe src="//evil.example/"></iframe>', '<iframe src="//evil.example/"></iframe>'),
    "style": ("<style>body{display:none}</style>", "<style>body{display:none}</style>"),
    "unclosed": ("前<div", "前<div"),
    "instruction": ("<?php evil ?>", "<?php evil ?>"),
    "declaration": ("<!DOCTYPE html>前", "<!DOCTYPE html>前"),
    "in-an-item": ("- <script>alert(1)</script>", "<script>alert(1)</script>"),
    "in-a-block": ("/// 提示 | <b>题</b>\n<i>说明</i>\n///", "<b>题</b> <i>说明</i>"),
    "in-a-heading": ("## <b>题</b>", "<b>题</b>"),
    "in-strong": ("**<script>alert(1)</script>**", "<script>alert(1)</script>"),
    "in-a-link": ("[<b>门</b>](02-zao.md)", "<b>门</b>"),
    "in-the-words-of-a-picture": ('![" onerror="alert(1)](b.svg)', ""),
    "entity": ("&lt;script&gt;", "<script>"),
    "code": ("`<script>alert(1)</script>`", "<script>alert(1)</script>"),
}
OURS = {"p", "ul", "li", "h2", "strong", "a", "img", "aside", "code", "html", "head", "body"}


@pytest.mark.parametrize(("body", "shown"), RAW.values(), ids=RAW)
def test_markup_that_staff_type_or_paste_is_shown_as_words(body: str, shown: str) -> None:
    made = render(body)
    tree = LexborHTMLParser(made.html)
    assert {node.tag for node in tree.css("*")} <= OURS
    assert not tree.css("[onclick], [onerror], [style]")
    assert made.text == shown


@pytest.mark.parametrize("body", ["前<!-- 张三的电话 -->后", "<!-- 张三\n的电话 -->\n前后", "前后\n\n<!--张三-->"])
def test_remarks_of_staff_are_not_published(body: str) -> None:
    made = render(body)
    assert "张三" not in made.html
    assert "<!--" not in made.html
    assert made.text == "前后"


def test_a_remark_inside_code_is_what_the_page_is_about() -> None:
    assert "&lt;!-- x --&gt;" in render("写`<!-- x -->`。").html


def test_the_words_for_the_search_are_one_line_without_marks() -> None:
    made = render("推开**一扇**门。[^A]\n\n/// 提示 | 题\n见 WeChat 3.0。\n///\n\n![灶披间](a.svg)")
    assert made.text == "推开一扇门。题见 WeChat 3.0。示意图灶披间本站绘制"


def test_every_shipped_body_renders_without_a_trace_of_its_notation(frozen: Path) -> None:
    for path in sorted((frozen / "content").rglob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        tree = LexborHTMLParser(render(body).html)
        for code in tree.css("code"):
            code.decompose()
        text = tree.body.text() if tree.body else ""
        assert not re.search(r"///|\[\^|\*\*|\]\(|^#", text, re.MULTILINE), path.name
        # Every opening line of a block made one block, and the words under it are not part of its title.
        assert len(tree.css(".block")) == len(re.findall(r"^/// \S", body, re.MULTILINE)), path.name
        assert all(len(node.text()) <= 40 for node in tree.css(".block-title, blockquote footer")), path.name
