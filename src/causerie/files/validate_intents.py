"""Intents in the domain, the NLU data and the stories."""

from __future__ import annotations

from collections.abc import Iterator

from causerie.domain.names import DEFAULT_INTENTS
from causerie.errors import Place, Problem
from causerie.files.project import Project
from causerie.files.steps_of import all_steps
from causerie.registry import did_you_mean
from causerie.training_data import UserStep

Places = dict[str, Place]


def check_intents(project: Project) -> Iterator[Problem]:
    """Every declared intent has examples, and every example's intent is declared."""
    exemplified = _example_intents(project)
    declared = _declared(project)
    for name, place in declared.items():
        if name not in exemplified:
            yield _warning(
                f"The intent '{name}' has no examples.", place, "intent_without_examples", name,
                "Write some in the NLU data, or remove it from the domain.",
            )  # fmt: skip
    for name, place in exemplified.items():
        if name not in declared and name not in DEFAULT_INTENTS:
            yield _unknown(name, place, project, "There are examples of the intent")


def check_story_intents(project: Project) -> Iterator[Problem]:
    """Every intent of a story is declared, and every declared intent is used in one."""
    used: Places = {}
    for _, step in all_steps(project):
        if isinstance(step, UserStep) and step.intent:
            used.setdefault(step.intent.partition("/")[0], step.place)
    declared = _declared(project)
    for name, place in used.items():
        if name not in declared and name not in DEFAULT_INTENTS:
            yield _unknown(name, place, project, "A story or rule uses the intent")
    for name, place in declared.items():
        if name not in used:
            yield _warning(
                f"The intent '{name}' is not used in any story or rule.", place, "unused_intent", name
            )


def check_examples(project: Project) -> Iterator[Problem]:
    """The same words must not mean two intents."""
    first: dict[str, tuple[str, Place]] = {}
    told = set()
    for example in project.nlu.examples:
        intent = example.main_intent
        if not intent:
            continue
        known, place = first.setdefault(example.text, (intent, example.place))
        if known != intent and (example.text, intent) not in told:
            told.add((example.text, intent))
            yield Problem(
                f"'{example.text}' is an example of '{intent}' and of '{known}' (at {place}).",
                example.place,
                expected="each example under one intent",
                advice="Remove it from one of them.",
                severity="warning",
                kind="duplicate_example",
                names=(known, intent),
            )


def _example_intents(project: Project) -> Places:
    found: Places = {}
    for example in project.nlu.examples:
        if example.main_intent:
            found.setdefault(example.main_intent, example.place)
    return found


def _declared(project: Project) -> Places:
    """Intents the domain files declare, without the default ones."""
    return {
        name: project.places[key, name]
        for key, name in project.places
        if key == "intents" and name not in DEFAULT_INTENTS
    }


def _unknown(name: str, place: Place, project: Project, start: str) -> Problem:
    known = list(_declared(project))
    advice = f"Add '- {name}' to 'intents' in the domain. {did_you_mean(name, known)}".strip()
    return _warning(
        f"{start} '{name}', which the domain does not know.", place, "unknown_intent", name, advice
    )


def _warning(message: str, place: Place, kind: str, name: str, advice: str = "") -> Problem:
    return Problem(message, place, advice=advice, severity="warning", kind=kind, names=(name,))
