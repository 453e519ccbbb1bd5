"""What counts as the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causerie.domain import Domain
from causerie.files.project import read_project_from_strings
from causerie.migration.talking.comparing import compare
from causerie.migration.talking.turns import Outcome, Said
from causerie.migration.talking.twin import Heard

DOMAIN = """
version: "3.1"
responses:
  utter_hello: [{text: "Hello {name}!"}, {text: "Hi {name}.\\n\\nHow are you?"}]
  utter_bye: [{text: "Bye"}]
"""
HEARD = Heard("anna", "hello")


@pytest.fixture(scope="module")
def domain() -> Domain:
    return read_project_from_strings(DOMAIN).domain


def said(text: str, response: str | None = None) -> Outcome:
    return Outcome((Said({"text": text}, response),))


def differing(theirs: Outcome, ours: Outcome, domain: Domain) -> list[str]:
    return [difference.what for difference in compare(HEARD, theirs, ours, domain).differences]


def test_the_same_words_agree(domain: Domain) -> None:
    assert compare(HEARD, said("Bye"), said("Bye", "utter_bye"), domain).verdict == "agrees"


def test_another_variation_of_the_same_response_agrees(domain: Domain) -> None:
    ours = said("Hello Ann!", "utter_hello")
    assert differing(said("Hi Ann."), ours, domain) == []
    assert differing(said("something else", "utter_hello"), ours, domain) == []
    assert differing(said("Good day"), ours, domain) == ["messages"]


def test_other_words_of_a_response_with_one_variation_differ(domain: Domain) -> None:
    assert differing(said("bye"), said("Bye", "utter_bye"), domain) == ["messages"]


@pytest.mark.parametrize(
    "piece",
    [
        {"text": "Bye", "buttons": [{"title": "a", "payload": "/a"}]},
        {"custom": {"kind": "table"}},
        {"image": "https://example.org/x.png"},
    ],
)
def test_buttons_payloads_and_images_count(piece: dict[str, object], domain: Domain) -> None:
    assert differing(Outcome((Said(piece),)), said("Bye", "utter_bye"), domain) == ["messages"]


def test_one_message_more_or_less_differs(domain: Domain) -> None:
    assert differing(Outcome(()), said("Bye"), domain) == ["messages"]
    assert differing(said("Bye"), Outcome(()), domain) == ["messages"]


def test_intent_actions_slots_and_form_are_compared_where_they_are_known(domain: Domain) -> None:
    ours = replace(said("Bye"), intent="bye", actions=("utter_bye",), slots={"a": 1, "b": None}, loop="form")
    assert differing(said("Bye"), ours, domain) == []
    theirs = replace(ours, intent="hi", actions=("utter_hi",), slots={"a": 2}, loop=None)
    found = compare(HEARD, theirs, ours, domain)
    assert [x.what for x in found.differences] == ["intent", "actions", "slots", "form"]
    assert (found.differences[2].theirs, found.differences[2].ours) == ({"a": 2}, {"a": 1})


def test_a_turn_with_an_action_that_nobody_knows_the_result_of_is_left_open(domain: Domain) -> None:
    ours = replace(said("Bye"), not_run=("action_pay",))
    found = compare(HEARD, said("Paid."), ours, domain)
    assert found.verdict == "not compared"
    assert "'action_pay'" in found.note
    seen = replace(said("Paid."), actions=("utter_paid",))
    assert compare(HEARD, seen, ours, domain).verdict == "differs"
