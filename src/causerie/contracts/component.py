"""What every pipeline component must keep; call it from a test of your own component.

from causerie.contracts.component import check_component

def test_my_component_fits():
    check_component(MyComponent, before=["WhitespaceTokenizer"])
"""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from causerie.domain import Domain
from causerie.nlu.message import Message, to_parse_data, training_messages
from causerie.nlu.steps import Step, build_step
from causerie.ports import Component, TrainingContext
from causerie.training_data import EntityAnnotation, Example, Lookup, NluData, Regex

TEXTS = ("hello", "fly to Rome", "", " ", ":)", "🙂", "hé là-bas!", "नमस्ते दुनिया", "0", "x" * 5000, "\n\t")
"""What users really send."""


def sample_data() -> NluData:
    """Two plain intents, a retrieval intent, an entity, a synonym, a regex and a lookup table."""
    return NluData(
        examples=(
            *(Example(text, "greet") for text in ("hello", "hi there", "good morning", ":)")),
            *(
                Example(f"fly to {city}", "travel", (EntityAnnotation(7, 11, "city", city),))
                for city in CITIES
            ),
            Example("when do you open", "faq/hours"),
            Example("what does it cost", "faq/price"),
        ),
        synonyms={"the eternal city": "Rome"},
        regexes=(Regex("number", r"\d+"),),
        lookups=(Lookup("city", CITIES),),
    )


CITIES = ("Rome", "Oslo", "Lima")


def check_component(
    component: type,
    options: Mapping[str, Any] | None = None,
    before: Sequence[str] = (),
    data: NluData | None = None,
) -> None:
    """Raises AssertionError that says which rule is broken.

    ``before`` are the names of the components that must stand before it in a pipeline.
    """
    data = data or sample_data()
    config = {**component.defaults, **(options or {})}  # type: ignore[attr-defined]
    unchanged = copy.deepcopy(config)
    earlier = [build_step(name, {}) for name in before]
    trained = component(config)
    assert isinstance(trained, Component), "it needs defaults, train, process, state and load"
    train(trained, earlier, data)
    assert config == unchanged, "the config it is given must not be changed"

    state = trained.state()
    assert_storable(state)
    loaded = component(config)
    loaded.load(stored(state))
    assert_same(loaded.state(), state, "what is loaded gives the same state again")
    again = component(config)
    train(again, earlier, data)
    assert_same(again.state(), state, "training twice with one seed gives the same state")

    for text in TEXTS:
        first, second = (understand(text.strip(), [*earlier, found]) for found in (trained, loaded))
        assert first == second, f"trained and loaded disagree on {text!r}"
        json.dumps(first, allow_nan=False)
        assert first["text"] == text.strip(), "the text of a message must not be changed"
        for entity in first["entities"]:
            assert 0 <= entity["start"] <= entity["end"] <= len(first["text"]), entity


def train(component: Component, earlier: Sequence[Step], data: NluData) -> None:
    messages = training_messages(data)
    context = TrainingContext(data, Domain(), "en", seed=7)
    for step in earlier:
        step.component.train(messages, context)
        if step.prepares:
            for message in messages:
                step.component.process(message)
    component.train(messages, context)


def understand(text: str, steps: Sequence[Step | Component]) -> dict[str, Any]:
    """Parse data of a text, without a running event loop."""

    async def run() -> Message:
        message = Message(text)
        for step in steps:
            component = step.component if isinstance(step, Step) else step
            waiting = component.process(message)
            if waiting is not None:
                await waiting
        return message

    return to_parse_data(asyncio.run(run()))


def assert_storable(state: object, path: str = "state") -> None:
    """JSON values and arrays of numbers only: a model must not be able to run code."""
    if isinstance(state, dict):
        for key, value in state.items():
            assert isinstance(key, str), f"{path} has the key {key!r}; keys must be str"
            assert_storable(value, f"{path}.{key}")
    elif isinstance(state, list | tuple):
        for index, value in enumerate(state):
            assert_storable(value, f"{path}[{index}]")
    elif isinstance(state, np.ndarray):
        assert state.dtype.kind in "biuf", f"{path} is an array of {state.dtype}"
    else:
        assert state is None or isinstance(state, bool | int | float | str), f"{path} is a {type(state)}"


def stored(state: Any) -> Any:
    """As a model gives it back: tuples have become lists."""
    if isinstance(state, dict):
        return {key: stored(value) for key, value in state.items()}
    if isinstance(state, list | tuple):
        return [stored(value) for value in state]
    return state.copy() if isinstance(state, np.ndarray) else state


def assert_same(first: Any, second: Any, rule: str, path: str = "state") -> None:
    if isinstance(first, dict) and isinstance(second, dict):
        assert first.keys() == second.keys(), f"{rule}; {path} has other keys"
        for key in first:
            assert_same(first[key], second[key], rule, f"{path}.{key}")
    elif isinstance(first, list | tuple) and isinstance(second, list | tuple):
        assert len(first) == len(second), f"{rule}; {path} has another length"
        for index, (one, other) in enumerate(zip(first, second, strict=True)):
            assert_same(one, other, rule, f"{path}[{index}]")
    elif isinstance(first, np.ndarray):
        assert np.array_equal(first, second), f"{rule}; {path} differs"
    else:
        assert first == second, f"{rule}; {path} differs"
