"""Components and policies that do not keep their interface: each is told with class, file and advice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.errors import ComponentError
from causerie.files.config import ComponentConfig
from causerie.nlu.pipeline import Pipeline
from causerie.policies.registry import make_policies
from causerie.ports import PolicyContext
from causerie.training_data import Example, NluData

HEAD = """
import numpy as np
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.features import Features

Kind = DefaultV1Recipe.ComponentType


class Plain(GraphComponent):
    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls()
"""

REGISTERED = "@DefaultV1Recipe.register([Kind.{kind}], is_trainable={trainable})\nclass Faulty({base}):\n"


@pytest.fixture
def faulty(module: Callable[[str, str], str]) -> Callable[..., str]:
    """The module path of a class with this body."""

    def write(
        body: str, kind: str = "INTENT_CLASSIFIER", trainable: bool = False, base: str = "Plain"
    ) -> str:
        lines = [f"    {line}" for line in body.strip().splitlines()]
        head = REGISTERED.format(kind=kind, trainable=trainable, base=base)
        return module(HEAD + "\n\n" + head + "\n".join(lines) + "\n", "faulty_parts") + ".Faulty"

    return write


def run(path: str, *, options: dict[str, Any] | None = None, language: str = "en") -> dict[str, Any]:
    """Train and understand one text with a pipeline of a tokenizer and this class."""
    entries = [ComponentConfig("WhitespaceTokenizer"), ComponentConfig(path, options or {})]
    data = NluData((Example("hello there", "greet"), Example("bye now", "leave")))
    pipeline = Pipeline.train(entries, data, None, language)
    return asyncio.run(pipeline.parse_data("hello you"))


OF_COMPONENTS = [
    (
        "def train(self, training_data): raise KeyError('x')",
        {"trainable": True},
        "'train' failed: KeyError: 'x' (line",
    ),
    ("def train(self, training_data): pass", {"trainable": True}, "'train' must return the Resource"),
    ("def process(self, messages): raise ValueError('odd')", {}, "'process' failed: ValueError: odd (line"),
    ("def process(self, messages): pass", {}, "'process' must return the messages it was given"),
    ("def process(self, messages): return []", {}, "'process' must return the messages it was given"),
    ("pass", {}, "it has no method 'process'"),
    ("pass", {"kind": "MESSAGE_FEATURIZER"}, "it has no method 'process_training_data'"),
    (
        "def process_training_data(self, training_data): pass",
        {"kind": "MESSAGE_FEATURIZER"},
        "'process_training_data' must return the TrainingData; it returned None",
    ),
    (
        "def process_training_data(self, training_data): return training_data.filter_training_examples(lambda x: False)",
        {"kind": "MESSAGE_FEATURIZER"},
        "was given 2 examples and returned 0",
    ),
    (
        "@classmethod\ndef create(cls, config, model_storage, resource, execution_context): pass",
        {},
        "'create' must return the component; it returned None",
    ),
    ("@staticmethod\ndef get_default_config(): return []", {}, "'get_default_config' must return a dict"),
    ("@staticmethod\ndef required_packages(): return ['no_such_package']", {}, "pip install no_such_package"),
    ("@staticmethod\ndef supported_languages(): return ['de']", {}, "can't be used for the language 'en'"),
    ("@staticmethod\ndef not_supported_languages(): return ['en']", {}, "It does not read en"),
    (
        "def process(self, messages):\n    messages[0].set('intent', 'greet')\n    return messages",
        {},
        "'intent' must be a dict with 'name' and 'confidence'; 'greet' (str) was set",
    ),
    (
        "def process(self, messages):\n    messages[0].set('entities', [{'value': 1}])\n    return messages",
        {},
        "an entity must be a dict with 'entity'",
    ),
    (
        "def process(self, messages):\n    messages[0].set('text', None)\n    messages[0].set('text', 3)\n    return messages",
        {},
        "the 'text' of a message must be a str; 3 (int) was set",
    ),
    (
        "def process(self, messages):\n    messages[0].set('mood', {1}, add_to_output=True)\n    return messages",
        {},
        "the property 'mood' was added to the output, and is no JSON",
    ),
    (
        "def process(self, messages):\n    messages[0].set('text_tokens', ['hello'])\n    return messages",
        {},
        "Write Token(word, start)",
    ),
    (
        "def process(self, messages):\n    messages[0].set('text_tokens', [Token('far', 90)])\n    return messages",
        {},
        "goes from 90 to 93, and the text has 9 characters",
    ),
    (
        "def process(self, messages):\n    messages[0].add_features(Features(np.zeros((3, 2)), 'sequence', 'text', 'x'))\n"
        "    return messages",
        {},
        "need a row per token (2); their shape is (3, 2)",
    ),
    (
        "def process(self, messages):\n    messages[0].add_features(Features(np.zeros(4), 'sentence', 'text', 'x'))\n"
        "    return messages",
        {},
        "need one row for the message; their shape is (4,)",
    ),
    ("pass", {"kind": "POLICY_WITHOUT_END_TO_END_SUPPORT"}, "and named under 'pipeline'"),
]


@pytest.mark.parametrize(("body", "how", "expected"), OF_COMPONENTS)
def test_of_a_component(faulty: Callable[..., str], body: str, how: dict[str, Any], expected: str) -> None:
    with pytest.raises(ComponentError) as error:
        run(faulty(body, **how))
    assert expected in str(error.value)
    assert "faulty_parts.Faulty" in str(error.value)
    assert "faulty_parts.py" in str(error.value)


def test_a_class_without_registration_is_told(module: Callable[[str, str], str]) -> None:
    name = module(HEAD, "unregistered")
    with pytest.raises(
        ComponentError, match=r"unregistered\.Plain .* it is not registered\. Write @DefaultV1Recipe"
    ):
        run(f"{name}.Plain")


def test_registering_something_else_is_told(module: Callable[[str, str], str]) -> None:
    name = module(
        HEAD + "\n@DefaultV1Recipe.register([Kind.INTENT_CLASSIFIER], False)\nclass Odd: pass\n", "odd_parts"
    )
    with pytest.raises(
        ComponentError, match="Only classes that derive from GraphComponent can be registered"
    ):
        run(f"{name}.Odd")


def test_a_class_that_is_no_component_at_all_is_told(module: Callable[[str, str], str]) -> None:
    name = module("class Nothing:\n    pass\n", "nothing_at_all")
    with pytest.raises(ComponentError, match="has no train, process, state, load"):
        run(f"{name}.Nothing")


def test_a_missing_loader_is_told(module: Callable[[str, str], str]) -> None:
    code = (
        "@DefaultV1Recipe.register([Kind.INTENT_CLASSIFIER], False, model_from='SpacyNLP')\n"
        "class Needy(Plain):\n    def process(self, messages, model):\n        return messages\n"
    )
    name = module(HEAD + code, "needy_parts")
    with pytest.raises(ComponentError, match="Add '- name: SpacyNLP' above it in the pipeline"):
        run(f"{name}.Needy")


def test_a_required_component_that_is_missing_is_told(faulty: Callable[..., str]) -> None:
    path = faulty("@classmethod\ndef required_components(cls):\n    return [Tokenizer]")
    data = NluData((Example("hello", "greet"),))
    with pytest.raises(ComponentError, match="needs a tokenizer before it"):
        Pipeline.train([ComponentConfig(path)], data)


POLICY = {"kind": "POLICY_WITHOUT_END_TO_END_SUPPORT", "base": "Policy", "trainable": True}
PREDICT = "def predict_action_probabilities(self, tracker, domain, **kwargs):\n    {}"
TRAIN = "def train(self, training_trackers, domain, **kwargs):\n    return self._resource\n"
OF_POLICIES = [
    (PREDICT.format("return None") + "\n" + TRAIN, "must return a PolicyPrediction; it returned None"),
    (
        PREDICT.format("return self._prediction([1.0])") + "\n" + TRAIN,
        "1 came. Begin with self._default_predictions",
    ),
    (PREDICT.format("return 1 / 0") + "\n" + TRAIN, "failed: ZeroDivisionError: division by zero (line"),
    (
        PREDICT.format("pass") + "\ndef train(self, training_trackers, domain):\n    pass",
        "'train' must return the Resource",
    ),
    (TRAIN, "'create' failed: TypeError"),
]


@pytest.mark.parametrize(("body", "expected"), OF_POLICIES)
def test_of_a_policy(faulty: Callable[..., str], body: str, expected: str) -> None:
    with pytest.raises(ComponentError) as error:
        (policy,) = make_policies([(faulty(body, **POLICY), {})]).values()
        policy.train(PolicyContext((), (), Domain()))
        policy.predict(Tracker("x"), Domain())
    assert expected in str(error.value)
    assert "faulty_parts.Faulty" in str(error.value)


def test_a_component_among_policies_is_told(faulty: Callable[..., str]) -> None:
    with pytest.raises(ComponentError, match="registered as INTENT_CLASSIFIER, and named under 'policies'"):
        make_policies([(faulty("pass"), {})])
