"""The domain: one file, or a folder of files that are merged."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from causerie.domain import Domain, Entity, Form, Intent, SessionConfig, Slot, Variation
from causerie.domain.domain import builtin_slots
from causerie.domain.names import DEFAULT_ACTIONS
from causerie.errors import Place
from causerie.files import expect
from causerie.files.domain_forms import read_forms
from causerie.files.domain_intents import DeclaredIntent, count_entities, read_entities, read_intents
from causerie.files.domain_responses import read_responses
from causerie.files.domain_slots import read_slots
from causerie.files.named_items import named_items
from causerie.files.nodes import Mapping, Node, is_nothing
from causerie.files.problems import Problems
from causerie.files.top_level import DOMAIN_KEYS, check_top_level
from causerie.files.versions import check_version
from causerie.files.walk import domain_files
from causerie.files.yaml import read_yaml

Value = TypeVar("Value")


@dataclass
class DomainParts:
    """What the domain files declare, before it becomes a Domain.

    ``places`` say where each name stands: ``("slots", "city")`` → place.
    """

    intents: dict[str, DeclaredIntent] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    responses: dict[str, tuple[Variation, ...]] = field(default_factory=dict)
    actions: dict[str, bool] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    e2e_actions: dict[str, None] = field(default_factory=dict)
    session: SessionConfig | None = None
    store_entities_as_slots: bool | None = None
    places: dict[tuple[str, str], Place] = field(default_factory=dict)


def read_domain(path: Path | str) -> Domain:
    """The domain in a file or folder; raises ProjectError with all its problems."""
    problems = Problems()
    parts = read_domain_parts(path, problems)
    problems.raise_errors()
    return build_domain(parts)


def read_domain_parts(path: Path | str, problems: Problems) -> DomainParts:
    merged = DomainParts()
    for file in domain_files(Path(path), problems):
        root = read_yaml(file, problems)
        if root is None:
            continue
        section = expect.mapping(root, "A domain file", problems)
        if section is not None and check_version(section, problems):
            check_top_level(section, problems)
            merge(merged, read_parts(section, problems), problems)
    return merged


def read_parts(root: Mapping, problems: Problems) -> DomainParts:
    """The domain's sections of one document."""
    parts = DomainParts(
        intents=read_intents(root.get("intents"), problems),
        entities=read_entities(root.get("entities"), problems),
        slots=read_slots(root.get("slots"), problems),
        responses=read_responses(root.get("responses"), problems),
        actions=read_actions(root.get("actions"), problems),
        forms=read_forms(root.get("forms"), problems),
        e2e_actions=dict.fromkeys(expect.names(root.get("e2e_actions"), "'e2e_actions'", problems)),
        session=read_session(root.get("session_config"), problems),
        store_entities_as_slots=read_config(root.get("config"), problems),
    )
    for key in ("intents", "entities", "slots", "responses", "actions", "forms"):
        parts.places.update(_places(key, root.get(key), root.key_place(key)))
    return parts


def read_actions(node: Node | None, problems: Problems) -> dict[str, bool]:
    """Names of actions, and whether each is sent the domain."""
    found: dict[str, bool] = {}
    for name, options, place in named_items(node, "action", "actions", problems):
        if name in found and name not in DEFAULT_ACTIONS:
            problems.error(
                f"The action '{name}' stands twice in 'actions'.", place, kind="duplicate", name=name
            )
        if options is None:
            found[name] = name.startswith("validate_")
            continue
        expect.known_keys(options, ("send_domain",), f"The action '{name}'", problems)
        send = options.get("send_domain")
        found[name] = bool(send and expect.boolean(send, f"'send_domain' of '{name}'", problems))
    return found


def read_session(node: Node | None, problems: Problems) -> SessionConfig | None:
    if is_nothing(node):
        return None
    section = expect.mapping(node, "'session_config'", problems)
    if section is None:
        return None
    keys = ("session_expiration_time", "carry_over_slots_to_new_session")
    expect.known_keys(section, keys, "'session_config'", problems, "warning")
    minutes = _given(section, keys[0], expect.number, problems)
    if minutes is not None and minutes < 0:
        problems.error(
            "'session_expiration_time' must not be below 0.",
            section.key_place(keys[0]),
            expected="minutes; 0 never expires",
            found=str(minutes),
        )
    carry = _given(section, keys[1], expect.boolean, problems)
    return SessionConfig(60.0 if minutes is None else minutes, carry is not False)


