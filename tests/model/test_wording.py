"""Every field has its words, and every kind of error a sentence."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel, ValidationError

from build_tools.model import wording
from build_tools.model.exhibition import AccountForm
from build_tools.model.form import signs
from build_tools.model.reading import FORMS
from build_tools.model.source import SourceForm

ALL = [*FORMS.values(), SourceForm, AccountForm]
HAN = re.compile("[\u4e00-\u9fff]")

VALUES = [
    "",
    " ",
    "门",
    "-1",
    "0",
    "99999",
    "2021-02-30",
    "1619308800",
    "nan",
    "字" * 500,
    [],
    ["", "x"],
    {"a": "b"},
    [["x"]],
    None,
]


@pytest.mark.parametrize("form", ALL)
def test_every_field_has_a_chinese_title_hint_and_example(form: type[BaseModel]) -> None:
    for name, field in form.model_fields.items():
        assert field.title, name
        assert HAN.search(field.title), name
        assert field.description, name
        assert field.examples, name
    titles = [field.title for field in form.model_fields.values()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_error_has_its_own_words(form: type[BaseModel], value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        form.model_validate({**dict.fromkeys(form.model_fields, value), "nonsense": "x"})
    for error in caught.value.errors(include_url=False):
        message, help, code = wording.explain(error, form)
        assert code != "invalid", error
        assert HAN.search(message)
        assert HAN.search(help)


@pytest.mark.parametrize("form", ALL)
def test_the_examples_are_valid(form: type[BaseModel]) -> None:
    values = {name: field.examples[0] for name, field in form.model_fields.items() if field.examples}
    form.model_validate(values)


@pytest.mark.parametrize(("text", "count"), [("“五心”是什么？", 5), ("1949年", 5), ("", 0), ("A b", 2)])
def test_punctuation_is_no_sign(text: str, count: int) -> None:
    assert signs(text) == count


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("时间钱", ["时间线", "引用"], "时间线"),
        ("S4", ["S04", "S51"], "S04"),
        ("ABC", ["abc"], "abc"),
        ("没有", ["引用"], None),
    ],
)
def test_the_nearest_word_is_offered(written: str, known: list[str], meant: str | None) -> None:
    assert wording.near(written, known) == meant
