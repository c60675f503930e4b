"""What validation finds, in Chinese: one table from kind of error to sentence and help."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_SIGN = re.compile("([:：])")

Words = tuple[str, str, str]
"""Message, help and code."""


@dataclass(frozen=True, slots=True)
class Case:
    """One validation error, with what is known about the field it concerns."""

    form: type[BaseModel]
    key: str
    value: Any
    context: Mapping[str, Any]
    field: FieldInfo | None
    item: bool
    """Whether it is about one item of a list."""

    def label(self) -> str:
        """Return how staff know the field, e.g. “标题”."""
        return f"“{self.field.title}”" if self.field and self.field.title else f"“{self.key}”"

    def hint(self) -> str:
        """Return the field's description as a sentence."""
        return f"{self.field.description}" if self.field and self.field.description else ""

    def example(self) -> str:
        """Return a line as it could be typed."""
        return example(self.key, self.field)


def explain(error: Mapping[str, Any], form: type[BaseModel]) -> Words:
    """Return message, help and code for one entry of ``ValidationError.errors()`` of a form."""
    keys = [part for part in error["loc"] if isinstance(part, str)]
    owner, field = form, None
    for key in keys:
        field = owner.model_fields.get(key)
        inner = _inner_form(field.annotation) if field else None
        if key is not keys[-1] and inner:
            owner = inner
    item = bool(error["loc"]) and isinstance(error["loc"][-1], int)
    case = Case(owner, keys[-1] if keys else "", error["input"], error.get("ctx", {}), field, item)
    words = _TABLE.get(error["type"])
    if words:
        return words(case)
    return f"{case.label()}写得不对", case.hint() or "对照别的文件里同一项的写法", "invalid"


def example(key: str, field: FieldInfo | None) -> str:
    """Return how a field could be typed, on one line."""
    value = field.examples[0] if field and field.examples else "…"
    return f"{key}: [{', '.join(value)}]" if isinstance(value, list) else f"{key}: {value}"


