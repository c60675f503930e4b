"""Fonts: every face holds exactly the characters asked for, and says which it cannot have."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from build_tools.media import fonts
from build_tools.media.fonts import FACES, Face, MissingFonts
from build_tools.media.shelf import Shelf

WORDS = frozenset("从一扇门到一条街，走（过）“骑楼”。AV172")
FEATURES = {"halt", "vert", "palt", "kern"}


def features(font: TTFont) -> set[str]:
    """Return the OpenType features of a font."""
    return {
        record.FeatureTag
        for table in ("GSUB", "GPOS")
        if table in font
        for record in font[table].table.FeatureList.FeatureRecord
    }


@pytest.mark.parametrize("draft", [False, True], ids=["finished", "draft"])
@pytest.mark.parametrize("face", FACES, ids=lambda face: face.role)
def test_a_cut_has_exactly_the_characters_asked_for(tmp_path: Path, face: Face, draft: bool) -> None:
    made = fonts.cut(face, WORDS, Shelf(tmp_path), draft=draft)
    assert made.missing == frozenset()
    assert made.path.suffix == made.suffix == (".otf" if draft else ".woff2")
    with TTFont(made.path) as font:
        assert set(font.getBestCmap()) == {ord(letter) for letter in WORDS}


def test_a_cut_keeps_what_chinese_setting_needs_and_drops_foreign_forms(tmp_path: Path) -> None:
    face = FACES[0]
    with TTFont(fonts.find(face), fontNumber=fonts.SIMPLIFIED) as whole:
        assert features(whole) >= FEATURES | {"locl"}
    with TTFont(fonts.cut(face, WORDS, Shelf(tmp_path), draft=True).path) as font:
        assert features(font) >= FEATURES
        assert "locl" not in features(font)
        assert font["name"].getDebugName(13), "the licence stays with the font"


def test_a_cut_is_the_simplified_face_of_its_collection(tmp_path: Path) -> None:
    from fontTools.pens.recordingPen import RecordingPen

    def drawn(font: TTFont) -> list[tuple[str, tuple[tuple[float, float], ...]]]:
        pen = RecordingPen()
        font.getGlyphSet()[font.getBestCmap()[ord("骨")]].draw(pen)
        return list(pen.value)

    path = fonts.find(FACES[3])
    with TTFont(fonts.cut(FACES[3], frozenset("骨"), Shelf(tmp_path), draft=True).path) as font:
        ours = drawn(font)
    with TTFont(path, fontNumber=fonts.SIMPLIFIED) as simplified, TTFont(path, fontNumber=0) as japanese:
        assert ours == drawn(simplified) != drawn(japanese)


def test_characters_that_no_font_has_are_reported(tmp_path: Path) -> None:
    made = fonts.cut(FACES[3], frozenset("门😀🏠"), Shelf(tmp_path), draft=True)
    assert made.missing == {"😀", "🏠"}
    with TTFont(made.path) as font:
        assert set(font.getBestCmap()) == {ord("门")}


@pytest.mark.parametrize("draft", [False, True], ids=["finished", "draft"])
def test_the_same_characters_give_the_same_bytes(tmp_path: Path, draft: bool) -> None:
    first, second = (
        fonts.cut(FACES[1], frozenset(letters), Shelf(tmp_path / name), draft=draft).path.read_bytes()
        for name, letters in (("a", "门楼街"), ("b", "街楼门"))
    )
    assert first == second


def test_other_characters_are_another_file(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    paths = {fonts.cut(FACES[1], frozenset(letters), shelf, draft=True).path for letters in ("门", "门楼", "楼")}
    assert len(paths) == 3


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.role)
def test_a_missing_font_is_said_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, face: Face) -> None:
    monkeypatch.setenv("EXHIBIT_FONTS", str(tmp_path))
    with pytest.raises(MissingFonts, match="EXHIBIT_FONTS") as raised:
        fonts.find(face)
    assert "apt-get install" in str(raised.value)
    assert str(face.weight) in str(raised.value)


def test_a_folder_of_ones_own_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FACES[3].files[-1]).write_bytes(b"")
    monkeypatch.setenv("EXHIBIT_FONTS", str(tmp_path))
    assert fonts.find(FACES[3]) == tmp_path / FACES[3].files[-1]
