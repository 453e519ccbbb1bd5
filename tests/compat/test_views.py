"""Domain, tracker, events and messages as Rasa's classes see them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.sparse

from causerie.compat.loaders import given_model
from causerie.compat.messages import take_over, view
from causerie.compat.rasa.core.featurizers.single_state_featurizer import SingleStateFeaturizer
from causerie.compat.rasa.core.featurizers.tracker_featurizers import (
    MaxHistoryTrackerFeaturizer,
    TrackerFeaturizer,
)
from causerie.compat.rasa.engine.recipes.default_recipe import RegisteredComponent
from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.compat.rasa.engine.storage.storage import ModelStorage
from causerie.compat.rasa.shared.core import events as theirs
from causerie.compat.rasa.shared.core.domain import ActionNotFoundException, Domain
from causerie.compat.rasa.shared.core.slots import (
    CategoricalSlot,
    FloatSlot,
    InvalidSlotConfigError,
    ListSlot,
)
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from causerie.compat.rasa.shared.exceptions import FileNotFoundException, YamlSyntaxException
from causerie.compat.rasa.shared.nlu.training_data.features import Features
from causerie.compat.rasa.shared.nlu.training_data.message import Message
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.compat.rasa.shared.utils import io
from causerie.compat.tracker_events import ours_of, theirs_of
from causerie.errors import ModelError
from causerie.files.config import ComponentConfig
from causerie.nlu import message as ours
from causerie.nlu.featurizers.count_vectors import CountVectorsFeaturizer
from causerie.nlu.pipeline import Pipeline
from causerie.nlu.spacy_model import DOCUMENT, MODEL
from causerie.training_data import Example, NluData

ALL_EVENTS = [
    theirs.UserUttered(
        "hi", {"name": "greet"}, [{"entity": "a", "value": 1}], input_channel="rest", message_id="m"
    ),
    theirs.BotUttered("hello", {"buttons": [{"title": "x"}]}, metadata={"k": 1}),
    theirs.AgentUttered("a person", {"x": 1}),
    theirs.SlotSet("city", ["Rome"]),
    theirs.ActionExecuted("action_x", "RulePolicy", 0.5, hide_rule_turn=True),
    theirs.ActionExecuted(action_text="Just say it."),
    theirs.ActionExecutionRejected("form", "P", 1.0),
    theirs.ActiveLoop("form"),
    theirs.ActiveLoop(None),
    theirs.FollowupAction("action_y"),
    theirs.LoopInterrupted(True),
    theirs.EntitiesAdded([{"entity": "a"}]),
    theirs.DefinePrevUserUtteredFeaturization(True),
    theirs.ReminderScheduled("ask", datetime(2030, 1, 2, tzinfo=UTC), [{"entity": "a"}], "r", False),
    theirs.ReminderCancelled("r"),
    theirs.StoryExported("p.yml"),
    theirs.Restarted(),
    theirs.SessionStarted(),
    theirs.UserUtteranceReverted(),
    theirs.AllSlotsReset(),
    theirs.ActionReverted(),
    theirs.ConversationPaused(),
    theirs.ConversationResumed(),
]


@pytest.mark.parametrize("event", ALL_EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_goes_there_and_back(event: theirs.Event) -> None:
    again = theirs_of(ours_of(event))
    assert again == event
    assert again.timestamp == event.timestamp
    assert again.metadata == event.metadata
    assert theirs.Event.from_parameters(event.as_dict()) == event


def test_every_event_type_is_there() -> None:
    assert {type(event) for event in ALL_EVENTS} == set(theirs.TYPES.values())


DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    intents: [greet, {faq: {use_entities: []}}]
    entities: [city]
    slots:
      city: {type: text, mappings: [{type: from_entity, entity: city}]}
      size: {type: categorical, values: [S, L], mappings: [{type: custom}]}
    responses: {utter_hi: [{text: Hi}]}
    forms: {trip_form: {required_slots: [city]}}
    actions: [action_own]
    """
)


