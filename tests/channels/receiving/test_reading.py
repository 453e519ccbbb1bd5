"""JSON from outside is read whatever its shape is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sanic.exceptions import BadRequest

from causerie.channels.receiving.reading import a_dict, a_list, a_text, at, read_json

BODY = {"a": {"b": [{"c": "text"}, 7, True, None]}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


def test_what_stands_at_a_path_is_found() -> None:
    assert at(BODY, "a", "b", 0, "c") == "text"
    assert at(BODY, "a", "b", -3) == 7
    assert a_text(BODY, "a", "b", 0, "c") == "text"
    assert a_text(BODY, "a", "b", 1) == "7"
    assert a_dict(BODY, "a", "b", 0) == {"c": "text"}
    assert a_list(BODY, "a", "b") == [{"c": "text"}, 7, True, None]


def test_yes_and_no_are_no_texts() -> None:
    assert a_text(BODY, "a", "b", 2) is None


@pytest.mark.parametrize(
    "path", [("x",), ("a", 0), ("a", "b", "c"), ("a", "b", 9), ("a", "b", -9), ("a", "b", 1, "c")]
)
def test_where_nothing_stands_nothing_is_found(path: tuple[Any, ...]) -> None:
    assert at(BODY, *path) is None
    assert a_text(BODY, *path) is None
    assert a_dict(BODY, *path) == {}
    assert a_list(BODY, *path) == []


@given(JSON, st.lists(st.text(max_size=3) | st.integers(-3, 3), max_size=4))
def test_no_shape_breaks_the_readers(body: Any, path: list[Any]) -> None:
    assert isinstance(a_dict(body, *path), dict)
    assert isinstance(a_list(body, *path), list)
    assert a_text(body, *path) is None or isinstance(a_text(body, *path), str)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"NaN", b'{"a": Infinity}', b"1e999", b'"\\ud800"', b'{"\\uDC00": 1}', b"[" * 100_000],
    ids=["nothing", "half", "bytes", "NaN", "Infinity", "too large", "half a pair", "half a key", "too deep"],
)  # fmt: skip
def test_what_nobody_could_write_again_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="The body is no JSON"):
        read_json(body)


def test_whole_pairs_are_letters() -> None:
    assert read_json(b'"\\ud83e\\udd5e"') == "🥞"
