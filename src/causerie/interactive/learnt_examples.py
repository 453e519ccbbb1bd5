"""Messages whose meaning was confirmed, as examples that the project does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from causerie.dialogue.events import Event, UserUtteranceReverted, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import INTENT_NLU_FALLBACK
from causerie.files.payloads import PREFIX
from causerie.files.project import Project
from causerie.files.write_nlu import written_example
from causerie.interactive.marking import check_marked
from causerie.interactive.messages import full_intent
from causerie.training_data import EntityAnnotation, Example

#: Extractors that learn nothing from examples, so what they found is no annotation.
PRETRAINED = ("DucklingEntityExtractor", "SpacyEntityExtractor")


def examples_from(
    tracker: Tracker, confirmed: Collection[str], project: Project
) -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """The examples, each once, and notes about those left out or in contradiction to others."""
    known = {_identity(example) for example in project.nlu.examples}
    found: list[Example] = []
    notes: list[str] = []
    for message in _messages(tracker.events):
        example = Example(str(message.text), full_intent(message), tuple(_annotations(message)))
        if message.message_id not in confirmed or not _teaches(example) or _identity(example) in known:
            continue
        known.add(_identity(example))
        if check_marked(written_example(example), example.text):
            notes.append(f"'{example.text}' can't be written as an example: it looks like a marked entity.")
            continue
        found.append(example)
        notes += _contradictions(example, project)
    return tuple(found), tuple(notes)


def _messages(events: Sequence[Event]) -> list[UserUttered]:
    """Without those that the bot itself took back."""
    said: list[UserUttered] = []
    for event in events:
        if isinstance(event, UserUttered):
            said.append(event)
        elif isinstance(event, UserUtteranceReverted) and said:
            said.pop()
    return said


def _teaches(example: Example) -> bool:
    """A payload (``/greet``) is no language, and a fallback is not learnt."""
    return not example.text.startswith(PREFIX) and example.intent not in (None, INTENT_NLU_FALLBACK)


def _identity(example: Example) -> tuple[str, str | None, tuple[EntityAnnotation, ...]]:
    return example.text, example.intent, example.entities


def _annotations(message: UserUttered) -> Iterator[EntityAnnotation]:
    """In the order of the text; of two that overlap the first."""
    done = 0
    for entity in sorted(message.entities, key=lambda x: x.get("start") or 0):
        start, end = entity.get("start"), entity.get("end")
        if start is None or end is None or start < done or entity.get("extractor") in PRETRAINED:
            continue
        done = end
        labels = {key: entity.get(key) for key in ("role", "group")}
        yield EntityAnnotation(start, end, str(entity.get("entity")), str(entity.get("value")), **labels)


def _contradictions(example: Example, project: Project) -> Iterator[str]:
    for other in project.nlu.examples:
        if other.text == example.text and other.intent != example.intent:
            yield (
                f"'{example.text}' is an example of '{other.intent}' too, in {other.place}: "
                f"take it out there if it means '{example.intent}'."
            )