def test_the_domain() -> None:
    assert DOMAIN.index_for_action("action_listen") == 0
    assert DOMAIN.action_names_or_texts[DOMAIN.index_for_action("utter_hi")] == "utter_hi"
    assert DOMAIN.num_actions == len(DOMAIN.action_names_or_texts)
    assert DOMAIN.user_actions == ["action_own", "utter_hi"]
    assert DOMAIN.form_names == ["trip_form"]
    assert DOMAIN.required_slots_for_form("trip_form") == ["city"]
    assert {slot.name for slot in DOMAIN.slots} >= {"city", "size", "requested_slot"}
    assert DOMAIN.responses == {"utter_hi": [{"text": "Hi"}]}
    assert {"greet", "restart"} <= set(DOMAIN.intents)
    assert DOMAIN.intent_properties["faq"]["used_entities"] == []
    assert Domain.from_dict(DOMAIN.as_dict()) == DOMAIN
    with pytest.raises(ActionNotFoundException, match="no action 'utter_hj'"):
        DOMAIN.index_for_action("utter_hj")
    merged = DOMAIN.merge(Domain.from_dict({"intents": ["bye"], "responses": {"utter_hi": [{"text": "Ho"}]}}))
    assert "bye" in merged.intents
    assert merged.responses["utter_hi"] == [{"text": "Hi"}]
    assert DOMAIN.merge(
        Domain.from_dict({"responses": {"utter_hi": [{"text": "Ho"}]}}), override=True
    ).responses["utter_hi"] == [{"text": "Ho"}]


def tracker() -> DialogueStateTracker:
    return DialogueStateTracker.from_events(
        "anna",
        [
            theirs.ActionExecuted("action_listen"),
            theirs.UserUttered(
                "to Rome", {"name": "greet"}, [{"entity": "city", "value": "Rome", "role": "to"}]
            ),
            theirs.SlotSet("city", "Rome"),
            theirs.SlotSet("size", "L"),
            theirs.ActionExecuted("trip_form"),
            theirs.ActiveLoop("trip_form"),
            theirs.BotUttered("Really?"),
            theirs.ActionExecuted("action_listen"),
        ],
        domain=DOMAIN,
    )


def test_the_tracker() -> None:
    seen = tracker()
    assert seen.get_slot("city") == "Rome"
    assert seen.slots["size"].value == "L"
    assert seen.slots["size"].as_feature() == [0.0, 1.0, 0.0]
    assert not seen.slots["requested_slot"].has_been_set
    assert seen.latest_message.text == "to Rome"
    assert seen.latest_message.intent_name == "greet"
    assert seen.latest_action_name == "action_listen"
    assert seen.active_loop_name == "trip_form"
    assert list(seen.get_latest_entity_values("city", entity_role="to")) == ["Rome"]
    assert list(seen.get_latest_entity_values("city")) == []
    assert seen.last_executed_action_has("trip_form")
    assert len(seen.events) == 8
    last = seen.get_last_event_for(theirs.SlotSet, event_verbosity=EventVerbosity.ALL)
    assert isinstance(last, theirs.SlotSet)
    assert last.key == "size"
    assert seen.current_state(EventVerbosity.ALL)["events"][2]["name"] == "city"
    assert "- intent: greet" in seen.export_stories()
    assert "- active_loop: trip_form" in seen.export_stories()


def test_a_copy_goes_its_own_way() -> None:
    seen = tracker()
    twin = seen.copy()
    twin.update(theirs.SlotSet("city", "Oslo"))
    assert (seen.get_slot("city"), twin.get_slot("city")) == ("Rome", "Oslo")
    assert not seen.init_copy().events
    assert [len(prior.events) for prior, _ in seen.generate_all_prior_trackers()] == [0, 4, 7, 8]


def test_states_are_those_that_policies_see() -> None:
    states = tracker().past_states(DOMAIN)
    assert states[-1]["active_loop"] == {"name": "trip_form"}
    assert states[1]["user"]["intent"] == "greet"
    assert DOMAIN.get_active_state(tracker()) == states[-1]
    featurizer = MaxHistoryTrackerFeaturizer(SingleStateFeaturizer(), max_history=2)
    examples, labels = featurizer.training_states_and_labels([tracker()], DOMAIN)
    assert [name for (name,) in labels] == ["action_listen", "trip_form", "action_listen"]
    assert [len(states) for states in examples] == [1, 2, 2]


