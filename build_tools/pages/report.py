"""The report: what is missing or waiting in an exhibition without problems."""

from __future__ import annotations

import re
from collections.abc import Mapping

from build_tools.content import body
from build_tools.model.exhibition import Exhibition

# A paragraph longer than this is read by nobody who stands: art direction, “body block ≤ 180”.
LONG = 180
# A question, a lead-in to a list or another page, words to the visitor, about ourselves or about the drawing: such a
# paragraph states nothing that needs a source.
NO_STATEMENT = re.compile(r"[：？]$|\]\(|您|我们|图上|请")


def report(exhibition: Exhibition) -> Mapping[str, list[str]]:
    """Return, under Chinese headings, one line for each thing that somebody should still find out or add."""
    waiting, bare, long = [], [], []
    for page in exhibition.pages():
        found = body.read(page.body, page.body_place.line, page.file)
        waiting += [f"{place.file}:{place.line}" for place in found.unknown]
        for paragraph in found.paragraphs:
            where = f"{paragraph.place.file}:{paragraph.place.line}"
            sourced = "[^" in paragraph.text or body.UNKNOWN in paragraph.text
            if page.address.startswith("halls/") and not sourced and not NO_STATEMENT.search(paragraph.text):
                bare.append(f"{where} {paragraph.text[:20]}…")
            if len(paragraph.text) > LONG:
                long.append(f"{where} {len(paragraph.text)}字")
    media = exhibition.media.values()
    return {
        "待核实": waiting,
        "没有写来源的段落": bare,
        "太长的段落": long,
        "没有图片的页面": [p.file for p in exhibition.pages() if not getattr(p, "picture", "-")],
        "没有署名的图片": [medium.name for medium in media if not medium.credit],
        "没有写授权的照片": [medium.name for medium in media if medium.kind != "示意图" and not medium.rights],
    }
