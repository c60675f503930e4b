"""Captions and chapters: the words beside a film or a sound, checked line by line (WebVTT; SubRip is read, too)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from build_tools.content.problems import Place, Problem, columns

RECIPE = "captions-1"

ROWS = 2  # lines of one caption; more hide the picture
HAN = 20  # characters in a line, which is what is read at a glance; two Latin letters count as one
EXAMPLE = "00:00:05.000 --> 00:00:08.000"

_STAMP = r"(?:(\d{1,3})[:：])?(\d{1,2})[:：](\d{1,2})[.,，。．](\d{1,3})"
_LOOSE = re.compile(rf"\s*{_STAMP}\s*[-—–－]+\s*[>＞]\s*{_STAMP}(?P<settings>.*)")
_STRICT = {
    ".vtt": re.compile(r"\s*(\d{2,}:)?\d\d:\d\d\.\d{3}[ \t]+-->[ \t]+(\d{2,}:)?\d\d:\d\d\.\d{3}([ \t].*)?"),
    ".srt": re.compile(r"\s*\d+:\d\d:\d\d,\d{3}[ \t]+-->[ \t]+\d+:\d\d:\d\d,\d{3}([ \t].*)?"),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they stand: seconds from the beginning, and one or two lines without marks."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between two empty ones, each with its number."""

    lines: tuple[tuple[int, str], ...]


def stamp(seconds: float) -> str:
    """Return seconds as WebVTT writes them, 00:00:00.000."""
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def written(cues: tuple[Cue, ...]) -> str:
    """Return cues as WebVTT with nothing else in it: no styles, notes or marks."""
    parts = [f"{stamp(cue.start)} --> {stamp(cue.end)}\n{_escaped(cue)}" for cue in cues]
    return "\n\n".join(("WEBVTT", *parts)) + "\n"


def _escaped(cue: Cue) -> str:
    return escape("\n".join(cue.lines), quote=False)


def read(path: Path, file: str, duration: float, *, chapters: bool = False) -> tuple[tuple[Cue, ...], list[Problem]]:
    """Return the cues of a file, and every mistake in it; `file` is its name for staff, `duration` in seconds.

    Chapters are single lines. With a problem, the cues are not to be shown.
    """
    reader = _Reader(file, path.suffix.lower(), duration, 1 if chapters else ROWS)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        reader.report(1, 1, 0, "这个字幕文件不是 UTF-8 编码", "用记事本打开它，另存为，编码选 UTF-8", "")
        return (), reader.problems
    except OSError:
        reader.report(1, 1, 0, "这个文件读不出来", "检查是否有权限打开它", "")
        return (), reader.problems
    return reader.cues(re.split(r"\r\n|\n|\r", text)), reader.problems


