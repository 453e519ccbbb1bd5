"""The responses of a domain file or an NLU file."""

from __future__ import annotations

from causerie.domain import ResponseCondition, Variation
from causerie.files import expect
from causerie.files.nodes import Mapping, Node, Scalar, describe, is_nothing, plain
from causerie.files.problems import Problems

VARIATION_KEYS = (
    "id", "text", "image", "custom", "buttons", "button_type", "quick_replies", "attachment",
    "elements", "channel", "metadata", "condition", "language", "rephrase",
)  # fmt: skip
CONDITION_KEYS = ("type", "name", "value")
ABOUT_CHOICE = ("id", "channel", "condition", "language")


def read_responses(node: Node | None, problems: Problems) -> dict[str, tuple[Variation, ...]]:
    if is_nothing(node):
        return {}
    section = expect.mapping(node, "'responses'", problems)
    if section is None:
        return {}
    found = {}
    for name, value in expect.entries(section, "Each response", problems):
        advice = "Write the variations under it, each beginning with '- text: …'."
        listed = expect.sequence(value, f"The response '{name}'", problems, advice)
        if listed is not None:
            read = [_variation(name, item, problems) for item in listed]
            found[name] = tuple(variation for variation in read if variation)
            if not listed.items:
                problems.warning(f"The response '{name}' has no variation.", value.place, name=name)
    return found


def _variation(name: str, node: Node, problems: Problems) -> Variation | None:
    what = f"A variation of '{name}'"
    item = expect.mapping(node, what, problems, "Write '- text: …'; put text that holds ': ' in quotes.")
    if item is None:
        return None
    expect.known_keys(item, VARIATION_KEYS, what, problems)
    if is_nothing(item.get("text")) and not plain(item.get("custom")):
        problems.error(
            f"{what} has neither 'text' nor 'custom'.",
            item.place,
            expected="text: … or custom: …",
            found=describe(item),
            kind="missing_key",
            name=name,
        )
    _check_fields(item, what, problems)
    return Variation(
        fields={key: plain(value) for key, value in item.entries.items() if key not in ABOUT_CHOICE},
        conditions=_conditions(item.get("condition"), what, problems),
        channel=expect.optional_text(item, "channel", what, problems),
        language=expect.optional_text(item, "language", what, problems),
        id=expect.optional_text(item, "id", what, problems),
    )


def _check_fields(item: Mapping, what: str, problems: Problems) -> None:
    for key in ("text", "image", "button_type"):
        expect.optional_text(item, key, what, problems)
    for key in ("custom", "attachment"):
        if not is_nothing(item.get(key)):
            expect.mapping(item.get(key), f"'{key}' of {_small(what)}", problems)
    for key in ("buttons", "quick_replies", "elements"):
        _check_list(item.get(key), key, what, problems)


def _check_list(node: Node | None, key: str, what: str, problems: Problems) -> None:
    if is_nothing(node):
        return
    listed = expect.sequence(node, f"'{key}' of {_small(what)}", problems)
    for item in listed or ():
        button = expect.mapping(item, f"Each of '{key}' of {_small(what)}", problems)
        if button is not None and key != "elements":
            for field in ("title", "payload"):
                expect.optional_text(button, field, f"'{key}' of {_small(what)}", problems)


def _conditions(node: Node | None, what: str, problems: Problems) -> tuple[ResponseCondition, ...]:
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, f"'condition' of {_small(what)}", problems)
    found = []
    for item in listed or ():
        condition = expect.mapping(item, f"Each condition of {_small(what)}", problems)
        if condition is None:
            continue
        expect.known_keys(condition, CONDITION_KEYS, f"A condition of {_small(what)}", problems)
        kind = condition.get("type")
        written = kind.value if isinstance(kind, Scalar) else None
        slot = expect.optional_text(condition, "name", f"a condition of {_small(what)}", problems)
        if written != "slot" or slot is None:
            problems.warning(
                f"A condition of {_small(what)} can never hold: it must be of the type 'slot' and name one.",
                condition.place,
                expected="type: slot, name: …, value: …",
                found=describe(condition),
            )
        found.append(ResponseCondition(slot or "", plain(condition.get("value")), str(written or "")))
    return tuple(found)


def _small(what: str) -> str:
    return what[:1].lower() + what[1:]
