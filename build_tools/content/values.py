"""The values of a YAML text, each with the place of its key and of itself.

Every scalar stays text: what ``no``, ``007`` or ``12:30`` mean is for the model to say. The text is
read as a stream of events, so anchors, tags and deep nesting are refused before they cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from build_tools.content.problems import Place, Problem
from build_tools.content.recovery import Recovery, Refused, words_for

DEEPEST = 6
ATTEMPTS = 60

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where one value stands."""

    key: Place | None
    """The key in front of it; None for an item of a list."""
    value: Place


@dataclass(frozen=True, slots=True)
class Values:
    """What a YAML text says."""

    data: Mapping[str, Any]
    """Text, lists and mappings, as deep as written."""
    spans: Mapping[Path, Span]
    """Path of keys and positions -> place, for every value."""
    damaged: frozenset[str]
    """Top-level keys whose lines had to be left out; nothing should be said about their absence."""
    problems: tuple[Problem, ...]


def parse(lines: Sequence[str], file: str, first: int) -> Values:
    """Return the values of YAML lines that begin at line ``first`` (from 1) of a file.

    Never raises: a line that cannot be read is repaired if its meaning is plain, otherwise left out.
    """
    reading = Recovery(lines, file, first)
    for _ in range(ATTEMPTS):
        try:
            data, spans, found = _build(reading)
        except yaml.YAMLError as error:
            reading.mend(getattr(error, "context_mark", None), getattr(error, "problem_mark", None), error)
        except Refused as refused:
            reading.leave_out(refused.mark.line, refused.message, refused.help, refused.code)
        else:
            return Values(data, spans, frozenset(reading.damaged), (*reading.problems, *found))
    return Values({}, {}, frozenset("*"), tuple(reading.problems))


def _build(reading: Recovery) -> tuple[dict[str, Any], dict[Path, Span], list[Problem]]:
    """Return data, spans and the mistakes that do not stop the reading."""
    spans: dict[Path, Span] = {}
    problems: list[Problem] = []
    hashes = any(" #" in line for line in reading.lines)
    events: Iterator[Any] = yaml.parse("\n".join(reading.lines), Loader=yaml.CBaseLoader)

    def plain(event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            help = "把要用的内容直接写出来；如果是文字，给整句加上引号"
            raise Refused(event.start_mark, "这里不能用“&”或“*”开头的记号", help, "alias")
        if event.tag and event.tag != "!":
            help = "删掉“!”和后面的记号；如果是文字，给整句加上引号"
            raise Refused(event.start_mark, "这里不能用“!”开头的记号", help, "tag")

    def cut_off(event: Any) -> None:
        """Report words after `` #``, which YAML drops in silence; ``# `` is taken for a remark."""
        line = reading.lines[event.end_mark.line] if event.end_mark.line < len(reading.lines) else ""
        rest = line[event.end_mark.column :].strip()
        if rest.startswith("#") and not rest.startswith(("# ", "##")) and rest != "#":
            mark = event.end_mark
            place = Place(reading.file, reading.first + mark.line, line.index(rest, mark.column) + 1, len(rest))
            help = "给整句加上引号，或把“#”改成全角“＃”；如果是备注，在“#”后面空一格"
            problems.append(reading.report(place, f"“{rest[:12]}”不会出现：“#”后面的字算备注", help, "cut-off"))

    def node(event: Any, path: Path, key: Place | None) -> Any:
        plain(event)
        if len(path) > DEEPEST:
            help = "内容只分一两层：“键: 值”，或“键:”下面一列“- 项”"
            raise Refused(event.start_mark, "套得太深了", help, "too-deep")
        spans[path] = Span(key, reading.place(event.start_mark, event.end_mark))
        if isinstance(event, yaml.ScalarEvent):
            if hashes and not event.style:
                cut_off(event)
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(node(inner, (*path, len(items)), None))
            spans[path] = Span(key, reading.place(event.start_mark, inner.end_mark))
            return items
        return mapping(path)

    def mapping(path: Path) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            plain(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Refused(event.start_mark, *words_for("key"))
            name, place = event.value, reading.place(event.start_mark, event.end_mark)
            if name in pairs:
                first = spans[(*path, name)].key
                help = f"第{first.line if first else 1}行已经写过一次，删掉其中一行"
                message = f"“{name}”写了两次"
                problems.append(reading.report(place, message, help, "duplicate-key"))
                kept = dict(spans)
                node(next(events), (*path, name), place)
                spans.clear()
                spans.update(kept)
            else:
                pairs[name] = node(next(events), (*path, name), place)
        return pairs

    data: dict[str, Any] = {}
    seen = False
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and seen:
            help = "删掉这一行“---”和它下面的内容，或者另存为一个文件"
            raise Refused(event.start_mark, "一个文件里只能写一份", help, "two-documents")
        if isinstance(event, yaml.MappingStartEvent):
            plain(event)
            data, seen = mapping(()), True
        elif isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.AliasEvent)):
            mark: Any = event.start_mark
            sign = "could not find expected ':'"
            raise yaml.MarkedYAMLError(problem=sign, problem_mark=mark)
    return data, spans, problems
