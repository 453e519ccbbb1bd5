"""Which variation is said."""

from typing import Any

import pytest

from causerie.dialogue.tracker import Tracker
from causerie.domain import ResponseCondition, Variation
from causerie.responses.templates import TemplateResponses
from causerie.responses.variations import eligible


def variation(
    text: str, slot: Any = None, channel: str | None = None, language: str | None = None
) -> Variation:
    conditions = (ResponseCondition("tier", slot),) if slot is not None else ()
    return Variation({"text": text}, conditions, channel, language)


def texts(found: list[Variation]) -> list[str | None]:
    return [each.text for each in found]


ALL = [
    variation("plain"),
    variation("slack", channel="slack"),
    variation("gold", "Gold"),
    variation("gold on slack", "gold", "slack"),
]


@pytest.mark.parametrize(
    ("channel", "tier", "said"),
    [
        ("slack", "GOLD", "gold on slack"),
        ("slack", "silver", "slack"),
        ("rest", "gold", "gold"),
        ("rest", None, "plain"),
    ],
)
def test_condition_and_channel_go_before_channel_before_condition(channel: str, tier: str, said: str) -> None:
    assert texts(eligible(ALL, channel, {"tier": tier})) == [said]


def test_conditions_compare_values_that_are_no_texts_as_they_are() -> None:
    assert texts(eligible([variation("yes", True)], "rest", {"tier": True})) == ["yes"]
    assert not eligible([variation("yes", True)], "rest", {"tier": "true"})


def test_a_variation_in_the_language_of_the_conversation_is_preferred() -> None:
    both = [variation("Hello"), variation("Bonjour", language="fr"), variation("Hallo", language="de")]
    assert texts(eligible(both, "rest", {}, "fr")) == ["Bonjour"]
    assert texts(eligible(both, "rest", {}, "es")) == ["Hello"]
    assert texts(eligible(both, "rest", {})) == ["Hello"]


async def test_an_unknown_response_says_nothing() -> None:
    assert TemplateResponses({}).from_slots("utter_x", {}, "rest") is None


def test_arguments_go_before_slots() -> None:
    responses = TemplateResponses({"utter_x": [Variation({"text": "{who}"})]})
    assert responses.from_slots("utter_x", {"who": "slot"}, "rest", who="argument") == {"text": "argument"}


def test_all_of_several_variations_are_said_sometimes() -> None:
    responses = TemplateResponses({"utter_x": [variation("a"), variation("b")]}, seed=1)
    assert {responses.from_slots("utter_x", {}, "rest")["text"] for _ in range(50)} == {"a", "b"}  # type: ignore[index]


def test_what_is_said_can_be_changed_without_changing_the_domain() -> None:
    buttons = Variation({"text": "x", "buttons": [{"title": "t"}]})
    responses = TemplateResponses({"utter_x": [buttons]})
    responses.from_slots("utter_x", {}, "rest")["buttons"].append("more")  # type: ignore[index]
    assert buttons.fields["buttons"] == [{"title": "t"}]


async def test_a_response_may_have_values_called_name_and_channel() -> None:
    responses = TemplateResponses({"utter_x": (Variation({"text": "{name} on {channel} of {tracker}"}),)})
    values = {"name": "Ann", "channel": "two", "tracker": "three"}
    found = await responses.generate("utter_x", Tracker("a", {}), "rest", **values)
    assert found == {"text": "Ann on two of three"}
