"""A small inn with knowledge, a form and rules, and a GPT on this machine."""

from __future__ import annotations

import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.contracts.gpt import LocalGpt
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.ports import IncomingMessage
from causerie.training.train import train

FILES = {
    "config.yml": """
        recipe: default.v1
        assistant_id: inn
        language: en
        pipeline:
        - name: WhitespaceTokenizer
        - name: DIETClassifier
        - name: FallbackClassifier
          threshold: 0.6
        policies: [{name: RulePolicy}]
        open_turns:
          intent: open_question
          persona: You are the assistant of the Blue Inn.
          responses: {not_known: utter_not_known, refused: utter_refused}
          refuse:
          - topic: politics
            words: {en: [election]}
          personal_slots: [guest_name]
          choose_intents: 3
          propose_slots: [visit_form]
    """,
    "domain.yml": """
        version: "3.1"
        intents: [greet, leave, visit, open_question, inform, keep_wish, forget_wish]
        entities: []
        actions: [action_answer, validate_visit_form, action_keep_instructions, action_forget_instructions]
        slots:
          guest_name: {type: text, mappings: [{type: custom}]}
          people:
            type: text
            influence_conversation: false
            mappings:
            - {type: from_entity, entity: number}
        forms:
          visit_form: {required_slots: [people]}
        responses:
          utter_hello: [{text: Hello}]
          utter_warm: [{text: "We are glad to see you on 3 May.", rephrase: true}]
          utter_bye: [{text: Bye}]
          utter_ask_people: [{text: How many are you?}]
          utter_booked: [{text: "A table for {people}."}]
          utter_not_known: [{text: I can't find that. Shall somebody call you?}]
          utter_refused: [{text: Not a subject of mine.}]
          utter_clarify: [{text: Sorry?}]
          utter_instructions_kept: [{text: "Noted: {instructions}"}]
          utter_instructions_forgotten: [{text: Forgotten.}]
    """,
    "data/nlu.yml": """
        version: "3.1"
        nlu:
        - intent: greet
          examples: |
            - hello
            - good morning
            - hey there
        - intent: leave
          examples: |
            - goodbye
            - see you later
            - I have to go
        - intent: visit
          examples: |
            - I want to visit you
            - reserve a table
            - can I have a table
    """,
    "data/rules.yml": """
        version: "3.1"
        rules:
        - {rule: greet, steps: [{intent: greet}, {action: utter_hello}]}
        - {rule: leave, steps: [{intent: leave}, {action: utter_bye}]}
        - {rule: warm, steps: [{intent: inform}, {action: utter_warm}]}
        - {rule: keep, steps: [{intent: keep_wish}, {action: action_keep_instructions}]}
        - {rule: forget, steps: [{intent: forget_wish}, {action: action_forget_instructions}]}
        - {rule: open, steps: [{intent: open_question}, {action: action_answer}]}
        - {rule: clarify, steps: [{intent: nlu_fallback}, {action: utter_clarify}]}
        - rule: begin
          steps: [{intent: visit}, {action: visit_form}, {active_loop: visit_form}]
        - rule: end
          condition: [{active_loop: visit_form}]
          steps: [{action: visit_form}, {active_loop: null}, {slot_was_set: [{requested_slot: null}]}, {action: utter_booked}]
    """,
    "knowledge/house.md": """
        # The house

        ## Breakfast

        Breakfast is served from 7 to 10 in the winter garden. It costs 12 euros for each adult, and children
        under six eat free of charge.

        ## Parking

        There are eight parking places behind the inn. A place costs 9 euros a night and can be booked at
        the desk or by telephone at +33 2 61 91 42 10.

        ## Pets

        Dogs and cats are welcome in all rooms. A pet costs 10 euros a night.
    """,
    "endpoints.yml": "",
    "actions.py": """
        from rasa_sdk import FormValidationAction

        class ValidateVisitForm(FormValidationAction):
            def name(self):
                return "validate_visit_form"

            def validate_people(self, value, dispatcher, tracker, domain):
                return {"people": value if str(value).isdigit() and int(value) < 20 else None}
    """,
}


class Inn:
    """The inn's assistant, trained; ``asked`` are the messages that its GPT got."""

    def __init__(self, folder: Path, gpt: LocalGpt, files: dict[str, str], llm: str) -> None:
        package = f"inn_{uuid.uuid4().hex}"  # not the hotel's
        for name, text in {**FILES, **files}.items():
            path = folder / name.replace("actions.py", f"{package}.py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")
        (folder / "endpoints.yml").write_text(dedent(llm), "utf-8")
        self.folder, self.gpt = folder, gpt
        paths = ProjectPaths.in_folder(folder)
        self.model = train(read_project(paths))
        self.around = Surroundings(folder, read_endpoints(paths.endpoints), package)
        self.assistant: Assistant = assemble(self.model, self.around)

    async def say(self, text: str, sender: str = "anna", intent: str | None = None) -> list[str]:
        """``intent``: the message counts as understood so."""
        parsed = (
            {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": []} if intent else None
        )
        collector = Collector()
        await self.assistant.handle(IncomingMessage(text, sender, parse_data=parsed), collector)
        return [message.get("text", "") for message in collector.messages]

    async def metadata(self, sender: str = "anna") -> dict[str, Any]:
        """What is kept of the latest open turn."""
        tracker = await self.assistant.whole(sender)
        found = [e.metadata["open_turn"] for e in tracker.events if "open_turn" in e.metadata]
        return found[-1] if found else {}

    async def slots(self, sender: str = "anna") -> dict[str, Any]:
        return dict((await self.assistant.whole(sender)).state.slots)

    @property
    def asked(self) -> list[str]:
        """Everything that was sent to the GPT, a text for each request."""
        return ["\n".join(message["content"] for message in one.messages) for one in self.gpt.asked]


@pytest.fixture
def gpt() -> Iterator[LocalGpt]:
    with LocalGpt() as running:
        yield running


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def inn(tmp_path: Path, gpt: LocalGpt) -> AsyncIterator[Callable[..., Any]]:
    """``await inn()`` has the GPT, ``await inn(key=False)`` has none; ``files`` and ``llm`` change the project."""
    made: list[Inn] = []

    async def make(
        key: bool = True, files: dict[str, str] | None = None, llm: str = "", deadline: float = 2
    ) -> Inn:
        section = (
            f"llm:\n  model: m\n  base_url: {gpt.base_url}\n  deadline: {deadline}\n{llm}" if key else ""
        )
        made.append(Inn(tmp_path, gpt, files or {}, section))
        await made[-1].assistant.start()
        return made[-1]

    yield make
    for one in made:
        await one.assistant.close()
    sys.path[:] = [entry for entry in sys.path if entry != str(tmp_path)]