def read_config(node: Node | None, problems: Problems) -> bool | None:
    section = None if is_nothing(node) else expect.mapping(node, "'config' of the domain", problems)
    if section is None:
        return None
    expect.known_keys(section, ("store_entities_as_slots",), "'config' of the domain", problems, "warning")
    return _given(section, "store_entities_as_slots", expect.boolean, problems)


def _given(
    section: Mapping, key: str, read: Callable[[Node | None, str, Problems], Value | None], problems: Problems
) -> Value | None:
    node = section.get(key)
    return None if is_nothing(node) else read(node, f"'{key}'", problems)


def _places(key: str, node: Node | None, at: Place) -> dict[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    if isinstance(node, Mapping):
        return {(key, str(name)): node.key_place(name) for name in node.entries}
    for name, _, place in named_items(node, "", key, Problems()):
        found[key, name] = place
    return found


def merge(into: DomainParts, other: DomainParts, problems: Problems) -> None:
    """Adds what another file declares. Of names declared twice the first counts, with a warning."""
    for key in ("intents", "entities", "slots", "responses", "actions", "forms", "e2e_actions"):
        known: dict[str, Any] = getattr(into, key)
        added: dict[str, Any] = getattr(other, key)
        for name in added:
            if name in known:
                _warn_of_duplicate(key, name, into, other, problems)
        # Names of later files come first; the order of slots is the order of their events.
        setattr(into, key, {**added, **known})
    if into.session in (None, SessionConfig()):
        into.session = other.session or into.session
    if into.store_entities_as_slots is None:
        into.store_entities_as_slots = other.store_entities_as_slots
    into.places = {**other.places, **into.places}


def _warn_of_duplicate(
    key: str, name: str, into: DomainParts, other: DomainParts, problems: Problems
) -> None:
    first = into.places.get((key, name), Place())
    problems.warning(
        f"'{name}' stands under '{key}' in two domain files; the one at {first} counts.",
        other.places.get((key, name), Place()),
        advice="Remove one of them.",
        kind="duplicate",
        name=name,
    )


def build_domain(parts: DomainParts) -> Domain:
    """The finished value, with default intents and built-in slots."""
    actions = tuple(parts.actions)
    slots = dict(parts.slots)
    for slot in builtin_slots(actions, bool(parts.forms)):
        slots.setdefault(slot.name, slot)
    return Domain(
        intents=count_entities(parts.intents, parts.entities),
        entities=parts.entities,
        slots=slots,
        responses=parts.responses,
        actions=actions,
        actions_sent_domain=frozenset(name for name, sent in parts.actions.items() if sent),
        e2e_actions=tuple(parts.e2e_actions),
        forms=parts.forms,
        session=parts.session or SessionConfig(),
        store_entities_as_slots=parts.store_entities_as_slots is not False,
    )


def with_training_data(
    domain: Domain,
    retrieval_intents: frozenset[str],
    responses: Map[str, tuple[Variation, ...]],
    e2e_actions: tuple[str, ...],
) -> Domain:
    """What the training data adds: retrieval intents and their actions, responses, texts of the bot."""
    declared = {x.name: _declared(x) for x in domain.intents.values()}
    # A retrieval intent loses its use_entities and ignore_entities; Rasa does so.
    retrieval = {name: DeclaredIntent(name, is_retrieval=True) for name in sorted(retrieval_intents)}
    intents = count_entities({**declared, **retrieval}, domain.entities)
    actions = (*domain.actions, *(f"utter_{name}" for name in sorted(retrieval_intents)))
    return replace(
        domain,
        intents=intents,
        responses={**domain.responses, **responses},
        actions=tuple(dict.fromkeys(actions)),
        e2e_actions=tuple(sorted({*domain.e2e_actions, *e2e_actions})),
    )


def _declared(intent: Intent) -> DeclaredIntent:
    return DeclaredIntent(intent.name, intent.use_entities, intent.ignore_entities, intent.is_retrieval)


__all__ = [
    "DOMAIN_KEYS",
    "DomainParts",
    "build_domain",
    "read_domain",
    "read_domain_parts",
    "with_training_data",
]
