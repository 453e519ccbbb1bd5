from __future__ import annotations

import json

import pytest

from causerie.errors import ModelError, ProjectError
from causerie.files.domain import read_domain
from causerie.files.domain_json import (
    domain_as_dict,
    domain_as_yaml,
    domain_from_dict,
    domain_state,
    load_domain_state,
)

from .test_domain import WHOLE


@pytest.fixture
def domain(files):
    return read_domain(files({"domain.yml": WHOLE}) / "domain.yml")


def test_the_dict_has_rasas_shape(domain) -> None:
    written = domain_as_dict(domain)
    assert written["version"] == "3.1"
    assert written["intents"] == [
        {"book": {"use_entities": ["city"]}},
        {"chat": {"use_entities": []}},
        "greet",
        {"inform": {"ignore_entities": ["city"]}},
    ]
    assert written["entities"][0] == {"city": {"roles": ["from", "to"], "groups": ["trip"]}}
    assert "requested_slot" not in written["slots"]
    assert written["slots"]["size"]["values"] == ["Small", 1, True]
    assert written["slots"]["city"]["mappings"][0]["intent"] == ["book", "inform"]
    assert written["actions"] == [
        "action_size",
        "validate_book_form",
        {"action_domain": {"send_domain": True}},
    ]
    assert written["forms"]["book_form"] == {"required_slots": ["city", "wants"], "ignored_intents": ["chat"]}
    assert written["config"] == {"store_entities_as_slots": False}
    assert written["session_config"] == {
        "session_expiration_time": 0,
        "carry_over_slots_to_new_session": False,
    }


def test_the_dict_can_be_read_back(domain) -> None:
    again = domain_from_dict(json.loads(json.dumps(domain_as_dict(domain))))
    assert domain_as_dict(again) == domain_as_dict(domain)
    assert again.slots == domain.slots


def test_the_yaml_can_be_read_back(domain, files) -> None:
    folder = files({})
    (folder / "again.yml").write_text(domain_as_yaml(domain))
    assert domain_as_dict(read_domain(folder / "again.yml")) == domain_as_dict(domain)


def test_the_state_gives_back_an_equal_domain(domain) -> None:
    assert load_domain_state(json.loads(json.dumps(domain_state(domain)))) == domain


@pytest.mark.parametrize("state", [{}, {"intents": 1}, {"intents": {"a": {"x": 1}}}])
def test_a_foreign_state_is_refused(state) -> None:
    with pytest.raises(ModelError):
        load_domain_state(state)


def test_a_wrong_dict_is_told() -> None:
    with pytest.raises(ProjectError, match="utter_a"):
        domain_from_dict({"responses": {"utter_a": "x"}})
