"""Intents and entities of a domain file, and which entities count with which intent."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass

from causerie.domain import Entity, Intent
from causerie.domain.names import DEFAULT_INTENTS
from causerie.errors import Place
from causerie.files import expect
from causerie.files.named_items import named_items
from causerie.files.nodes import Mapping, Node, Scalar, is_nothing
from causerie.files.problems import Problems

ENTITY_KEYS = ("roles", "groups", "influence_conversation")
INTENT_KEYS = ("use_entities", "ignore_entities", "triggers", "is_retrieval_intent", "used_entities")


@dataclass(frozen=True, slots=True)
class DeclaredIntent:
    """An intent as written; ``ignore`` is None when the file does not say."""

    name: str
    use: bool | tuple[str, ...] = True
    ignore: tuple[str, ...] | None = None
    is_retrieval: bool = False


def read_entities(node: Node | None, problems: Problems) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for name, options, place in named_items(node, "entity", "entities", problems):
        entity = _entity(name, options, problems)
        if name in found:
            _twice("entity", "entities", name, entity == found[name], place, problems)
        found[name] = entity
    return found


def _entity(name: str, options: Mapping | None, problems: Problems) -> Entity:
    if options is None:
        return Entity(name)
    what = f"The entity '{name}'"
    expect.known_keys(options, ENTITY_KEYS, what, problems, "warning")
    influences = options.get("influence_conversation")
    return Entity(
        name,
        roles=_labels(options, "roles", name, problems),
        groups=_labels(options, "groups", name, problems),
        influence_conversation=influences is None
        or expect.boolean(influences, f"'influence_conversation' of the entity '{name}'", problems)
        is not False,
    )


def _labels(options: Mapping, key: str, name: str, problems: Problems) -> tuple[str, ...]:
    if is_nothing(options.get(key)):
        return ()
    what = f"'{key}' of the entity '{name}'"
    listed = expect.sequence(options.get(key), what, problems)
    return expect.name_list(listed, what, problems) if listed else ()


def read_intents(node: Node | None, problems: Problems) -> dict[str, DeclaredIntent]:
    """Intents as declared; ``count_entities`` works out what they use."""
    found: dict[str, DeclaredIntent] = {}
    for name, options, place in named_items(node, "intent", "intents", problems):
        intent = _intent(name, options, problems)
        if name in found:
            _twice("intent", "intents", name, intent == found[name], place, problems)
        found[name] = intent
    return found


def _twice(one: str, many: str, name: str, same: bool, place: Place, problems: Problems) -> None:
    """Said twice is no mistake; said differently is one, as only one of the two could count."""
    if same:
        problems.warning(f"The {one} '{name}' stands twice in '{many}'.", place, kind="duplicate", name=name)
    else:
        problems.error(
            f"The {one} '{name}' stands twice in '{many}', with different options.",
            place,
            advice="Keep one of them.",
            kind="duplicate",
            name=name,
        )


def _intent(name: str, options: Mapping | None, problems: Problems) -> DeclaredIntent:
    if options is None:
        return DeclaredIntent(name)
    expect.known_keys(options, INTENT_KEYS, f"The intent '{name}'", problems, "warning")
    if "triggers" in options:
        problems.error(
            f"The intent '{name}' uses 'triggers', which Rasa 3 no longer knows.",
            options.key_place("triggers"),
            advice="Write a rule with this intent and the action instead.",
            kind="outdated",
            name=name,
        )
    retrieval = options.get("is_retrieval_intent")
    return DeclaredIntent(
        name,
        use=_use_entities(options.get("use_entities"), "use_entities" in options, name, problems),
        ignore=_entity_names(options.get("ignore_entities"), "ignore_entities", name, problems)
        if "ignore_entities" in options
        else None,
        is_retrieval=isinstance(retrieval, Scalar) and retrieval.value is True,
    )


def _use_entities(node: Node | None, given: bool, name: str, problems: Problems) -> bool | tuple[str, ...]:
    if not given:
        return True
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    return _entity_names(node, "use_entities", name, problems)


def _entity_names(node: Node | None, key: str, name: str, problems: Problems) -> tuple[str, ...]:
    if is_nothing(node) or (isinstance(node, Scalar) and node.value is False):
        return ()
    what = f"'{key}' of the intent '{name}'"
    listed = expect.sequence(node, what, problems, "List the entities, or write true or [].")
    return expect.name_list(listed, what, problems) if listed else ()


def count_entities(declared: Map[str, DeclaredIntent], entities: Map[str, Entity]) -> dict[str, Intent]:
    """Every intent, default ones last, with the entity labels that count with it."""
    defaults = {name: DeclaredIntent(name) for name in DEFAULT_INTENTS if name not in declared}
    return {intent.name: _counted(intent, entities) for intent in (*declared.values(), *defaults.values())}


def _counted(intent: DeclaredIntent, entities: Map[str, Entity]) -> Intent:
    ignored_by_default = tuple(x.name for x in entities.values() if not x.influence_conversation)
    ignore = ignored_by_default if intent.ignore is None else intent.ignore
    if intent.use is True:
        # Labels of roles and groups count even of an entity that is ignored by default; Rasa does so.
        used = {name for name in entities if name not in ignored_by_default}
        used.update(label for entity in entities.values() for label in entity.labels[1:])
    else:
        used = _with_labels(intent.use or (), entities)
    return Intent(
        intent.name,
        used_entities=frozenset(used - _with_labels(ignore, entities)),
        use_entities=intent.use,
        ignore_entities=ignore,
        is_retrieval=intent.is_retrieval,
    )


def _with_labels(names: Iterable[str], entities: Map[str, Entity]) -> set[str]:
    labels = set()
    for name in names:
        labels.add(name)
        if name in entities:
            labels.update(entities[name].labels)
    return labels
