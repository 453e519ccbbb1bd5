from __future__ import annotations

import pytest

from causerie.domain import Condition, Mapping, MappingType, SessionConfig
from causerie.errors import ProjectError
from causerie.files.domain import read_domain, read_domain_parts
from causerie.files.problems import Problems

WHOLE = """
version: "3.1"
intents:
  - greet
  - book:
      use_entities: [city]
  - chat:
      use_entities: []
  - inform:
      ignore_entities: [city]
entities:
  - city:
      roles: [from, to]
      groups: [trip]
  - person
  - noise:
      influence_conversation: false
      roles: [loud]
slots:
  city:
    type: text
    influence_conversation: false
    mappings:
      - type: from_entity
        entity: city
        role: to
        intent: [book, inform]
        conditions:
          - active_loop: book_form
            requested_slot: city
  wants:
    type: bool
    mappings:
      - {type: from_intent, value: false, not_intent: chat}
  size:
    type: categorical
    values: [Small, 1, true]
    mappings: [{type: custom, action: action_size}]
  age:
    type: float
    min_value: 1
    max_value: 99
    initial_value: 18
    mappings: []
  anything:
    type: any
    mappings: [{type: from_text}]
  own:
    type: my_slots.Own
    limit: 3
    mappings: [{type: custom}]
responses:
  utter_greet:
    - text: Hi
      channel: slack
      id: greet-1
      condition: [{type: slot, name: city, value: Rome}]
      buttons: [{title: Yes, payload: /affirm}]
    - text: Salut
      language: fr
  utter_card:
    - custom: {card: 1}
actions:
  - action_size
  - validate_book_form
  - action_domain: {send_domain: true}
forms:
  book_form:
    required_slots: [city, wants]
    ignored_intents: chat
e2e_actions: [Bye then]
session_config:
  session_expiration_time: 0
  carry_over_slots_to_new_session: false
config:
  store_entities_as_slots: false
"""


def problems_of(files, text: str):
    folder = files({"domain.yml": text})
    with pytest.raises(ProjectError) as caught:
        read_domain(folder / "domain.yml")
    return caught.value.problems


@pytest.mark.parametrize("many", ["intents", "entities"])
def test_what_is_said_twice_in_the_same_words_is_a_warning(files, many: str) -> None:
    problems = Problems()
    parts = read_domain_parts(files({"domain.yml": f"{many}: [a, a]\n"}) / "domain.yml", problems)
    assert list(getattr(parts, many)) == ["a"]
    assert ["twice" in problem.message for problem in problems.warnings] == [True]
    assert not problems.errors


def test_every_section_is_read(files) -> None:
    domain = read_domain(files({"domain.yml": WHOLE}) / "domain.yml")
    assert list(domain.intents)[:4] == ["greet", "book", "chat", "inform"]
    assert domain.slots["city"].mappings == (
        Mapping(
            MappingType.FROM_ENTITY,
            entity="city",
            role="to",
            intents=("book", "inform"),
            conditions=(Condition("book_form", "city"),),
        ),
    )
    assert domain.slots["wants"].mappings[0].value is False
    assert domain.slots["size"].values == ("small", "1", "true")
    assert (domain.slots["age"].min_value, domain.slots["age"].max_value) == (1, 99)
    assert domain.slots["anything"].influence_conversation is False
    assert domain.slots["own"].options == (("limit", 3),)
    first, second = domain.responses["utter_greet"]
    assert (first.channel, first.id, first.conditions[0].value) == ("slack", "greet-1", "Rome")
    assert first.fields == {"text": "Hi", "buttons": [{"title": "Yes", "payload": "/affirm"}]}
    assert second.language == "fr"
    assert domain.actions == ("action_size", "validate_book_form", "action_domain")
    assert domain.actions_sent_domain == {"validate_book_form", "action_domain"}
    assert domain.forms["book_form"].ignored_intents == ("chat",)
    assert domain.session == SessionConfig(0, False)
    assert domain.store_entities_as_slots is False
    assert "Bye then" in domain.action_names


def test_default_intents_and_built_in_slots_are_added(files) -> None:
    domain = read_domain(files({"domain.yml": WHOLE}) / "domain.yml")
    assert {"restart", "back", "nlu_fallback"} <= set(domain.intents)
    assert list(domain.slots)[-2:] == ["requested_slot", "session_started_metadata"]


def test_knowledge_base_slots_come_with_its_action(files) -> None:
    folder = files({"domain.yml": "actions: [action_query_knowledge_base]"})
    assert "knowledge_base_last_object" in read_domain(folder / "domain.yml").slots


