"""The examples of one NLU section: a text block of ``- …`` lines, or a list of ``text`` and ``metadata``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from causerie.errors import Place
from causerie.files import expect
from causerie.files.annotations import Report, read_annotations
from causerie.files.nodes import Mapping, Node, Scalar, Sequence, describe, is_nothing, plain, shorten
from causerie.files.problems import Problems
from causerie.training_data import Example

_EDGES = "\n\r "


def example_lines(node: Scalar, what: str, problems: Problems) -> Iterator[tuple[str, int, int]]:
    """Each example of a block, with its line in the block and the column where its text begins."""
    for index, line in enumerate(str(node.value).split("\n")):
        if not line.strip():
            continue
        if line.startswith("-"):
            text = line[1:].strip(_EDGES)
            yield text, index, len(line) - len(line[1:].lstrip(_EDGES))
            continue
        problems.warning(
            f"A line of {what} does not begin with '-'; it is skipped.",
            node.line_place(index),
            expected="- an example",
            found=shorten(line),
            kind="example",
        )


def read_examples(item: Mapping, intent: str, problems: Problems) -> list[Example]:
    """The examples of an intent's section."""
    node = item.get("examples")
    what = f"the examples of '{intent}'"
    metadata = _metadata(item.get("metadata"))
    examples: list[Example] = []
    if isinstance(node, Scalar) and isinstance(node.value, str):
        examples = [
            _example(text, intent, {}, metadata, node.line_place(index), node, index, column, problems)
            for text, index, column in example_lines(node, what, problems)
        ]
    elif isinstance(node, Sequence):
        examples = [
            example
            for part in node
            if (example := _listed(part, intent, metadata, what, problems)) is not None
        ]
    elif not is_nothing(node):
        problems.error(
            f"{what[0].upper()}{what[1:]} must be a block of lines.",
            item.key_place("examples"),
            expected="examples: |, then '- …' lines indented under it",
            found=describe(node),
            kind="wrong_type",
        )
        return []
    if not examples:
        problems.warning(f"The intent '{intent}' has no examples.", item.place, kind="empty", name=intent)
    return [example for example in examples if example.text]


def _listed(
    node: Node, intent: str, metadata: dict[str, Any], what: str, problems: Problems
) -> Example | None:
    """``- text: …`` with ``metadata``; a bare text is taken too."""
    text = node
    own: dict[str, Any] = {}
    if isinstance(node, Mapping):
        expect.known_keys(node, ("text", "metadata"), f"One of {what}", problems)
        own = _metadata(node.get("metadata"))
        text = node.get("text") or node
    if isinstance(text, Scalar) and isinstance(text.value, str):
        return _example(text.value.strip(_EDGES), intent, own, metadata, text.place, text, 0, 0, problems)
    expect.text(text, f"Each of {what}", problems, "Write '- text: …', or use a block: 'examples: |'.")
    return None


def _example(
    written: str,
    intent: str,
    own: dict[str, Any],
    metadata: dict[str, Any],
    place: Place,
    node: Scalar,
    index: int,
    column: int,
    problems: Problems,
) -> Example:
    text, entities = read_annotations(written, _reporter(node, index, column, problems))
    if not text:
        problems.warning(
            f"An example of '{intent}' is empty; it is skipped.", place, kind="example", name=intent
        )
    return Example(text, intent, entities, own, metadata, place)


def _reporter(node: Scalar, index: int, column: int, problems: Problems) -> Report:
    def report(offset: int, severity: str, message: str, advice: str) -> None:
        place = node.line_place(index, column + offset) if node.style == "|" else node.place
        tell = problems.error if severity == "error" else problems.warning
        tell(message, place, advice=advice, kind="annotation")

    return report


def _metadata(node: Node | None) -> dict[str, Any]:
    """Metadata may be any value; what is no mapping is kept under ``value``."""
    value = plain(node)
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"value": value}