def near(word: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """Return the known word most like a written one, or None if none is like it."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    if found:
        return found[0]
    folded = {name.casefold(): name for name in known}
    return folded.get(word.casefold())


def meant(key: str, form: type[BaseModel]) -> str | None:
    """Return the key of a form that an unknown key probably stands for: misspelt, or its title."""
    key = _SIGN.split(key)[0].strip()
    titles = {field.title: name for name, field in form.model_fields.items() if field.title}
    return titles.get(key) or near(key, form.model_fields, 0.6) or titles.get(near(key, titles) or "")


def perhaps(word: str, known: Iterable[str], otherwise: str, cutoff: float = 0.5) -> str:
    """Return 是不是想写“…”？ if a known word is like the written one, otherwise the other help."""
    found = near(word, known, cutoff)
    return f"是不是想写“{found}”？" if found else otherwise


def shown(value: Any) -> str:
    """Return a written value short enough for a sentence."""
    text = str(value)
    return text if len(text) <= 20 else f"{text[:19]}…"


def choices(annotation: Any) -> list[str]:
    """Return the words a field may hold, if it holds one of a few words."""
    found: list[str] = []
    for part in get_args(annotation):
        found += [part] if isinstance(part, str) else choices(part)
    return found


def _inner_form(annotation: Any) -> type[BaseModel] | None:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _unknown(case: Case) -> Words:
    known = case.form.model_fields
    head, sign, rest = _SIGN.split(case.key, maxsplit=1) if _SIGN.search(case.key) else (case.key, "", "")
    if sign and head.strip() in known:
        help = f"“{head.strip()}”后面用半角“:”并空一格，写成 {head.strip()}: {rest.strip()}…"
        return ("冒号写成了全角“：”" if sign == "：" else "冒号后面少了一个空格"), help, "unknown-key"
    guess = meant(case.key, case.form)
    help = f"是不是想写“{guess}”？" if guess else f"删掉这一行；这里可以写：{'、'.join(known)}"
    return f"没有“{case.key}”这个键", help, "unknown-key"


def _missing(case: Case) -> Words:
    hint = f"（{case.hint()}）" if case.hint() else ""
    return f"缺少{case.label()}（{case.key}）", f"加一行，如 {case.example()}{hint}", "missing-key"


def _not_text(case: Case) -> Words:
    if isinstance(case.value, dict):
        help = "把句子里的半角冒号“: ”改成全角“：”，或给整句加上引号"
        return f"{case.label()}应是一句话，却被当成了“键: 值”", help, "not-text"
    parts = [str(part) for part in case.value] if isinstance(case.value, list) else []
    help = f"连成一句，如 {case.key}: {'、'.join(parts)}" if parts else f"写成 {case.example()}"
    return f"{case.label()}应是一句话，不是一列", help, "not-text"


def _not_list(case: Case) -> Words:
    parts = [part for part in str(case.value).replace("，", ",").replace("、", ",").split(",") if part.strip()]
    help = f"写成 {case.key}: [{', '.join(part.strip() for part in parts)}]"
    return f"{case.label()}应是一列，却写成了一句话", help, "not-list"


def _not_whole(case: Case) -> Words:
    digits = "".join(char for char in str(case.value) if char.isascii() and char.isdigit())
    plain = digits and str(case.value).strip().startswith(digits)
    help = f"只写整数，写成 {case.key}: {digits}" if plain else f"只写整数，如 {case.example()}"
    return f"{case.label()}不是整数：{shown(case.value)}", help, "not-number"


def _not_number(case: Case) -> Words:
    return f"{case.label()}不是数字：{shown(case.value)}", f"只写半角数字，如 {case.example()}", "not-number"


def _not_yes_no(case: Case) -> Words:
    return f"{case.label()}只能写 true 或 false", f"是就写 {case.key}: true，不是就写 {case.key}: false", "not-yes-no"


def _not_choice(case: Case) -> Words:
    known = choices(case.field.annotation) if case.field else []
    help = perhaps(str(case.value), known, f"改成其中一个：{'、'.join(known)}")
    return f"{case.label()}没有“{shown(case.value)}”这个选项", help, "not-a-choice"


def _too_low(case: Case) -> Words:
    limit = case.context.get("ge", case.context.get("gt"))
    word = "至少" if "ge" in case.context else "要大于"
    return f"{case.label()}太小：{shown(case.value)}，{word}{limit}", f"{case.hint()}，如 {case.example()}", "too-low"


def _too_high(case: Case) -> Words:
    limit = case.context.get("le", case.context.get("lt"))
    return f"{case.label()}太大：{shown(case.value)}，最多{limit}", f"{case.hint()}，如 {case.example()}", "too-high"


def _too_few(case: Case) -> Words:
    return f"{case.label()}里还没有内容", f"至少写一项，如 {case.example()}", "empty"


def _too_short(case: Case) -> Words:
    if case.item:
        return f"{case.label()}里有一项是空的", "写上内容，或者删掉这一项", "empty"
    return f"{case.label()}还没有填", f"写上内容，如 {case.example()}", "empty"


def _too_long(case: Case) -> Words:
    length, limit = len(str(case.value).strip()), case.context["max_length"]
    return f"{case.label()}太长：{length}个字符，最多{limit}个", f"删去{length - limit}个字符", "too-long"


def _too_many_signs(case: Case) -> Words:
    length, limit = case.context["length"], case.context["limit"]
    return f"{case.label()}太长：{length}个字，最多{limit}个", f"删去{length - limit}个字；标点不算", "too-long"


def _too_many_characters(case: Case) -> Words:
    length, limit = case.context["length"], case.context["limit"]
    return f"{case.label()}太长：{length}个字符，最多{limit}个", f"删去{length - limit}个字符；标点也算", "too-long"


def _wrong_shape(case: Case) -> Words:
    return f"{case.label()}写得不对：{shown(case.value)}", f"{case.hint()}，如 {case.example()}", "wrong-shape"


def _date_shape(case: Case) -> Words:
    help = f"年-月-日都用数字，不足两位补0，如 {case.example()}"
    return f"{case.label()}不是日期：{shown(case.value)}", help, "not-a-date"


def _date_impossible(case: Case) -> Words:
    return f"{case.label()}没有这一天：{shown(case.value)}", "对照日历改成真有的日子", "impossible-date"


def _not_pairs(case: Case) -> Words:
    return f"{case.label()}下面应是几行“键: 值”", "每一行写“键: 值”，前面空两格", "not-pairs"


_TABLE: dict[str, Callable[[Case], Words]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "string_type": _not_text,
    "tuple_type": _not_list,
    "frozen_set_type": _not_list,
    "int_parsing": _not_whole,
    "int_parsing_size": _not_whole,
    "int_from_float": _not_whole,
    "int_type": _not_whole,
    "float_parsing": _not_number,
    "float_type": _not_number,
    "finite_number": _not_number,
    "bool_parsing": _not_yes_no,
    "bool_type": _not_yes_no,
    "literal_error": _not_choice,
    "greater_than": _too_low,
    "greater_than_equal": _too_low,
    "less_than": _too_high,
    "less_than_equal": _too_high,
    "too_short": _too_few,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "string_pattern_mismatch": _wrong_shape,
    "focus_shape": _wrong_shape,
    "too_many_signs": _too_many_signs,
    "too_long": _too_many_characters,
    "date_shape": _date_shape,
    "date_impossible": _date_impossible,
    "date_type": _date_shape,
    "model_type": _not_pairs,
    "model_attributes_type": _not_pairs,
}
