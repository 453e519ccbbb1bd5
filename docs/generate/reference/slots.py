"""Slot types and mappings."""

from __future__ import annotations

from causerie.domain.slots import SLOT_TYPES
from docs.generate.reference.markdown import section, table
from docs.generate.schemas.domain import domain
from docs.generate.schemas.mappings import KINDS

COUNTS = {
    "text": "Whether there is a value.",
    "bool": "Whether it is true, false, or not set.",
    "categorical": "Which of `values` it is, in small letters; any other counts as `__other__`.",
    "float": "How far it is between `min_value` and `max_value`.",
    "list": "Whether it holds anything. A single value becomes a list of one.",
    "any": "Not at all.",
}


def slots_page() -> str:
    slot = domain()["$defs"]["slot"]["properties"]
    mapping = domain()["$defs"]["mapping"]["properties"]
    return (
        "# Slots\n\nWhat a conversation remembers, declared under `slots` in the domain.\n"
        + section("Types", table(["type", "what counts for the next action"], _types()))
        + section("Keys of a slot", table(["key", "meaning"], _keys(slot)))
        + section(
            "Mappings", table(["type", "fills the slot with"], [(f"`{x}`", y) for x, y in KINDS.items()])
        )
        + section("Keys of a mapping", table(["key", "meaning"], _keys(mapping)))
        + "\nA type of your own is a class, named as `package.module.Class`: see "
        "[custom-components.md](../custom-components.md).\n"
    )


def _types() -> list[tuple[str, str]]:
    return [(f"`{kind}`", COUNTS[kind]) for kind in SLOT_TYPES]


def _keys(properties: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    return [(f"`{key}`", schema["description"]) for key, schema in properties.items()]
