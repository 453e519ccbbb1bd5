"""Names that are alike by their words."""

from __future__ import annotations

import pytest

from causerie.policies.learning.like_names import LikeNames

ACTIONS = (
    "utter_greet",
    "action_redirect_to_journal",
    "utter_ask_day",
    "action_start_tracking",
    "utter_askBudget",
)


def likest(name: str, *rather: str) -> str | None:
    found = LikeNames(ACTIONS, ["go_to_journal", "ask_day", "ask_budget"]).likest(name, rather)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("go_to_journal", "action_redirect_to_journal"),
        ("ask_day", "utter_ask_day"),
        ("budget", "utter_askBudget"),
        ("track_mood", "action_start_tracking"),
        ("faq/ask-day", "utter_ask_day"),
        ("utter", None),
        ("weather", None),
    ],
)
def test_the_likest_name_shares_rare_words_or_their_stems(name: str, action: str | None) -> None:
    assert likest(name) == action


def test_the_same_words_are_as_alike_as_can_be() -> None:
    names = LikeNames(ACTIONS, [])
    assert names.likest("ask_day") == ("utter_ask_day", pytest.approx(1))
    found = names.likest("ask_journal")
    assert found is not None
    assert 0 < found[1] < 1


def test_of_two_that_are_equally_alike_the_wanted_one_is_taken() -> None:
    names = LikeNames(["action_open_door", "utter_open_door"], [])
    assert [names.likest("open_door", [wanted]) for wanted in ("action_open_door", "utter_open_door")] == [
        ("action_open_door", pytest.approx(1)),
        ("utter_open_door", pytest.approx(1)),
    ]
