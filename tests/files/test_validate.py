from __future__ import annotations

import pytest

from causerie.files.project import Project, read_project_from_strings
from causerie.files.validate import check_training, validate

GOOD = """
language: en
assistant_id: me
intents: [greet, book]
entities: [city]
slots:
  city:
    type: text
    mappings: [{type: from_entity, entity: city, conditions: [{active_loop: book_form}]}]
forms:
  book_form: {required_slots: [city]}
responses:
  utter_greet: [{text: Hi}]
  utter_ask_city: [{text: Where?}]
actions: [action_book]
nlu:
  - intent: greet
    examples: |
      - hi
  - intent: book
    examples: |
      - book
rules:
  - rule: greet
    steps:
      - intent: greet
      - action: utter_greet
  - rule: book
    steps:
      - intent: book
      - action: book_form
      - active_loop: book_form
  - rule: done
    condition: [{active_loop: book_form}]
    steps:
      - action: book_form
      - active_loop: null
      - slot_was_set: [{requested_slot: null}]
      - action: action_book
"""


def project(change: str = "", to: str = "") -> Project:
    assert change in GOOD
    return read_project_from_strings(GOOD.replace(change, to, 1) if change else GOOD)


def test_a_good_project_has_nothing_to_tell() -> None:
    assert validate(project()) == []
    assert check_training(project()) == []


@pytest.mark.parametrize(
    ("change", "to", "kind", "severity", "name"),
    [
        ("intents: [greet, book]", "intents: [greet, book, bye]", "intent_without_examples", "warning", "bye"),
        ("intents: [greet, book]", "intents: [greet, book, bye]", "unused_intent", "warning", "bye"),
        ("intents: [greet, book]", "intents: [greet]", "unknown_intent", "warning", "book"),
        ("      - book\n", "      - hi\n", "duplicate_example", "warning", "greet"),
        ("  utter_greet: [{text: Hi}]\n", "", "unknown_response", "warning", "utter_greet"),
        ("  utter_ask_city", "  utter_bye: [{text: x}]\n  utter_ask_city", "unused_response", "warning", "utter_bye"),
        ("actions: [action_book]", "actions: [action_book, utter_x]", "missing_response", "warning", "utter_x"),
        ("language: en\n", "", "config", "warning", "language"),
        ("assistant_id: me", "assistant_id: placeholder_default", "config", "warning", "assistant_id"),
        ("actions: [action_book]", "actions: []", "unknown_action", "error", "action_book"),
        ("- active_loop: book_form\n  - rule", "- active_loop: bok_form\n  - rule", "unknown_form", "error", "bok_form"),
        ("required_slots: [city]", "required_slots: [city, day]", "unknown_slot", "error", "day"),
        ("required_slots: [city]", "required_slots: [requested_slot]", "mapping_condition", "error", "city"),
        ("conditions: [{active_loop: book_form}]", "conditions: [{active_loop: x}]", "unknown_form", "error", "x"),
    ],
)  # fmt: skip
def test_names_that_do_not_fit_are_told(change, to, kind, severity, name) -> None:
    found = validate(project(change, to))
    matching = [x for x in found if x.kind == kind and name in x.names]
    assert matching
    assert matching[0].severity == severity


def test_warnings_are_errors_when_that_is_wanted() -> None:
    found = validate(project("language: en\n", ""), fail_on_warnings=True)
    assert [problem.severity for problem in found] == ["error"]


def test_an_empty_domain_is_an_error() -> None:
    found = validate(read_project_from_strings("language: en\nassistant_id: x\n"))
    assert [problem.kind for problem in found] == ["empty_domain"]


@pytest.mark.parametrize(
    ("change", "to", "kind", "severity"),
    [
        ("- action: utter_greet", "- action: utter_gret", "unknown_response", "error"),
        ("- action: book_form\n      - active_loop: book_form", "- action: bk_form", "unknown_action", "error"),
        ("requested_slot: null", "requsted_slot: null", "unknown_slot", "error"),
        ("language: en", "policies: [{name: MemoizationPolicy}]", "rule_policy", "error"),
        ("language: en", "policies: [{name: RulePolicy, core_fallback_action_name: action_x}]", "unknown_action", "error"),
    ],
)  # fmt: skip
def test_what_stops_training_is_told(change, to, kind, severity) -> None:
    found = check_training(project(change, to))
    assert kind in {problem.kind for problem in found if problem.severity == severity}


def test_places_point_to_the_line() -> None:
    problem = next(x for x in check_training(project("- action: utter_greet", "- action: utter_gret")))
    assert problem.place.line == GOOD[: GOOD.index("- action: utter_greet")].count("\n") + 1
    assert "Did you mean 'utter_greet'?" in problem.advice


def test_an_unknown_response_stops_rules_but_not_stories_that_are_learnt_by_heart() -> None:
    steps = "s\n    steps: [{intent: book}, {action: utter_gone}]\n"
    policies = "assistant_id: me\npolicies: [{name: MemoizationPolicy}, {name: RulePolicy}]\n"
    told = project("assistant_id: me\n", f"{policies}stories:\n  - story: {steps}")
    ruled = project("rules:\n", f"rules:\n  - rule: {steps}")
    assert [problem.severity for problem in check_training(told)] == ["warning"]
    assert [problem.severity for problem in check_training(ruled)] == ["error"]
