"""The forms of a domain file."""

from __future__ import annotations

from causerie.domain import Form
from causerie.files import expect
from causerie.files.nodes import Mapping, Node, is_nothing
from causerie.files.problems import Problems

FORM_KEYS = ("required_slots", "ignored_intents")


def read_forms(node: Node | None, problems: Problems) -> dict[str, Form]:
    if is_nothing(node):
        return {}
    section = expect.mapping(node, "'forms'", problems, "Write each form as 'name:' with its slots under it.")
    if section is None:
        return {}
    found = {}
    for name, value in expect.entries(section, "Each form", problems):
        what = f"The form '{name}'"
        options = expect.mapping(value, what, problems, "Write 'required_slots: […]' under it.")
        if options is not None:
            found[name] = _form(name, options, problems)
    return found


def _form(name: str, options: Mapping, problems: Problems) -> Form:
    expect.known_keys(options, FORM_KEYS, f"The form '{name}'", problems)
    if "ignored_intents" in options and "required_slots" not in options:
        problems.error(
            f"The form '{name}' has 'ignored_intents' but no 'required_slots'.",
            options.place,
            expected="required_slots: […]",
            kind="missing_key",
            name=name,
        )
    return Form(
        name,
        required_slots=_required_slots(options.get("required_slots"), name, problems),
        ignored_intents=expect.names(
            options.get("ignored_intents"), f"'ignored_intents' of the form '{name}'", problems
        ),
    )


def _required_slots(node: Node | None, name: str, problems: Problems) -> tuple[str, ...]:
    if is_nothing(node):
        return ()
    what = f"'required_slots' of the form '{name}'"
    advice = "Since Rasa 3 a form lists slots only; their mappings stand under 'slots'."
    listed = expect.sequence(node, what, problems, advice if isinstance(node, Mapping) else "")
    return expect.name_list(listed, what, problems) if listed else ()
