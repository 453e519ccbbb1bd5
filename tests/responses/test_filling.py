"""Slot values in texts, as Rasa fills them."""

from typing import Any

import pytest

from causerie.responses.filling import fill

VALUES = {"name": "Ada", "age": None, "n": 3}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hello {name}!", "Hello Ada!"),
        ("{name} {name}", "Ada Ada"),
        ("{age}", "None"),
        ("{n} rooms", "3 rooms"),
        ("{name} and {unknown}", "{name} and {unknown}"),
        ('{{"a": 1}}', '{"a": 1}'),
        ("{{name}} is {name}", "{{name}} is {name}"),
        ('/inform{{"size": "small"}}', '/inform{"size": "small"}'),
        ("no braces", "no braces"),
        ("{}", "{}"),
        ("a { b", "a { b"),
        ("{name\n}", "{name\n}"),
        ("{name.__class__}", "{name.__class__}"),
        ("{name!r}", "{name!r}"),
        ("", ""),
    ],
)
def test_texts(text: str, filled: str) -> None:
    assert fill(text, VALUES) == filled


def test_values_anywhere_in_json_are_filled_and_others_stay() -> None:
    template: Any = {"a": ["{name}", 1, None, {"{name}": "{n}"}], "b": True}
    assert fill(template, VALUES) == {"a": ["Ada", 1, None, {"{name}": "3"}], "b": True}


def test_what_a_value_says_is_not_filled_again() -> None:
    assert fill("{name}", {"name": "{secret}", "secret": "x"}) == "{secret}"
