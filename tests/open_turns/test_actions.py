"""The project's own actions answer open turns by the framework's helper; without one a message says what to do."""

from __future__ import annotations

import pytest

from causerie.errors import ActionError
from causerie.llm.open_turns.serving import serve, serving

from .conftest import FILES
from .test_answers import BREAKFAST, GOOD

CODE = """

        class Own(Action):
            def name(self):
                return "action_own"

            async def run(self, dispatcher, tracker, domain):
                answer = await answer_open_turn(tracker)
                dispatcher.utter_message(text="Well: " + (answer.text or answer.response), **answer.metadata())
                return []
"""


async def test_an_action_of_the_project_answers(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    imports = (
        "        from rasa_sdk import Action\n        from causerie.open_turns import answer_open_turn\n"
    )
    house = await inn(
        files={
            "actions.py": imports + FILES["actions.py"] + CODE,
            "domain.yml": FILES["domain.yml"].replace("action_answer,", "action_own,"),
            "data/rules.yml": FILES["data/rules.yml"].replace("action_answer", "action_own"),
        }
    )
    assert await house.say(BREAKFAST) == [f"Well: {GOOD}"]
    assert (await house.metadata())["kind"] == "generated"


async def test_action_answer_without_a_section_says_what_is_missing(inn, caplog):
    config = FILES["config.yml"]
    house = await inn(key=False, files={"config.yml": config[: config.index("        open_turns:")]})
    assert await house.say("/open_question") == []
    assert "'open_turns' in config.yml" in caplog.text


def test_an_action_server_of_its_own_is_told_what_to_do():
    serve_nothing()
    with pytest.raises(ActionError, match="action_answer"):
        serving()


def serve_nothing() -> None:
    serve(None)
