"""Only paragraphs, bold, italics, lists and allowed links leave."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causerie.llm.leash.letters import visible
from causerie.llm.leash.machinery import is_machinery, mixes_scripts
from causerie.llm.leash.markup import cleaned, is_active
from causerie.llm.leash.sentences import cut


def clean(text: str) -> str:
    return cleaned(text, lambda address: address.startswith("https://a.example"))


@pytest.mark.parametrize(
    "text",
    [
        "A **bold** and *fine* day.\n\nNext paragraph.", "- one\n- two\n  - three", "1. one\n2. two", "I <3 the sea, 3 < 5 > 2.",
        "[menu](https://a.example/x)", "https://a.example", "We say “hello” – it's 5 € & more [1][2]!", "Ça alors ! œuf, Straße, 日本",
    ],
)  # fmt: skip
def test_what_is_allowed_stays(text: str) -> None:
    assert clean(text) == text
    assert not is_active(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# Title\ntext", "Title\ntext"), ("Title\n=====\ntext", "Title\n\ntext"), ("<b>x</b> y", "x y"),
        ("| a | b |\n|---|---|\n| c | d |", "a, b\n\nc, d"), ("```py\nx\n```", "x"), ("a `b` c", "a b c"), ("> said", "said"),
        ("[x](https://evil.example)", "x"), ("[x](javascript:y)", "x"), ("[x][ref]\n\n[ref]: https://evil.example", "x"),
        ("a<!-- b -->c", "ac"), ("<scr<script>ipt>x", "ipt>x"), ("&lt;i&gt;x", "x"), ("&amp;lt;i&amp;gt;x", "x"),
        ("<https://a.example>", "https://a.example"), ("![x](https://a.example/i.png)y", "y"), ("~~x~~", "x"),
        ("a\u202eb\u200bc\x07d\ufeff", "abcd"), ("a\r\nb\u2028c", "a\nb\nc"), ("    code", "code"), ("x\n\n\n\n\ny", "x\n\ny"),
        ("<a title='x", ""), ("z̸̡̢̧̨̛̯̗̞̿̏́̀a", "z̸̡̢a"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_goes(text: str, left: str) -> None:
    assert clean(text) == left


@settings(max_examples=400, deadline=None)
@given(st.text() | st.text(alphabet="<>[]()!`|#&;ab:/\n *-_~\\=", max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert visible(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x>",
        "![a](b)",
        "![a][b]",
        "&lt;script&gt;",
        "javascript:alert(1)",
        r"[x](javascript\:alert(1))",
        r"[x](data&#92;:text/html,x)",
        "<!-- x -->",
        "x onerror=y",
        "data:text/html,x",
    ],
)
def test_what_does_something_is_active(text: str) -> None:
    assert is_active(text)


@pytest.mark.parametrize(
    "text",
    [
        '/book{"a": 1}',
        "/restart",
        "action_x",
        'fn(a="b")',
        '{"a": 1}',
        "[{",
        "{{ x }}",
        "<|im_start|>",
        "SYSTEM: x",
        "[INST]",
        "ａｃｔｉｏｎ＿ｘ",
        "SlotSet",
    ],
)
def test_words_for_machines_are_found(text: str) -> None:
    assert is_machinery(text)


@pytest.mark.parametrize(
    "text",
    [
        "Breakfast and/or lunch (from 7)",
        "Call us (or write).",
        "Our system: a key box.".replace("system:", "system is"),
        "24/7",
        "A selection from the menu",
        "Drop in!",
    ],
)
def test_words_for_people_are_not(text: str) -> None:
    assert not is_machinery(text)
    assert not mixes_scripts(text)


def test_words_of_mixed_scripts_are_found() -> None:
    assert mixes_scripts("pаypal")
    assert not mixes_scripts("Москва et Αθήνα, naïve")


def test_a_text_is_cut_at_a_sentence() -> None:
    assert cut("One is here. Two is here.", 20) == "One is here."
    assert cut("One is here, and it is long.", 20) == ""
    assert cut("Short.", 20) == "Short."
