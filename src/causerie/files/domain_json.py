"""The domain as Rasa writes it (``GET /domain``, action servers), and as a model keeps it.

``domain_as_dict`` has Rasa's shape, which can't hold all of our value; ``domain_state`` can.
"""

from __future__ import annotations

import io
from typing import Any

from causerie.domain import Domain, Entity, Intent, Mapping, Slot, Variation
from causerie.domain.names import DEFAULT_INTENTS
from causerie.files.domain import build_domain, read_parts
from causerie.files.domain_state import domain_state, load_domain_state
from causerie.files.nodes import from_value
from causerie.files.problems import Problems
from causerie.files.versions import LATEST

Json = dict[str, Any]
WIDEST_LINE = 4096


def domain_as_dict(domain: Domain) -> Json:
    """Only what the project declares: no default intents, no built-in slots, nothing empty."""
    ignored = tuple(x.name for x in domain.entities.values() if not x.influence_conversation)
    written: Json = {
        "version": LATEST,
        "config": {} if domain.store_entities_as_slots else {"store_entities_as_slots": False},
        "session_config": {
            "session_expiration_time": domain.session.expiration_time,
            "carry_over_slots_to_new_session": domain.session.carry_over_slots,
        },
        "intents": [
            _intent(domain.intents[x], ignored) for x in sorted(domain.intents) if _is_own(domain, x)
        ],
        "entities": [_entity(entity) for entity in domain.entities.values()],
        "slots": {slot.name: _slot(slot) for slot in domain.slots.values() if not slot.builtin},
        "responses": {
            name: [_variation(x) for x in variations] for name, variations in domain.responses.items()
        },
        "actions": [_action(name, domain) for name in domain.actions],
        "forms": {
            form.name: {
                "required_slots": list(form.required_slots),
                **({"ignored_intents": list(form.ignored_intents)} if form.ignored_intents else {}),
            }
            for form in domain.forms.values()
        },
        "e2e_actions": list(domain.e2e_actions),
    }
    return {key: value for key, value in written.items() if value not in ({}, [])}


def domain_as_yaml(domain: Domain) -> str:
    """As ``domain_as_dict``, for people to read and edit."""
    from ruamel.yaml.scalarstring import LiteralScalarString

    data = domain_as_dict(domain)
    for variations in data.get("responses", {}).values():
        for variation in variations:
            text = variation.get("text")
            if isinstance(text, str) and "\n" in text:
                variation["text"] = LiteralScalarString(text)
    return dump_yaml(data)


def domain_from_dict(data: Json, name: str = "<domain>") -> Domain:
    """The domain in a dict of Rasa's shape; raises ProjectError with all its problems."""
    problems = Problems()
    parts = read_parts(from_value(data, name), problems)
    problems.raise_errors()
    return build_domain(parts)


def dump_yaml(data: Json) -> str:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = WIDEST_LINE
    writer.representer.add_representer(
        type(None), lambda self, _: self.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    out = io.StringIO()
    writer.dump(data, out)
    return out.getvalue()


def _is_own(domain: Domain, name: str) -> bool:
    """Not one of the default intents that were added; a changed one was declared."""
    if name not in DEFAULT_INTENTS:
        return True
    intent = domain.intents[name]
    return intent.use_entities is not True or intent.is_retrieval


def _intent(intent: Intent, ignored: tuple[str, ...]) -> str | Json:
    options: Json = {}
    if intent.use_entities is not True:
        options["use_entities"] = list(intent.use_entities or ())
    if intent.ignore_entities != ignored:
        options["ignore_entities"] = list(intent.ignore_entities)
    if intent.is_retrieval:
        options = {"is_retrieval_intent": True, "used_entities": sorted(intent.used_entities), **options}
    return {intent.name: options} if options else intent.name


def _entity(entity: Entity) -> str | Json:
    options: Json = {}
    if entity.roles:
        options["roles"] = list(entity.roles)
    if entity.groups:
        options["groups"] = list(entity.groups)
    if not entity.influence_conversation:
        options["influence_conversation"] = False
    return {entity.name: options} if options else entity.name


def _slot(slot: Slot) -> Json:
    written: Json = {"type": slot.type}
    if not slot.influence_conversation and slot.type != "any":
        written["influence_conversation"] = False
    if slot.initial_value is not None:
        written["initial_value"] = slot.initial_value
    if slot.values:
        written["values"] = list(slot.values)
    if slot.type == "float" and (slot.min_value, slot.max_value) != (0.0, 1.0):
        written |= {"min_value": slot.min_value, "max_value": slot.max_value}
    return {**written, **dict(slot.options), "mappings": [_mapping(x) for x in slot.mappings]}


def _mapping(mapping: Mapping) -> Json:
    conditions = [
        {
            "active_loop": condition.active_loop,
            **({"requested_slot": condition.requested_slot} if condition.requested_slot else {}),
        }
        for condition in mapping.conditions
    ]
    written = {
        "type": mapping.type.value,
        "entity": mapping.entity,
        "role": mapping.role,
        "group": mapping.group,
        "intent": _one_or_list(mapping.intents),
        "not_intent": _one_or_list(mapping.not_intents),
        "value": mapping.value,
        "action": mapping.action,
        "conditions": conditions or None,
    }
    return {key: value for key, value in written.items() if value is not None}


def _one_or_list(names: tuple[str, ...]) -> Any:
    return list(names) if len(names) > 1 else (names[0] if names else None)


def _variation(variation: Variation) -> Json:
    about = {
        "condition": [{"type": x.type, "name": x.name, "value": x.value} for x in variation.conditions]
        or None,
        "channel": variation.channel,
        "language": variation.language,
        "id": variation.id,
    }
    return {**variation.fields, **{key: value for key, value in about.items() if value is not None}}


def _action(name: str, domain: Domain) -> str | Json:
    sent = name in domain.actions_sent_domain
    return {name: {"send_domain": True}} if sent and not name.startswith("validate_") else name


__all__ = [
    "domain_as_dict",
    "domain_as_yaml",
    "domain_from_dict",
    "domain_state",
    "dump_yaml",
    "load_domain_state",
]