def test_states_become_features_and_featurizers_files(tmp_path: Path) -> None:
    featurizer = MaxHistoryTrackerFeaturizer(SingleStateFeaturizer(), max_history=2)
    features, ids, _ = featurizer.featurize_trackers([tracker()], DOMAIN)
    assert ids.tolist() == [[0], [DOMAIN.index_for_action("trip_form")], [0]]
    (intent,) = features[1][-1]["intent"]
    assert intent.features.toarray()[0, DOMAIN.intents.index("greet")] == 1.0
    assert features[1][-1]["slots"][0].features.sum() == 2.0
    featurizer.persist(tmp_path)
    again = TrackerFeaturizer.load(tmp_path)
    assert isinstance(again, MaxHistoryTrackerFeaturizer)
    assert again.max_history == 2
    assert again.create_state_features([tracker()], DOMAIN)[0][-1].keys() == {
        "intent", "entities", "action_name", "slots", "active_loop",
    }  # fmt: skip


def test_slots_of_the_usual_types() -> None:
    number = FloatSlot("n", [], max_value=10.0)
    number.value = 5
    assert number.as_feature() == [1.0, 0.5]
    words = ListSlot("w", [], influence_conversation=False)
    words.value = ["a"]
    assert words.as_feature() == []
    size = CategoricalSlot("s", [], values=["S", "L"])
    size.value = "XXL"
    assert size.as_feature() == [0.0, 0.0, 1.0]
    assert size.feature_dimensionality() == 3
    with pytest.raises(InvalidSlotConfigError, match="'max_value' above its 'min_value'"):
        FloatSlot("n", [], min_value=2.0)


def test_a_component_reads_what_ours_found() -> None:
    message = ours.Message("hello there")
    message.tokens = [ours.Token("hello", 0, 5, "hello", "INTJ"), ours.Token("there", 6, 11)]
    message.intent = ours.IntentScore("greet", 0.75)
    message.entities = [ours.ExtractedEntity("who", 6, 11, "there", "X", extra={"k": 1})]
    words = CountVectorsFeaturizer({**CountVectorsFeaturizer.defaults, "alias": "words"})
    words.load({"vocabulary": ["hello", "there", "you"]})
    words.process(message)
    seen = view(message)
    assert [token.get("pos") for token in seen.get("text_tokens")] == ["INTJ", None]
    assert seen.get("intent") == {"name": "greet", "confidence": 0.75}
    sequence, sentence = seen.get_sparse_features("text")
    assert sequence is not None
    assert sentence is not None
    assert sequence.features.toarray().tolist() == [[1, 0, 0], [0, 1, 0]]
    assert sentence.features.toarray().tolist() == [[1, 1, 0]]
    assert seen.get_dense_features("text") == (None, None)
    assert seen.get_sparse_features("text", ["others"]) == (None, None)
    take_over(message, seen, type(self_made()))
    assert message.entities[0].extra == {"k": 1}
    assert len(message.features) == 1


def self_made() -> Any:
    class Own:
        pass

    return Own()


def test_ours_read_what_a_component_found() -> None:
    message = ours.Message("hello there")
    message.tokens = [ours.Token("hello", 0, 5), ours.Token("there", 6, 11)]
    seen = view(message)
    seen.set("entities", [{"entity": "who", "start": 6, "end": 11, "value": "there", "mood": "good"}])
    seen.add_features(Features(np.array([[1.0, 2.0]]), "sentence", "text", "dense"))
    seen.add_features(Features(scipy.sparse.coo_matrix([[0, 3.0], [0, 0]]), "sequence", "text", "sparse"))
    seen.get("text_tokens")[0].set("kept", True)
    take_over(message, seen, type(self_made()))
    assert message.entities[0].to_json()["mood"] == "good"
    assert message.entities[0].extractor == "Own"
    dense, sparse = message.features
    assert dense.sentence.values.tolist() == [1.0, 2.0]
    assert [row.values.tolist() for row in sparse.tokens] == [[3.0], []]
    assert sparse.sentence.size == 2
    message.entities = []
    again = view(message)
    assert again is seen
    assert again.get("entities") == []
    assert again.get("text_tokens")[0].get("kept")
    assert len(again.features) == 2


