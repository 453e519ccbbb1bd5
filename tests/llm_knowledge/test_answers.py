"""The project's own answers are knowledge: shown as they are said, found by their example questions."""

from __future__ import annotations

from causerie.domain import Domain, ResponseCondition, Variation
from causerie.llm.knowledge import Knowledge
from causerie.llm.knowledge.answers import passages_of_answers
from causerie.training_data import Example, NluData

FRENCH = (ResponseCondition("language", "fr"),)


def texts(*said: str) -> tuple[Variation, ...]:
    return tuple(Variation({"text": text}) for text in said)


NLU = NluData(
    examples=(
        Example("when do we have to be gone", "faq/leaving"),
        Example("à quelle heure faut-il rendre la clé", "faq/leaving"),
        Example("zzz", "faq/leaving"),
        Example("are you a robot", "chitchat/robot"),
        Example("hello", "greet"),
    )
)
DOMAIN = Domain(
    responses={
        "utter_faq/leaving": (
            Variation({"text": "Les chambres sont à libérer avant 11 h."}, conditions=FRENCH),
            Variation({"text": "Rooms are to be left by 11 a.m."}),
            Variation({"text": "Rooms are to be left by 11 a.m."}, channel="voice"),
            Variation({"text": "It is {time}."}),
            Variation({"custom": {"x": 1}}),
        ),
        "utter_chitchat/robot": texts("I am a robot."),
        "utter_greet": texts("Hello!"),
    }
)


def test_each_language_s_answer_goes_with_its_questions() -> None:
    french, english = passages_of_answers(NLU, DOMAIN, ("faq",))
    assert (french.id, french.language) == ("utter_faq/leaving#fr-1", "fr")
    assert french.asked == ("à quelle heure faut-il rendre la clé", "zzz")
    assert (english.id, english.text) == ("utter_faq/leaving#en-2", "Rooms are to be left by 11 a.m.")
    assert english.asked == ("when do we have to be gone", "zzz")
    assert english.headings == ("leaving",)


def test_all_retrieval_intents_are_taken_unless_some_are_named() -> None:
    assert {passage.id for passage in passages_of_answers(NLU, DOMAIN)} == {
        "utter_faq/leaving#fr-1",
        "utter_faq/leaving#en-2",
        "utter_chitchat/robot#en-1",
    }


def test_a_question_finds_its_answer_and_is_not_shown() -> None:
    known = Knowledge()
    known.learn(passages_of_answers(NLU, DOMAIN))
    (found, *_) = known.search("we have to be gone when")
    assert found.passage.text == "Rooms are to be left by 11 a.m."
    assert "gone" not in found.passage.text
