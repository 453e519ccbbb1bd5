"""Each template is a project that works: it trains, passes its tests and talks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Command

CONVERSATIONS = {
    "faq": (
        ["hello", "is there wifi?", "thank you", "1"],
        ["Riverside Library", "riverside-guest", "Did that answer", "Good!"],
    ),
    "booking": (
        ["hi", "yes", "what's on the menu?", "four", "on friday", "3 am", "7 pm", "Ada", "2"],
        [
            "how many people",
            "what the market has",
            "We give tables between",
            "for 4 on Friday",
            "begin again",
        ],
    ),
    "support": (
        ["something is broken", "3", "I was charged twice", "ada@example.com", "is my ticket done?"],
        ["What is it about?", "in a sentence or two", "Your ticket is T-1001", "T-1001 (billing) is open"],
    ),
    "blank": (["hello", "no", "goodbye"], ["first assistant", "know your way", "Goodbye!"]),
}
UNDERSTOOD = {
    "what is the capital of France?": "nlu_fallback",
    "yes": "affirm",
    "hello": "greet",
}


@pytest.mark.slow
@pytest.mark.parametrize("template", CONVERSATIONS)
def test_a_template_trains_passes_its_tests_and_talks(
    template: str, causerie: Command, tmp_path: Path
) -> None:
    begun = causerie("init", "--no-prompt", "--template", template)
    assert begun.returncode == 0, begun.stderr
    assert "warning" not in begun.stdout + begun.stderr
    assert "note:" not in begun.stdout
    assert "placeholder" not in (tmp_path / "config.yml").read_text()

    checked = causerie("data", "validate", "--fail-on-warnings")
    assert (checked.returncode, checked.stderr) == (0, "")

    tested = causerie("test", "--fail-on-prediction-errors", "--no-plot")
    assert tested.returncode == 0, tested.stdout
    assert "intents" in tested.stdout

    asked, answered = CONVERSATIONS[template]
    talked = causerie("shell", typed="\n".join([*asked, "/stop", "hello"]))
    assert talked.returncode == 0, talked.stderr
    for words in answered:
        assert words in talked.stdout
    assert "WARNING" not in talked.stderr

    parsed = causerie("shell", "nlu", typed="\n".join(UNDERSTOOD)).stdout
    assert [answer["intent"]["name"] for answer in json_values(parsed)] == list(UNDERSTOOD.values())


def json_values(text: str) -> list[dict[str, dict[str, str]]]:
    decoder, values = json.JSONDecoder(), []
    while text.strip():
        value, end = decoder.raw_decode(text.strip())
        values.append(value)
        text = text.strip()[end:]
    return values
