"""Refused topics, and moderation by an endpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from causerie.contracts.gpt import LocalGpt
from causerie.errors import Place, ProjectError
from causerie.llm.leash.languages import is_other_language
from causerie.llm.leash.moderation import EndpointModeration, Moderated, NoModeration
from causerie.llm.leash.topics import Topic, compiled, topic_of
from causerie.llm.read_settings import settings_from

POLITICS = Topic(
    "politics",
    {"en": ("election", "prime minister"), "fr": ("élection",)},
    response="utter_no",
    inflected=True,
)
WEAPONS = Topic("weapons", {"*": ("gun",)}, {"en": (r"\bhow to build a (bomb|rifle)\b",)})
TOPICS = compiled([POLITICS, WEAPONS])


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Who wins the ELECTIONS?", "en", "politics"), ("the prime  minister's dog", "en", "politics"), ("Les Elections !", "fr-CA", "politics"),
        ("a gun", "de", "weapons"), ("how to build a bomb", "en", "weapons"), ("ｇｕｎ", "en", "weapons"), ("g\u200bun", "en", "weapons"),
    ],
)  # fmt: skip
def test_a_topic_is_found_by_its_words(text: str, language: str, name: str) -> None:
    topic = topic_of(text, TOPICS, language)
    assert topic is not None
    assert topic.name == name


@pytest.mark.parametrize(
    ("text", "language"), [("a selection", "en"), ("gunpowder", "en"), ("prime minister", "fr"), ("", "en")]
)
def test_other_words_are_no_topic(text: str, language: str) -> None:
    assert topic_of(text, TOPICS, language) is None


def test_broken_patterns_and_empty_topics_are_told_together() -> None:
    place = Place("config.yml", 7)
    with pytest.raises(ProjectError) as caught:
        compiled([Topic("a", patterns={"en": ("(", "[")}, place=place), Topic("b", {"en": ()}, place=place)])
    assert len(caught.value.problems) == 3
    assert all(problem.place == place and problem.advice for problem in caught.value.problems)


def test_another_language_is_told_only_when_it_is_plain() -> None:
    assert is_other_language("Wir haben die Zimmer mit dem Blick auf das Meer.", "en")
    assert is_other_language("Комнаты с видом на море", "fr")
    assert not is_other_language("Hôtel Les Glycines, quai des Glycines", "en")
    assert not is_other_language("Le menu du jour is served in the garden.", "en")
    assert not is_other_language("何でも", "ja")


@pytest.fixture
def gpt() -> Iterator[LocalGpt]:
    with LocalGpt() as running:
        running.flagged = lambda text: "hate" in text
        yield running


def moderation(gpt: LocalGpt, allow: bool = False, deadline: float = 5.0) -> EndpointModeration:
    settings = settings_from({"model": "m", "base_url": gpt.base_url})
    return EndpointModeration(settings, deadline=deadline, allow_on_failure=allow, environment={})


async def test_harm_is_refused_with_its_categories(gpt: LocalGpt) -> None:
    asked = moderation(gpt)
    assert await asked.moderate("I hate you") == Moderated(False, ("harassment",))
    assert await asked.moderate("I like you") == Moderated(True)
    assert gpt.asked[0].body == {"model": "omni-moderation-latest", "input": "I hate you"}
    await asked.close()


@pytest.mark.parametrize("allow", [True, False])
@pytest.mark.parametrize("failure", ["refused", "slow"])
async def test_without_an_answer_the_projects_choice_counts(gpt: LocalGpt, failure: str, allow: bool) -> None:
    asked = moderation(gpt, allow, deadline=0.2)
    if failure == "refused":
        gpt.refuse_connections()
    else:
        gpt.delay = 30
    assert await asked.moderate("hello") == Moderated(allow, failed=True)
    await asked.close()


async def test_no_moderation_allows_everything() -> None:
    nobody = NoModeration()
    assert await nobody.moderate("x") == Moderated(True)
    await nobody.close()