class _Reader:
    """One reading of one file; lives only inside `read`."""

    def __init__(self, file: str, suffix: str, duration: float, rows: int) -> None:
        self.file, self.suffix, self.duration, self.rows = file, suffix, duration, rows
        self.problems: list[Problem] = []

    def report(self, line: int, column: int, width: int, message: str, help: str, source: str) -> None:
        self.problems.append(Problem(Place(self.file, line, column, width), message, help, source, "captions"))

    def about(self, line: int, source: str, message: str, help: str) -> None:
        """Report a whole line."""
        self.report(line, len(source) - len(source.lstrip()) + 1, max(1, len(source.strip())), message, help, source)

    def cues(self, lines: list[str]) -> tuple[Cue, ...]:
        if self.suffix == ".vtt" and not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
            self.about(1, lines[0], "字幕的第一行不是 WEBVTT", "在最前面加一行 WEBVTT，后面空一行")
        found: list[Cue] = []
        lines_of: list[int] = []
        for block in _blocks(lines):
            cue = self._cue(block)
            if cue is not None:
                line = next(number for number, text in block.lines if _LOOSE.fullmatch(text))
                self._in_turn(cue, line, lines[line - 1], found, lines_of)
                found.append(cue)
                lines_of.append(line)
        if not found and not self.problems:
            self.report(1, 1, 0, "里面没有一段字幕", f"照这个样子写时间，下一行写字：{EXAMPLE}", "")
        return tuple(found)

    def _cue(self, block: _Block) -> Cue | None:
        first, words = block.lines[0]
        if re.match(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|$)", words):
            return None
        timed = next((place for place, (_, text) in enumerate(block.lines) if re.search(r"[-—–－][>＞]", text)), None)
        if timed is None:
            if first > 1:
                self.about(first, words, "这一段没有时间", f"在字的上面加一行时间，如 {EXAMPLE}")
            return None
        times = self._times(*block.lines[timed])
        text = block.lines[timed + 1 :]
        if not text:
            self.about(*block.lines[timed], "这一段没有字", "在时间下面写上字，或删掉这一行")
        shown = tuple(self._row(place, *line, len(text)) for place, line in enumerate(text))
        return Cue(*times, shown) if times else None

    def _times(self, line: int, source: str) -> tuple[float, float] | None:
        found = _LOOSE.fullmatch(source)
        if found is None:
            self.about(line, source, "这一行的时间看不懂", f"写成 {EXAMPLE} 的样子")
            return None
        parts = [
            int((part or "0").ljust(3, "0") if place % 4 == 3 else part or 0)
            for place, part in enumerate(found.groups()[:8])
        ]
        start, end = (h * 3600 + m * 60 + s + ms / 1000 for h, m, s, ms in (parts[:4], parts[4:]))
        good = f"{stamp(start)} --> {stamp(end)}"
        if max(parts[1], parts[2], parts[5], parts[6]) > 59:
            self.about(line, source, "时间里的分和秒要小于60", f"改成 {good}")
        elif not _STRICT[self.suffix].fullmatch(source):
            self.about(line, source, "时间的写法不对", f"改成 {good}")
        if end < start:
            self.about(line, source, "结束的时间在开始之前", f"改成 {stamp(end)} --> {stamp(start)}")
        elif end == start:
            self.about(line, source, "开始和结束是同一个时间", f"把后一个时间改到 {stamp(start)} 之后，至少一秒")
        return start, end

    def _in_turn(self, cue: Cue, line: int, source: str, before: list[Cue], lines_of: list[int]) -> None:
        if before and cue.start < before[-1].start:
            later = next(n for one, n in zip(before, lines_of, strict=True) if one.start > cue.start)
            self.about(line, source, "这一段比前一段还早", f"把它移到第{later}行的那一段之前，或改正时间")
        elif before and cue.start < before[-1].end:
            good = f"{stamp(before[-1].start)} --> {stamp(cue.start)}"
            self.about(line, source, "和前一段的时间重叠", f"把第{lines_of[-1]}行改成 {good}")
        if cue.start >= self.duration:
            help = f"影片只有{stamp(self.duration)}，请删掉这一段，或看看字幕是不是放错了影片"
            self.about(line, source, "这一段在影片结束以后", help)
        elif cue.end > self.duration:
            good = f"{stamp(cue.start)} --> {stamp(int(self.duration * 1000) / 1000)}"
            self.about(line, source, "这一段超出了影片的长度", f"改成 {good}")

    def _row(self, place: int, line: int, source: str, rows: int) -> str:
        shown = unescape(re.sub(r"<[^>]*>", "", source)).strip()
        if place == self.rows:
            what = "章节的名字只能有1行" if self.rows == 1 else f"这一段有{rows}行字，最多{self.rows}行"
            self.about(line, source, what, "合成一行" if self.rows == 1 else "从这一行起另开一段，写上它自己的时间")
        if columns(shown) > 2 * HAN:
            fits = _fitting(shown)
            long = (columns(shown) + 1) // 2
            column = source.find(shown[: len(fits)]) + len(fits) + 1 if fits in source else 1
            help = f"在“{fits[-4:]}”后面换行" if rows == 1 < self.rows else f"缩短，或在“{fits[-4:]}”后面分成两段"
            self.report(line, column, len(shown) - len(fits), f"这一行有{long}个字，最多{HAN}个", help, source)
        return shown


def _fitting(words: str) -> str:
    """Return the beginning that fits a line, up to a punctuation mark where there is one in its second half."""
    fits = words
    while columns(fits) > 2 * HAN:
        fits = fits[:-1]
    mark = max((fits.rfind(one) for one in "，。、；：！？,.;:!? "), default=-1)
    return fits[: mark + 1] if mark >= len(fits) // 2 else fits


def _blocks(lines: list[str]) -> Iterator[_Block]:
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield _Block(tuple(block))
            block = []
