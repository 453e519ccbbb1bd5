"""What a conversation teaches: stories, examples, and names that the project does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from causerie.domain import Domain
from causerie.files.project import Project
from causerie.files.write_learnt import NewNames
from causerie.interactive.conversation import Conversation
from causerie.interactive.learnt_examples import examples_from
from causerie.interactive.learnt_stories import stories_from
from causerie.training_data import ActionStep, Example, SlotStep, Story, UserStep
from causerie.training_data.examples import RETRIEVAL_SEPARATOR


@dataclass(frozen=True, slots=True)
class Learnt:
    """``notes`` are for the designer: what is left out, and what contradicts the project."""

    stories: tuple[Story, ...] = ()
    examples: tuple[Example, ...] = ()
    names: NewNames = NewNames()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stories or self.examples or self.names)


async def learnt_from(conversation: Conversation, project: Project, with_open_turn: bool) -> Learnt:
    """Compared with the project as its files are now."""
    tracker = await conversation.tracker()
    stories = stories_from(tracker, conversation.confirmed, project, with_open_turn)
    examples, notes = examples_from(tracker, conversation.confirmed, project)
    names = _new_names(stories, examples, project.domain, conversation.new_responses)
    return Learnt(stories, examples, names, notes)


def _new_names(
    stories: Sequence[Story], examples: Sequence[Example], domain: Domain, responses: Mapping[str, str]
) -> NewNames:
    steps = [step for story in stories for step in story.steps]
    said = [step for step in steps if isinstance(step, UserStep)]
    full = [*(step.intent for step in said), *(example.intent for example in examples)]
    intents = [name.partition(RETRIEVAL_SEPARATOR)[0] for name in full if name]
    done = _once(x.name for x in steps if isinstance(x, ActionStep) and x.name not in domain.action_set)
    slots = [step.name for step in steps if isinstance(step, SlotStep)]
    labels = [entity for step in said for entity in step.entities]
    labels += [asdict(entity) for example in examples for entity in example.entities]
    return NewNames(
        intents=_once(name for name in intents if name not in domain.intents),
        entities=_new_entities(labels, domain),
        slots=_once(name for name in slots if name not in domain.slots),
        actions=tuple(name for name in done if name not in responses),
        responses={name: responses[name] for name in done if name in responses},
    )


def _new_entities(labels: Sequence[Mapping[str, Any]], domain: Domain) -> dict[str, dict[str, Sequence[str]]]:
    """With the roles and groups they came with."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for name in _once(str(label["entity"]) for label in labels):
        if name not in domain.entities:
            own = [label for label in labels if label["entity"] == name]
            found[name] = {
                f"{key}s": _once(str(label[key]) for label in own if label.get(key))
                for key in ("role", "group")
            }
    return found


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
