"""A project with components, policies and a slot type written for Rasa: trained, saved, loaded, talked to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.dialogue.events import SlotSet
from causerie.errors import ModelError
from causerie.files.config import ComponentConfig
from causerie.files.endpoints import Endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.nlu.pipeline import Pipeline
from causerie.ports import IncomingMessage
from causerie.training.archive import load, save
from causerie.training.train import plan, train
from causerie.training.trust import NOTHING, classes_named_by
from causerie.training_data import Example, NluData


@pytest.fixture
def model_file(folder: Path) -> Path:
    return save(train(read_project(ProjectPaths.in_folder(folder))), folder / "models" / "m.tar.gz")


@pytest.fixture
def assistant(folder: Path, model_file: Path) -> Assistant:
    """Of the model as it was loaded anew."""
    model = load(model_file, classes_named_by(ProjectPaths.in_folder(folder)))
    return assemble(model, Surroundings(folder, Endpoints()))


async def say(assistant: Assistant, text: str) -> list[str]:
    collector = Collector()
    await assistant.handle(IncomingMessage(text, "anna"), collector)
    return [message["text"] for message in collector.messages]


async def test_it_talks_as_in_rasa(assistant: Assistant) -> None:
    """The texts are those that Rasa 3.6.21 answers with the same files."""
    assert await say(assistant, "helo") == ["Hello!"]
    assert await say(assistant, "I want red please") == ["You like red."]
    assert await say(assistant, "this is awful") == ["Hello!"]
    assert await say(assistant, "bad bad bye") == ["A person will answer."]
    tracker = await assistant.whole("anna")
    assert SlotSet(name="tries", value=2.0) in list(tracker.events)
    chosen = [getattr(event, "policy", None) for event in tracker.events]
    assert {"CountingPolicy", "EscalationPolicy", "RulePolicy"} <= set(chosen)


async def test_it_understands_as_in_rasa(assistant: Assistant) -> None:
    """Numbers recorded from Rasa 3.6.21."""
    parsed = await assistant.parse("helo")
    assert parsed["text"] == "hello"
    assert parsed["as_typed"] == "helo"
    assert parsed["text_tokens"] == [[0, 5]]
    assert parsed["intent"] == {"name": "greet", "confidence": pytest.approx(0.8457777121181091, abs=1e-6)}
    assert [x["name"] for x in parsed["intent_ranking"]] == ["greet", "bye", "want"]
    assert parsed["intent_ranking"][2]["confidence"] == pytest.approx(0.25416398118936406, abs=1e-6)
    assert [x["confidence"] for x in parsed["entities"]] == [0.9]


async def test_entities_of_several_extractors_stand_side_by_side(assistant: Assistant) -> None:
    entities: list[dict[str, Any]] = (await assistant.parse("I want gren please"))["entities"]
    assert entities[0] == {
        "entity": "colour",
        "start": 7,
        "end": 12,
        "value": "green",
        "extractor": "WordExtractor",
    }
    assert entities[1]["entity"] == "sentiment"
    assert entities[1]["extractor"] == "sentiment_extractor"


async def test_the_same_before_and_after_it_was_stored(folder: Path, assistant: Assistant) -> None:
    fresh = train(read_project(ProjectPaths.in_folder(folder)))
    assert fresh.pipeline is not None
    for text in ("helo", "I want gren, please", "bye", "", "!?", "x" * 500):
        assert await fresh.pipeline.parse_data(text) == await assistant.parse(text)


def test_the_same_project_gives_the_same_model(folder: Path, model_file: Path) -> None:
    again = save(train(read_project(ProjectPaths.in_folder(folder))), folder / "again.tar.gz")
    assert again.read_bytes() == model_file.read_bytes()


def test_a_model_with_classes_that_no_project_names_is_refused(model_file: Path) -> None:
    with pytest.raises(ModelError, match=r"names the class 'parts\.policies\.EscalationPolicy'"):
        load(model_file, NOTHING)


def test_changed_code_is_trained_again(folder: Path) -> None:
    project = read_project(ProjectPaths.in_folder(folder))
    before = train(project)
    assert plan(project, before).to_train == ()
    change(folder / "parts" / "classifiers.py")
    assert plan(project, before).to_train == ("nlu",)
    change(folder / "parts" / "slots.py")
    assert len(plan(project, before).to_train) == 4


def test_without_augmentation_stories_stand_alone(folder: Path) -> None:
    project = read_project(ProjectPaths.in_folder(folder))
    counted = [len(trained(project, augmentation)) for augmentation in (0, 50)]
    assert counted == [5, 7]


def trained(project: Any, augmentation: int) -> Any:
    """What the counting policy counted."""
    policies = train(project, nlu=False, augmentation=augmentation).policies
    return next(policy for name, policy in policies.items() if "Counting" in name).policy.counts  # type: ignore[attr-defined]


def change(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")


async def test_actions_may_import_rasa_too(folder: Path) -> None:
    domain = folder / "domain.yml"
    domain.write_text(domain.read_text() + "actions: [action_own]\n", encoding="utf-8")
    rules = "version: '3.1'\nrules:\n- rule: hi\n  steps: [{intent: greet}, {action: action_own}]\n"
    (folder / "data" / "stories.yml").write_text(rules, encoding="utf-8")
    (folder / "own_actions.py").write_text(ACTION, encoding="utf-8")
    model = train(read_project(ProjectPaths.in_folder(folder)))
    assistant = assemble(model, Surroundings(folder, Endpoints(), "own_actions"))
    assert await say(assistant, "hello") == ["restart"]
    await assistant.close()


ACTION = """
from rasa.shared.core.constants import USER_INTENT_RESTART
from rasa_sdk import Action


class Own(Action):
    def name(self):
        return "action_own"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=USER_INTENT_RESTART)
        return []
"""


def test_dense_features_of_ones_own_are_read_by_the_classifier(folder: Path) -> None:
    entries = [
        ComponentConfig("WhitespaceTokenizer"),
        ComponentConfig("parts.featurizers.LengthFeaturizer"),
        ComponentConfig("DIETClassifier"),
    ]
    data = NluData(tuple(Example(text, text[0]) for text in ("a cat", "a dog", "the rose", "the tree")))
    pipeline = Pipeline.train(entries, data, None, "de")
    assert pipeline.steps[-1].component.intents.scorer.neighbours.vectors.shape == (4, 2)
