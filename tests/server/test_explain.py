from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from causerie.nlu.pipeline import Pipeline
from causerie.server.app import Options
from causerie.training_data import Example, NluData

from .test_rate_limit import PROJECT


class Entry:
    def __init__(self, name: str) -> None:
        self.name, self.options = name, {}


async def test_a_text_is_explained_on_demand(
    client: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"greet": ["hello", "good day", "hi there"], "bye": ["see you", "bye now", "good night"]}
    examples = tuple(Example(text, name) for name, listed in texts.items() for text in listed)
    pipeline = Pipeline.train([Entry("WhitespaceTokenizer"), Entry("DIETClassifier")], NluData(examples))
    http = await client(PROJECT, None, Options(enable_api=True))
    nothing = (await http.post("/model/parse?explain=true", json={"text": "hello you"})).json()
    assert nothing["explanation"] == {}, "this model has no classifier"

    from causerie.assistant import Assistant

    async def explain(self: Assistant, text: str) -> dict[str, Any]:
        return await pipeline.explain_data(text)

    monkeypatch.setattr(Assistant, "explain", explain)
    parsed = (await http.post("/model/parse?explain=true", json={"text": "hello you"})).json()
    explained = parsed["explanation"]["DIETClassifier"]
    assert parsed["intent"]["name"] == explained["intent"] == "greet"
    assert [word["word"] for word in explained["words"]] == ["hello", "you"]
    assert explained["nearest"][0]["text"] == "hello"
    assert "explanation" not in (await http.post("/model/parse", json={"text": "hello you"})).json()
