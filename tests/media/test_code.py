"""QR codes, read back from their pixels."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno
from PIL import Image

from build_tools.media import code
from build_tools.media.shelf import Shelf

WORDS = {
    "address": "https://example.cn/zhan/index.html",
    "chinese": "请在微信里搜索公众号“我爱外滩”",
    "short": "1",
    "long": "https://example.cn/" + "a" * 300,
}


def modules(path: Path) -> list[list[int]]:
    """Return the modules of a code, its quiet zone included, after checking that each is of one colour."""
    with Image.open(path) as image:
        grey = image.convert("L").point(lambda value: 255 * (value > 127))
        side = image.width // code.SCALE
        assert image.size == (side * code.SCALE, side * code.SCALE)
        found = []
        for row in range(side):
            line = []
            for column in range(side):
                left, top = column * code.SCALE, row * code.SCALE
                low, high = grey.crop((left, top, left + code.SCALE, top + code.SCALE)).getextrema()
                assert low == high
                line.append(int(low == 0))
            found.append(line)
    return found


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_code_says_its_words_within_four_quiet_modules(tmp_path: Path, words: str) -> None:
    made = code.render(words, Shelf(tmp_path)).renditions[0]
    found = modules(made.file)
    quiet = 4
    inside = [line[quiet:-quiet] for line in found[quiet:-quiet]]
    edge = [*found[:quiet], *found[-quiet:], *(line[:quiet] + line[-quiet:] for line in found)]
    assert not any(any(line) for line in edge)
    assert inside == [list(map(int, line)) for line in segno.make(words, error="m", micro=False).matrix]
    assert inside != [list(map(int, line)) for line in segno.make(words + "!", error="m", micro=False).matrix]
    assert (made.width, made.height) == (len(found) * code.SCALE,) * 2


def test_a_code_can_be_read_when_dirty() -> None:
    assert segno.make(WORDS["address"], error="m", micro=False).error in ("M", "Q", "H")


def test_the_same_words_are_the_same_file_and_other_words_another(tmp_path: Path) -> None:
    one, same, other = (code.render(words, Shelf(tmp_path)).renditions[0] for words in ("a", "a", "b"))
    assert one == same
    assert one.address != other.address
    again = code.render("a", Shelf(tmp_path / "other")).renditions[0]
    assert again.file.read_bytes() == one.file.read_bytes()
