"""What was learnt in conversation, added to the project's files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.scalarstring import LiteralScalarString

from causerie.files.write import written_story
from causerie.files.write_into import GrowingFile
from causerie.files.write_nlu import written_example
from causerie.training_data import Example, Story


@dataclass(frozen=True, slots=True)
class NewNames:
    """What the domain does not know yet. ``entities`` come with their roles and groups, ``responses``
    with their text."""

    intents: tuple[str, ...] = ()
    entities: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    responses: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.intents, self.entities, self.slots, self.actions, self.responses))


def add_stories(file: GrowingFile, stories: Iterable[Story], as_tests: bool) -> None:
    """With ``as_tests`` each message is told word by word."""
    file.add_items(("stories",), [written_story(story, as_tests) for story in stories])


def add_examples(file: GrowingFile, examples: Iterable[Example]) -> None:
    """Each to the section of its intent; an intent that the file does not have gets one."""
    for intent, lines in _grouped(examples).items():
        place = _section(file, intent)
        if place is None:
            block = LiteralScalarString("".join(f"- {line}\n" for line in lines))
            file.add_items(("nlu",), [{"intent": intent, "examples": block}])
        elif isinstance(file.data["nlu"][place].get("examples"), list):
            file.add_items(("nlu", place, "examples"), [{"text": line} for line in lines])
        else:
            file.add_lines(("nlu", place, "examples"), [f"- {line}" for line in lines])


def add_names(file: GrowingFile, new: NewNames) -> None:
    """A new slot is of type ``any``, filled by actions: nothing more is known of it."""
    file.add_items(("intents",), list(new.intents))
    file.add_items(("entities",), [_entity(name, options) for name, options in new.entities.items()])
    file.add_entries(("slots",), {name: _slot() for name in new.slots})
    file.add_items(("actions",), list(new.actions))
    file.add_entries(("responses",), {name: [{"text": text}] for name, text in new.responses.items()})


def _grouped(examples: Iterable[Example]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for example in examples:
        if example.intent:
            groups.setdefault(example.intent, []).append(written_example(example))
    return groups


def _section(file: GrowingFile, intent: str) -> int | None:
    sections = file.data.get("nlu")
    for index, item in enumerate(sections if isinstance(sections, list) else ()):
        if isinstance(item, dict) and item.get("intent") == intent:
            return index
    return None


def _slot() -> dict[str, Any]:
    return {"type": "any", "mappings": [{"type": "custom"}]}


def _entity(name: str, options: Mapping[str, Sequence[str]]) -> Any:
    given = {key: list(values) for key, values in options.items() if values}
    return {name: given} if given else name
