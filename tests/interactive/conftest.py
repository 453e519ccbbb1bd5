"""A small project, an assistant trained on it, and a designer whose answers are written down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.dialogue.tracker import Tracker
from causerie.files.endpoints import Endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.interactive.conversation import Conversation
from causerie.interactive.export import Exporter
from causerie.interactive.session import learn
from causerie.interactive.terminal import Check, Choice, InputEnded
from causerie.training.train import train

CONFIG = """\
recipe: default.v1
language: en
assistant_id: learning
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: DIETClassifier
- name: ResponseSelector
policies:
- name: RulePolicy
- name: MemoizationPolicy
"""
DOMAIN = """\
version: "3.1"
# what people want
intents:
  - greet   # hello
  - bye
  - book
  - inform
  - faq:
      is_retrieval_intent: true

entities: [city]

slots:
  city:
    type: text
    mappings:
      - type: from_entity
        entity: city

forms:
  book_form:
    required_slots: [city]

actions:
  - action_break

responses:
  utter_greet:
    - text: "Hello!"

  utter_ask_city:
    - text: Where to?

  utter_booked:
    - text: "Booked: {city}."

  utter_menu:
    - text: Well?
      buttons:
        - title: Book
          payload: /book

  utter_faq/hours:
    - text: From nine to five.

  utter_faq/price:
    - text: It is free.
"""
NLU = """\
version: "3.1"

nlu:
- intent: greet   # short ones
  examples: |
    - hello
    - good morning

- intent: bye
  examples: |
    - goodbye
    - see you
- intent: book
  examples: |
    - book a trip
    - I want to travel to [Rome](city)
- intent: inform
  examples: |
    - to [Paris](city)
    - [Berlin](city) please
- intent: faq/hours
  examples: |
    - when are you open
- intent: faq/price
  examples: |
    - how much is it
"""
STORIES = """\
version: "3.1"

stories:
  # the happy path
  - story: trip
    steps:
      - intent: book
      - action: book_form
      - active_loop: book_form
      - active_loop: null
      - action: utter_booked

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
  - rule: booked
    condition:
      - active_loop: book_form
    steps:
      - action: book_form
      - active_loop: null
      - slot_was_set:
          - requested_slot: null
      - action: utter_booked
"""
ACTIONS = """\
from rasa_sdk import Action

class Break(Action):
    def name(self):
        return "action_break"

    def run(self, dispatcher, tracker, domain):
        raise ValueError("out of order")
"""


class Designer:
    """Answers from a list; what was told and asked is kept in ``seen``. ``None`` is Ctrl-C."""

    def __init__(self, answers: Sequence[object]) -> None:
        self.answers = [*answers]
        self.seen: list[str] = []
        self.offered: list[list[str]] = []
        self.shown: list[Tracker] = []

    async def text(self, question: str, default: str = "", check: Check | None = None) -> str | None:
        while True:
            answer = self._next(f"{question} [{default}]")
            typed = default if answer == "" else answer
            wrong = check(str(typed)) if check and typed is not None else ""
            if not wrong:
                return None if typed is None else str(typed)
            self.seen.append(wrong)

    async def confirm(self, question: str) -> bool | None:
        answer = self._next(question)
        assert answer is None or isinstance(answer, bool), f"{question} was answered with {answer!r}"
        return answer

    async def choose(self, question: str, choices: Sequence[Choice]) -> str | None:
        """The first title that ends in the answer."""
        titles = [choice.title for choice in choices]
        self.offered.append(titles)
        answer = self._next(question)
        if answer is None:
            return None
        return next(choice.value for choice in choices if choice.title.endswith(str(answer)))

    def show(self, tracker: Tracker) -> None:
        self.shown.append(tracker)

    def tell(self, line: str) -> None:
        self.seen.append(line)

    def _next(self, question: str) -> object:
        self.seen.append(question)
        if not self.answers:
            raise InputEnded
        return self.answers.pop(0)


class Project:
    """The project's folder, and sessions in it."""

    def __init__(self, folder: Path, assistant: Assistant) -> None:
        self.folder = folder
        self.assistant = assistant
        self.conversation = Conversation(assistant, "someone")
        self.ended = False

    async def session(self, *answers: object, **exporting: bool) -> Designer:
        designer = Designer(answers)
        exporter = Exporter(ProjectPaths.in_folder(self.folder), **exporting)
        self.ended = await learn(self.conversation, designer, exporter)
        assert not designer.answers, f"not asked for: {designer.answers}; asked: {designer.seen}"
        return designer

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def new_lines(self, name: str, before: str) -> list[str]:
        """What was written into a file that held ``before``; nothing else in it has changed."""
        left = before.splitlines(keepends=True)
        new = []
        for line in self.read(name).splitlines(keepends=True):
            if left and line == left[0]:
                left.pop(0)
            else:
                new.append(line)
        assert not left, f"lost: {left}"
        return [line.strip() for line in new if line.strip()]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Assistant]:
    folder = tmp_path_factory.mktemp("learning")
    _write(folder)
    model = train(read_project(ProjectPaths.in_folder(folder)))
    return lambda place: assemble(model, Surroundings(place, Endpoints(), "learnt_actions"))


@pytest.fixture
async def project(
    tmp_path: Path, trained: Callable[[Path], Assistant], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Project]:
    _write(tmp_path)
    monkeypatch.chdir(tmp_path)
    assistant = trained(tmp_path)
    yield Project(tmp_path, assistant)
    await assistant.close()


def _write(folder: Path) -> None:
    (folder / "data").mkdir()
    files = {"config.yml": CONFIG, "domain.yml": DOMAIN, "data/nlu.yml": NLU, "data/stories.yml": STORIES}
    for name, text in {**files, "learnt_actions.py": ACTIONS}.items():
        (folder / name).write_text(text)
