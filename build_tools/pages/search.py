"""The search index: titles, pinyin and all words of a surface, to be scanned as a whole.

A scan over the text finds every two-character substring; dictionaries that cut Chinese into words do not (骑楼 is lost
in 人们在骑楼下). Measured elsewhere: 0.3–3 ms a query over 500 pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin, load_phrases_dict

from build_tools.pages.page import Page

OPENING = "window.exhibitIndex="

# Words of titles that pypinyin reads wrongly.
load_phrases_dict({"多长": [["duō"], ["cháng"]]})


def index(pages: Iterable[Page]) -> bytes:
    """Return a classic script that sets `window.exhibitIndex`: it loads from file:// too, where fetch does not."""
    rows = [
        {
            "t": page.title,
            "a": page.address,
            "k": page.label,
            "h": page.place,
            "p": "".join(lazy_pinyin(page.title, errors="ignore")),
            "i": "".join(lazy_pinyin(page.title, style=Style.FIRST_LETTER, errors="ignore")),
            "x": page.text,
        }
        for page in pages
        if page.label
    ]
    return f"{OPENING}{json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def words(script: bytes | None) -> tuple[str, str]:
    """Return the titles in an index made by `index`, and everything that a result can show."""
    rows = json.loads(script.decode().removeprefix(OPENING).rstrip(";\n")) if script else []
    return "".join(row["t"] for row in rows), "".join(row[part] for row in rows for part in "tkhx")
