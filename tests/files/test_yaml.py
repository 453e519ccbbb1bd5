from __future__ import annotations

import time

import pytest

from causerie.files.nodes import plain
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml, read_yaml_text


def value_of(text: str):
    problems = Problems()
    value = plain(read_yaml_text(text, "file.yml", problems))
    assert not list(problems)
    return value


def problem_of(text: str):
    problems = Problems()
    read_yaml_text(text, "file.yml", problems)
    return next(iter(problems))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("12:30", "12:30"), ("2020-01-01", "2020-01-01"),
        ("true", True), ("TRUE", True), ("False", False), ("~", None), ("null", None), ("", None),
        ("0o17", 15), ("017", 17), ("0x1F", 31), ("0b11", 3), ("1_000", 1000), ("+1", 1), ("-2", -2),
        ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), (".inf", float("inf")), ("1.2.3", "1.2.3"), ("0x", "0x"),
        ("-", None), ("'12'", "12"), ('"true"', "true"), ("!!str 12", "12"), ("a-b", "a-b"), ("=", "="),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(written: str, meant) -> None:
    if written == "-":
        meant = [None]
    assert value_of(f"- {written}") == [meant]


def test_a_number_of_a_thousand_digits_is_text() -> None:
    assert value_of("a: " + "9" * 5000) == {"a": "9" * 5000}


def test_unquoted_variables_are_filled_in_and_quoted_ones_are_not(monkeypatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    text = "a: ${SECRET}\nb: x ${SECRET} y\nc: '${SECRET}'\nd: |\n  ${SECRET}\ne: $SECRET\n"
    assert value_of(text) == {
        "a": "s3cret", "b": "x s3cret y", "c": "${SECRET}", "d": "${SECRET}\n", "e": "$SECRET",
    }  # fmt: skip


def test_an_unset_variable_is_named_with_its_place() -> None:
    problem = problem_of("a:\n  b: ${NOT_SET_HERE}\n")
    assert problem.names == ("NOT_SET_HERE",)
    assert str(problem.place) == "file.yml:2:6"


def test_escapes_in_a_file_of_ascii_are_characters_even_unquoted() -> None:
    assert value_of('a: caf\\u00e9\nb: "\\ud83d\\ude00"') == {"a": "café", "b": "😀"}


def test_anchors_aliases_and_merge_keys() -> None:
    text = "base: &base {a: 1, b: 2}\nlist: &list [x]\nmore:\n  <<: *base\n  b: 3\nsame: *list\nboth: {<<: [*base, {c: 4}]}"
    value = value_of(text)
    assert value["more"] == {"a": 1, "b": 3}
    assert value["same"] == ["x"]
    assert value["both"] == {"a": 1, "b": 2, "c": 4}


def test_a_key_that_stands_twice_names_both_lines() -> None:
    problem = problem_of("slots:\n  city: 1\n  town: 2\n  city: 3\n")
    assert problem.place.line == 4
    assert "first in line 2" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a:\n  b: 1\n c: 2\n", 3, "line up"),
        ("- a\n b: c\n", 2, "colon"),
        ("a: 'x\nb: y\n", 1, "quote"),
        ("a: [x\nb: y\n", 2, "bracket"),
        ("a: b: c\n", 1, "colon"),
        ("a: @x\n", 1, "no value"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
        ("a: *gone\n", 1, "anchor"),
        ("a: &x [*x]\n", 1, "inside the very value"),
        ("a: {b}: c\n", 1, "colon"),
        ("a: !custom x\n", 1, "tag"),
        ("a: x\0y\n", 1, "character"),
        ("a: - b\n", 1, "no list"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int, word: str) -> None:
    problem = problem_of(text)
    assert problem.place.line == line
    assert word in problem.message
    assert "libyaml" not in str(problem)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_values_too_deep_are_refused(opening: str) -> None:
    assert "deep" in problem_of("a:\n " + opening * 5000).message


def test_aliases_that_unfold_into_billions_are_refused_at_once() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 30)]
    started = time.perf_counter()
    assert "unfold" in problem_of("\n".join(rows)).message
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("raw", "word"),
    [(b"a: \xff\n", "UTF-8"), ("a: é".encode("utf-16"), "UTF-16"), (b"a: \x00\x01", "character")],
)
def test_bytes_that_are_no_text_are_told(tmp_path, raw: bytes, word: str) -> None:
    (tmp_path / "file.yml").write_bytes(raw)
    problems = Problems()
    assert read_yaml(tmp_path / "file.yml", problems) is None
    assert word in next(iter(problems)).message


def test_a_byte_order_mark_and_windows_lines_are_no_matter(tmp_path) -> None:
    (tmp_path / "file.yml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  - x\r\n  - y\r\n")
    problems = Problems()
    assert plain(read_yaml(tmp_path / "file.yml", problems)) == {"a": 1, "b": "- x\n- y\n"}
    assert not list(problems)


def test_a_missing_file_and_a_folder_are_told(tmp_path) -> None:
    for path in (tmp_path / "gone.yml", tmp_path):
        problems = Problems()
        assert read_yaml(path, problems) is None
        assert next(iter(problems)).place.file == str(path)


def test_an_empty_file_is_nothing_and_no_mistake() -> None:
    problems = Problems()
    assert read_yaml_text("# only a comment\n", "file.yml", problems) is None
    assert not list(problems)


def test_ten_thousand_values_are_read_in_no_time() -> None:
    text = "nlu:\n" + "".join(f"- text: number {n}\n  metadata: {{n: {n}}}\n" for n in range(10_000))
    started = time.perf_counter()
    value_of(text)
    assert time.perf_counter() - started < 3