def test_entities_count_as_use_and_ignore_say(files) -> None:
    intents = read_domain(files({"domain.yml": WHOLE}) / "domain.yml").intents
    city = {"city", "city#from", "city#to", "city#trip"}
    assert intents["greet"].used_entities == {*city, "person"}
    assert intents["book"].used_entities == city
    assert intents["chat"].used_entities == frozenset()
    # Naming what to ignore replaces the default; the labels of 'noise' then count, as in Rasa.
    assert intents["inform"].used_entities == {"person", "noise#loud"}


def test_a_folder_is_merged_and_what_stands_twice_is_told(files) -> None:
    folder = files(
        {
            "domain/a.yml": "intents: [a]\nresponses: {utter_x: [{text: first}]}",
            "domain/sub/b.yml": "intents: [b]\nresponses: {utter_x: [{text: second}]}",
            "domain/notes.txt": "nothing",
            "domain/other.yml": "services: {web: 1}",
            "domain/.hidden.yml": "intents: [",
        }
    )
    domain = read_domain(folder / "domain")
    assert {"a", "b"} <= set(domain.intents)
    assert domain.responses["utter_x"][0].text == "first"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("slots:\n  a:\n    type: text\n", 3, "mappings"),
        ("slots:\n  a:\n    type: txt\n    mappings: []\n", 3, "type"),
        ("slots:\n  a:\n    mappings: []\n", 3, "type"),
        ("slots:\n  a:\n    type: text\n    auto_fill: true\n    mappings: []\n", 4, "auto_fill"),
        ("slots:\n  a:\n    type: any\n    influence_conversation: true\n    mappings: []\n", 4, "influence"),
        ("slots:\n  a:\n    type: float\n    min_value: 3\n    mappings: []\n", 4, "min_value"),
        ("slots:\n  a:\n    type: text\n    mappings:\n    - type: from_entity\n", 5, "entity"),
        ("slots:\n  a:\n    type: text\n    mappings:\n    - type: from_intent\n", 5, "value"),
        ("slots:\n  a:\n    type: text\n    mappings:\n    - type: from_entty\n", 5, "type"),
        (
            "slots:\n  a:\n    type: text\n    mappings:\n    - {type: custom, conditions: [{loop: x}]}\n",
            5,
            "loop",
        ),
        ("slots:\n  session_started_metadata: {type: any, mappings: []}\n", 2, "by itself"),
        ("slots: [a]\n", 1, "mapping"),
        ("intents: [a, {a: {use_entities: []}}]\n", 1, "twice"),
        ("intents:\n- a:\n", 2, "colon"),
        ("intents:\n- a:\n  use_entities: []\n", 2, "intent"),
        ("intents:\n- a: {triggers: action_x}\n", 2, "triggers"),
        ("intents: [1]\n", 1, "name"),
        ("entities: [a, {a: {roles: [b]}}]\n", 1, "twice"),
        ("actions: [a, a]\n", 1, "twice"),
        ("responses:\n  utter_a: hi\n", 2, "list"),
        ("responses:\n  utter_a:\n  - image: x\n", 3, "neither 'text' nor 'custom'"),
        ("responses:\n  utter_a:\n  - text: 12\n", 3, "text"),
        ("responses:\n  utter_a:\n  - text: x\n    buton: []\n", 4, "buton"),
        ("responses:\n  utter_a:\n  - text: x\n    attachment: y\n", 4, "attachment"),
        ("forms: [f]\n", 1, "mapping"),
        ("forms:\n  f:\n    required_slots: {a: []}\n", 3, "list"),
        ("forms:\n  f:\n    ignored_intents: x\n", 3, "required_slots"),
        ("session_config: {session_expiration_time: -1}\n", 1, "below 0"),
        ("config: {store_entities_as_slots: yes}\n", 1, "true or false"),
        ("- a\n", 1, "mapping"),
    ],
)
def test_a_mistake_is_told_with_its_line(files, text: str, line: int, word: str) -> None:
    problem = problems_of(files, text)[0]
    assert problem.place.line == line
    assert word in problem.message


def test_all_mistakes_are_told_at_once_with_near_misses(files) -> None:
    text = "intents: [a, a]\nslots:\n  s: {type: lst, mappings: []}\nresponses:\n  utter_a: [{txt: x}]\n"
    problems = problems_of(files, text)
    assert len(problems) >= 4
    assert any("Did you mean 'list'?" in problem.advice for problem in problems)
    assert any("Did you mean 'text'?" in problem.advice for problem in problems)


def test_a_file_of_a_later_format_is_skipped(files) -> None:
    folder = files({"domain.yml": 'version: "4.0"\nintents: [a]\n'})
    assert "a" not in read_domain(folder / "domain.yml").intents


def test_rasas_own_names_of_slot_types_are_known(files) -> None:
    text = "slots:\n  a: {type: rasa.shared.core.slots.ListSlot, mappings: []}\n"
    assert read_domain(files({"domain.yml": text}) / "domain.yml").slots["a"].type == "list"
