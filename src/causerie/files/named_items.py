"""Lists whose items are a name, or a name with options: intents, entities, actions."""

from __future__ import annotations

from collections.abc import Iterator

from causerie.errors import Place
from causerie.files import expect
from causerie.files.nodes import Mapping, Node, Scalar, describe, is_nothing
from causerie.files.problems import Problems

Item = tuple[str, Mapping | None, Place]


def named_items(node: Node | None, one: str, many: str, problems: Problems) -> Iterator[Item]:
    """Each name with its options (None when it has none) and its place."""
    if is_nothing(node):
        return
    listed = expect.sequence(
        node, f"'{many}'", problems, f"Write each {one} in a line of its own, as '- name'."
    )
    for item in listed or ():
        if isinstance(item, Mapping):
            yield from _with_options(item, one, problems)
        elif isinstance(item, Scalar) and isinstance(item.value, str) and item.value.strip():
            yield item.value, None, item.place
        else:
            problems.error(
                f"Each of '{many}' must be a name, or a name with options.",
                item.place,
                expected="text",
                found=describe(item),
                advice="Put a name that looks like a number in quotes.",
                kind="wrong_type",
            )


def _with_options(item: Mapping, one: str, problems: Problems) -> Iterator[Item]:
    if len(item.entries) != 1:
        problems.error(
            f"Here one {one} must stand with its options.",
            item.place,
            expected=f"one name, and the options of the {one} indented under it",
            found=describe(item),
            advice="Indent the options by two more spaces than the name.",
        )
        return
    for name, options in expect.entries(item, f"Each {one}", problems):
        if isinstance(options, Mapping) and options.entries:
            yield name, options, item.key_place(name)
        else:
            problems.error(
                f"The {one} '{name}' is followed by a colon, but not by options.",
                item.key_place(name),
                found=describe(options),
                advice="Remove the colon, or indent the options under it.",
                name=name,
            )
