"""A small inn that knows three pages, with and without open turns."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.training.train import train

QUESTION = "what time is breakfast served"
ANSWER = (
    "Breakfast is served from 7 to 10 in the winter garden [1]. It costs 12 euros for each adult, and children "
    "under six eat free of charge [1]."
)
CONFIG = """
    recipe: default.v1
    assistant_id: inn
    language: en
    pipeline:
    - name: WhitespaceTokenizer
    - name: DIETClassifier
    - name: FallbackClassifier
      threshold: 0.6
    policies: [{name: RulePolicy}]
"""
OPEN_TURNS = """
    open_turns:
      intent: open_question
      cache_seconds: 0
"""
FILES = {
    "domain.yml": """
        version: "3.1"
        intents: [greet, leave, open_question]
        actions: [action_answer]
        responses:
          utter_hello: [{text: Hello}]
          utter_bye: [{text: Bye}]
          utter_not_known: [{text: I can't find that.}]
          utter_refused: [{text: Not a subject of mine.}]
    """,
    "data/nlu.yml": """
        version: "3.1"
        nlu:
        - intent: greet
          examples: |
            - hello
            - good morning
            - hey there
        - intent: open_question
          examples: |
            - what does a room cost
            - is there a sauna
            - when does the kitchen close
            - what time is breakfast
            - may my dog stay with me
        - intent: leave
          examples: |
            - goodbye
            - see you later
            - I have to go
    """,
    "data/rules.yml": """
        version: "3.1"
        rules:
        - {rule: greet, steps: [{intent: greet}, {action: utter_hello}]}
        - {rule: leave, steps: [{intent: leave}, {action: utter_bye}]}
        - {rule: open, steps: [{intent: open_question}, {action: action_answer}]}
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
}


def an_inn(folder: Path, open_turns: bool = True, gpt: str = "") -> Assistant:
    """Trained and ready to be started; ``gpt``: the address of one."""
    config = dedent(CONFIG) + (dedent(OPEN_TURNS) if open_turns else "")
    endpoints = f"llm: {{model: m, base_url: '{gpt}'}}\n" if gpt else ""
    for name, text in {**FILES, "config.yml": config, "endpoints.yml": endpoints}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    paths = ProjectPaths.in_folder(folder)
    model = train(read_project(paths))
    return assemble(model, Surroundings(folder, read_endpoints(paths.endpoints)))
