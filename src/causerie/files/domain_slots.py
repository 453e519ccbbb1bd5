"""The slots of a domain file."""

from __future__ import annotations

from typing import Any

from causerie.domain import Slot
from causerie.domain.names import SESSION_STARTED_METADATA
from causerie.domain.slots import SLOT_TYPES
from causerie.files import expect
from causerie.files.domain_mappings import read_mappings
from causerie.files.nodes import Mapping, Node, Scalar, describe, is_nothing, plain
from causerie.files.problems import Problems
from causerie.registry import did_you_mean

COMMON_KEYS = ("type", "initial_value", "influence_conversation", "mappings", "value_reset_delay")
KEYS_OF_TYPE = {"categorical": ("values",), "float": ("min_value", "max_value")}
ADVICE = {
    "auto_fill": "Remove it: since Rasa 3 a slot is filled by its mappings only.",
    "initial": "Did you mean 'initial_value'?",
}
RASA_TYPES = {
    "TextSlot": "text",
    "BooleanSlot": "bool",
    "CategoricalSlot": "categorical",
    "FloatSlot": "float",
    "ListSlot": "list",
    "AnySlot": "any",
}


def read_slots(node: Node | None, problems: Problems) -> dict[str, Slot]:
    if is_nothing(node):
        return {}
    section = expect.mapping(node, "'slots'", problems)
    if section is None:
        return {}
    found = {}
    for name, value in expect.entries(section, "Each slot", problems):
        options = expect.mapping(value, f"The slot '{name}'", problems)
        if options is not None:
            found[name] = _slot(name, options, problems)
    if SESSION_STARTED_METADATA in found:
        problems.error(
            f"The slot '{SESSION_STARTED_METADATA}' exists by itself and can't be declared.",
            section.key_place(SESSION_STARTED_METADATA),
            advice="Remove it from 'slots'.",
            kind="duplicate",
        )
    return found


def _slot(name: str, options: Mapping, problems: Problems) -> Slot:
    kind = _type(name, options, problems)
    own = kind not in SLOT_TYPES
    what = f"The slot '{name}'"
    if not own:
        known = COMMON_KEYS + KEYS_OF_TYPE.get(kind, ())
        expect.known_keys(options, known, f"{what} of the type '{kind}'", problems, advice=ADVICE)
    lowest, highest = _range(name, options, problems)
    return Slot(
        name,
        kind,
        influence_conversation=_influences(name, kind, options, problems),
        initial_value=plain(options.get("initial_value")),
        mappings=read_mappings(options, name, problems),
        values=() if own else _values(name, options, problems),
        min_value=lowest,
        max_value=highest,
        options=_own_options(options) if own else _written_values(options),
    )


def _type(name: str, options: Mapping, problems: Problems) -> str:
    node = options.get("type")
    value = node.value if isinstance(node, Scalar) else None
    written = value if isinstance(value, str) else ""
    if written:
        module, _, last = written.rpartition(".")
        if module.startswith("rasa."):
            written = RASA_TYPES.get(last, written)
        if written in SLOT_TYPES or (module and last):
            return written
    problems.error(
        f"The slot '{name}' has no known type." if node else f"The slot '{name}' has no 'type'.",
        node.place if node else options.place,
        expected=", ".join(SLOT_TYPES) + ", or a class of your own as 'module.Class'",
        found=describe(node) if node else "",
        advice=did_you_mean(written, SLOT_TYPES),
        kind="missing_key" if node is None else "unknown_type",
        name=name,
    )
    return "any"


def _influences(name: str, kind: str, options: Mapping, problems: Problems) -> bool:
    node = options.get("influence_conversation")
    value = None if node is None else expect.boolean(node, f"'influence_conversation' of '{name}'", problems)
    if kind != "any":
        return value is not False
    if value and node:
        problems.error(
            f"The slot '{name}' of the type 'any' can't influence the conversation.",
            node.place,
            expected="influence_conversation: false",
            advice="Choose another type, for example text or list, or leave the key out.",
            name=name,
        )
    return False


def _values(name: str, options: Mapping, problems: Problems) -> tuple[str, ...]:
    """Categories in lower case, as they are compared; ``null`` stands for an unset slot."""
    node = options.get("values")
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, f"'values' of the slot '{name}'", problems)
    values = []
    for item in listed or ():
        if is_nothing(item):
            problems.warning(
                f"The slot '{name}' lists null among its values; null is a slot that is not set.",
                item.place,
                advice="Leave it out, or put it in quotes.",
                name=name,
            )
        else:
            values.append(str(plain(item)).lower())
    return tuple(values)


def _range(name: str, options: Mapping, problems: Problems) -> tuple[float, float]:
    lowest = _bound("min_value", 0.0, name, options, problems)
    highest = _bound("max_value", 1.0, name, options, problems)
    if lowest >= highest:
        problems.error(
            f"The slot '{name}' has a 'min_value' that is not below its 'max_value'.",
            options.key_place("min_value" if "min_value" in options else "max_value"),
            expected="min_value < max_value (unless given: 0.0 and 1.0)",
            found=f"{lowest} and {highest}",
            name=name,
        )
    return lowest, highest


def _bound(key: str, default: float, name: str, options: Mapping, problems: Problems) -> float:
    node = options.get(key)
    if is_nothing(node):
        return default
    value = expect.number(node, f"'{key}' of the slot '{name}'", problems)
    return default if value is None else value


def _own_options(options: Mapping) -> tuple[tuple[str, Any], ...]:
    """What a slot class of the project's own gets besides the common keys."""
    return tuple((str(key), plain(value)) for key, value in options.entries.items() if key not in COMMON_KEYS)


def _written_values(options: Mapping) -> tuple[tuple[str, Any], ...]:
    """The categories as written, for those who show them, where that is not how they are compared."""
    written = plain(options.get("values"))
    if not isinstance(written, list) or all(isinstance(x, str) and x == x.lower() for x in written):
        return ()
    return (("values", written),)
