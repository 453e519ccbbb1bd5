"""What the user says in a story: an intent with entities, or text."""

from __future__ import annotations

from typing import Any

from causerie.errors import Place
from causerie.files import expect
from causerie.files.annotations import read_annotations
from causerie.files.nodes import Mapping, Node, Scalar, describe, is_nothing, plain
from causerie.files.payloads import PREFIX, payload_entities
from causerie.files.problems import Problems
from causerie.training_data import EntityAnnotation, UserStep

USER_KEYS = ("intent", "user", "entities", "metadata")


def read_user(item: Mapping, is_test: bool, problems: Problems) -> UserStep | None:
    intent = _intent(item, is_test, problems)
    message = item.get("user")
    if message is None:
        if intent is None:
            return None
        return UserStep(intent=intent, entities=_entities(item.get("entities"), problems), place=item.place)
    written = expect.text(message, "'user'", problems)
    if written is None:
        return None
    return _with_text(written.strip(), intent, message, item.place, problems)


def _with_text(written: str, intent: str | None, node: Node, place: Place, problems: Problems) -> UserStep:
    def report(column: int, severity: str, message: str, advice: str) -> None:
        at = node.line_place(0, column) if isinstance(node, Scalar) else node.place
        tell = problems.error if severity == "error" else problems.warning
        tell(message, at, advice=advice, kind="annotation")

    if written.startswith(PREFIX):
        return UserStep(intent, written, payload_entities(written), (), place)
    text, annotations = read_annotations(written, report)
    entities = tuple(_as_entity(annotation) for annotation in annotations)
    return UserStep(intent, text, entities, annotations, place)


def _as_entity(annotation: EntityAnnotation) -> dict[str, Any]:
    keys = ("start", "end", "value", "entity", "role", "group")
    values = {key: getattr(annotation, key) for key in keys}
    return {key: value for key, value in values.items() if value is not None}


def _intent(item: Mapping, is_test: bool, problems: Problems) -> str | None:
    """The intent's name; of ``faq/hours`` only test stories keep the part behind the slash."""
    if "intent" not in item:
        return None
    node = item.get("intent")
    if is_nothing(node) and "user" in item:
        return None
    name = expect.name(node, "'intent'", problems)
    if name is None:
        return None
    name = name.strip()
    if name.startswith(PREFIX):
        problems.warning(
            f"The intent '{name}' needs no slash.", item.key_place("intent"), kind="story", name=name
        )
        name = name[1:]
    base, slash, _ = name.partition("/")
    if slash and not is_test:
        problems.warning(
            f"'{name}' is a full retrieval intent; stories learn '{base}' only.",
            item.key_place("intent"),
            expected=f"intent: {base}",
            kind="story",
            name=name,
        )
        return base
    return name


def _entities(node: Node | None, problems: Problems) -> tuple[dict[str, Any], ...]:
    """``- city: Rome`` (with role, group), or a name alone."""
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, "'entities' of a step", problems, "Write each as '- name: value'.")
    found = []
    for item in listed or ():
        if isinstance(item, Mapping):
            entity = _entity(item, problems)
            if entity:
                found.append(entity)
        else:
            name = expect.name(item, "Each of 'entities' of a step", problems)
            if name:
                found.append({"entity": name, "value": ""})
    return tuple(found)


def _entity(item: Mapping, problems: Problems) -> dict[str, Any] | None:
    for key in ("role", "group"):
        expect.optional_text(item, key, "an entity of a step", problems)
    values = {str(key): plain(value) for key, value in item.entries.items()}
    labels = {key: values.pop(key) for key in ("role", "group") if values.get(key) is not None}
    if isinstance(values.get("entity"), str) and set(values) <= {"entity", "value"}:
        name, value = values["entity"], values.get("value", "")
    elif values:
        name, value = list(values.items())[-1]
    else:
        problems.error(
            "An entity of a step has no name.", item.place, expected="name: value", found=describe(item)
        )
        return None
    return {"entity": name, **({} if value is None else {"value": value}), **labels}
