"""What a JSON Schema finds, in words for people: where it is, what is wrong, what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causerie.files import nodes
from causerie.files.nodes import Mapping, Node, Scalar
from causerie.registry import did_you_mean

TYPES = {
    "object": "a mapping ('key: value' lines)",
    "array": "a list ('- …' lines)",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}


def mismatch(error: Any, where: str) -> tuple[str, str]:
    """What is wrong, and what was expected."""
    value: Any = error.validator_value
    types = error.schema.get("type", [])
    match error.validator:
        case "type" | "pattern":
            kinds = [kind for kind in ([types] if isinstance(types, str) else types) if kind != "null"]
            if "pattern" in error.schema:
                kinds.remove("string")  # text here is a variable of the environment only
            expected = " or ".join(TYPES[kind] for kind in kinds)
            return f"{where} must be {expected}.", expected
        case "required":
            missing = next(key for key in value if key not in error.instance)
            return f"{where} has no '{missing}'.", f"{missing}: …"
        case "anyOf" | "oneOf":
            keys = [key for choice in value for key in choice.get("required", ())]
            number = "one" if error.validator == "anyOf" else "just one"
            return f"{where} must have {number} of these keys.", ", ".join(keys)
        case "minimum":
            return f"{where} must not be below {value}.", f"{value} or more"
        case "exclusiveMinimum":
            return f"{where} must be above {value}.", f"more than {value}"
        case "maximum":
            return f"{where} must not be above {value}.", f"{value} or less"
        case "maxProperties":
            return f"{where} must hold one name only.", "one name, and its options indented under it"
        case "enum" | "const":
            choices = value if isinstance(value, list) else [value]
            expected = ", ".join(str(choice) for choice in choices if choice is not None)
            return f"{where} must be one of {expected}.", expected
    return f"{where} must not be empty.", "at least one entry"


def words_of(root: Node, path: Sequence[str | int]) -> str:
    """``'pipeline › DIETClassifier › epochs'``; items of lists by their name, or by their number."""
    words: list[str] = []
    node = root
    for step in path:
        node = node_at(node, [step])
        words.append(_name_of(node) or str(step + 1) if isinstance(step, int) else step)
    return f"'{' › '.join(words)}'" if words else ""


def _name_of(node: Node) -> str:
    if not isinstance(node, Mapping):
        return ""
    for key in ("name", "story", "rule", "intent", "synonym", "regex", "lookup"):
        value = node.get(key)
        if isinstance(value, Scalar) and isinstance(value.value, str):
            return value.value
    return ""


def near_miss_of(node: Node, expected: str) -> str:
    keys = [str(key) for key in node.entries] if isinstance(node, Mapping) else []
    return next((hint for key in keys if (hint := did_you_mean(key, expected.split(", ")))), "")


def node_at(root: Node, path: Sequence[str | int]) -> Node:
    node = root
    for step in path:
        if isinstance(node, Mapping):
            node = next(value for key, value in node.entries.items() if str(key) == step)
        elif isinstance(node, nodes.Sequence) and isinstance(step, int):
            node = node.items[step]
    return node
