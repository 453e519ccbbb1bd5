"""Small projects for the tests of the policies that learn from stories."""

from __future__ import annotations

from typing import TypeVar

from causerie.dialogue.events import ActionExecuted, Event, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.files.project import Project, read_project_from_strings
from causerie.policies.states import RuleOnly
from causerie.ports import Policy, PolicyContext
from causerie.training_data.unfolding import unfold

DOMAIN = """
version: "3.1"
intents: [greet, bye, book, cancel, inform_day, inform_people, affirm, deny, hours, joke, thank]
entities: [day]
slots:
  class:
    type: categorical
    values: [cheap, dear]
    mappings: [{type: custom}]
responses:
  utter_greet: [{text: Hello}]
  utter_bye: [{text: Bye}]
  utter_ask_day: [{text: When?}]
  utter_ask_people: [{text: How many?}]
  utter_confirm: [{text: Shall I?}]
  utter_booked: [{text: Done}]
  utter_dropped: [{text: All right}]
  utter_cancelled: [{text: Cancelled}]
  utter_hours: [{text: From 9 to 5}]
  utter_joke: [{text: Ha}]
  utter_welcome: [{text: My pleasure}]
"""

P = TypeVar("P", bound=Policy)

STORIES = """
stories:
- story: book
  steps:
  - {intent: greet}
  - {action: utter_greet}
  - {intent: book}
  - {action: utter_ask_day}
  - {intent: inform_day}
  - {action: utter_ask_people}
  - {intent: inform_people}
  - {action: utter_confirm}
  - {intent: affirm}
  - {action: utter_booked}
  - {intent: bye}
  - {action: utter_bye}
- story: book, but no
  steps:
  - {intent: book}
  - {action: utter_ask_day}
  - {intent: inform_day}
  - {action: utter_ask_people}
  - {intent: inform_people}
  - {action: utter_confirm}
  - {intent: deny}
  - {action: utter_dropped}
- story: cancel
  steps:
  - {intent: greet}
  - {action: utter_greet}
  - {intent: cancel}
  - {action: utter_confirm}
  - {intent: affirm}
  - {action: utter_cancelled}
- story: hours at once
  steps:
  - {intent: hours}
  - {action: utter_hours}
  - {intent: bye}
  - {action: utter_bye}
- story: hours after the greeting
  steps:
  - {intent: greet}
  - {action: utter_greet}
  - {intent: hours}
  - {action: utter_hours}
  - {intent: thank}
  - {action: utter_welcome}
- story: hours in the end
  steps:
  - {intent: cancel}
  - {action: utter_confirm}
  - {intent: affirm}
  - {action: utter_cancelled}
  - {intent: hours}
  - {action: utter_hours}
"""


def project(stories: str = STORIES, domain: str = DOMAIN) -> Project:
    return read_project_from_strings(domain + stories)


def trained(policy: P, of: Project, seed: int = 0) -> P:
    policy.train(
        PolicyContext(
            of.stories,
            of.rules,
            of.domain,
            seed=seed,
            shared={
                "story_lines": unfold(of.stories, of.domain),
                "rule_lines": unfold(of.rules, of.domain),
                "rule_only": RuleOnly(),
            },
        )
    )
    return policy


def conversation(domain: Domain, *steps: str | Event) -> Tracker:
    """Steps as in ``>greet`` (the user) and ``utter_greet`` (the bot, which listens before a message)."""
    tracker = Tracker("test", domain.slots)
    for step in steps:
        if isinstance(step, Event):
            tracker.update(step)
        elif step.startswith(">"):
            tracker.update(ActionExecuted(name=ACTION_LISTEN))
            tracker.update(said(step[1:]))
        else:
            tracker.update(ActionExecuted(name=step))
    return tracker


def said(intent: str, text: str | None = None) -> UserUttered:
    return UserUttered(text=text or f"/{intent}", intent={"name": intent, "confidence": 1.0})