def test_training_data() -> None:
    data = TrainingData(
        [
            Message.build("hello", "greet"),
            Message.build(
                "to Rome", "go", [{"start": 3, "end": 7, "value": "Rome", "entity": "city", "role": "to"}]
            ),
            Message.build("when", "faq/hours"),
            Message.build("hi", "greet"),
        ],
        responses={"utter_faq/hours": [{"text": "At nine."}]},
    )
    assert data.intents == {"greet", "go", "faq"}
    assert data.entities == {"city"}
    assert data.entity_roles == {"to"}
    assert data.retrieval_intents == {"faq"}
    assert data.response_examples[0].get("response") == "At nine."
    assert data.number_of_examples_per_intent["greet"] == 2
    kept, held_out = data.train_test_split(0.5)
    assert len(kept.training_examples) + len(held_out.training_examples) == 4
    assert "[Rome]" in data.nlu_as_yaml()
    assert "faq/hours" in data.nlu_as_yaml()


LOADERS = """
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe

@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MODEL_LOADER], is_trainable=False)
class Words(GraphComponent):
    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls()

    def provide(self):
        return {"hello": "greet"}

@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False, model_from="Words"
)
class Lookup(GraphComponent):
    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls()

    async def process(self, messages, model):
        for message in messages:
            found = {"name": model.get(message.get("text")), "confidence": 1.0}
            message.set("intent", found, add_to_output=True)
        return messages
"""


def test_a_loader_gives_its_model_to_those_that_name_it(module: Any) -> None:
    name = module(LOADERS, "loaders")
    entries = [ComponentConfig(f"{name}.Words"), ComponentConfig(f"{name}.Lookup")]
    pipeline = Pipeline.train(entries, NluData((Example("hello", "greet"),)))
    pipeline = Pipeline.load(pipeline.state())
    assert asyncio.run(pipeline.parse_data("hello"))["intent"] == {"name": "greet", "confidence": 1.0}


def test_spacys_model_and_document_are_given_too() -> None:
    """Whatever SpacyNLP left with the message; spaCy itself need not be there."""
    message = ours.Message("hello")
    message.documents = {
        MODEL: SimpleNamespace(meta={"lang": "en", "name": "core_web_md"}),
        DOCUMENT: ["doc"],
    }
    said = RegisteredComponent(object, frozenset(), False, "SpacyNLP")
    given = given_model(said, object, [message])["model"]
    assert given.model is message.documents[MODEL]
    assert given.model_name == "en_core_web_md"
    assert view(message).get("text_spacy_doc") == ["doc"]


def test_a_model_can_not_make_a_component_read_or_write_elsewhere() -> None:
    storage = ModelStorage({"r": {"../evil.txt": b"x"}})
    with pytest.raises(ModelError, match=r"'\.\./evil\.txt'"), storage.read_from(Resource("r")):
        pass
    with (
        pytest.raises(ValueError, match="Nothing was kept under the resource 'other'"),
        storage.read_from(Resource("other")),
    ):
        pass


def test_files_as_rasa_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITY", "Rome")
    io.write_yaml({"a": [1, {"b": "${CITY}"}]}, tmp_path / "x.yml")
    assert io.read_yaml_file(tmp_path / "x.yml") == {"a": [1, {"b": "Rome"}]}
    io.dump_obj_as_json_to_file(tmp_path / "x.json", {"ü": 1})
    assert io.read_json_file(tmp_path / "x.json") == {"ü": 1}
    assert [Path(file).name for file in io.list_files(tmp_path)] == ["x.json", "x.yml"]
    with pytest.raises(FileNotFoundException, match=r"no\.txt"):
        io.read_file(tmp_path / "no.txt")
    with pytest.raises(YamlSyntaxException):
        io.read_yaml("a: [")
    assert io.deep_container_fingerprint({"a": 1}) == io.deep_container_fingerprint({"a": 1})
    with pytest.warns(UserWarning, match="careful"):
        io.raise_warning("careful")
