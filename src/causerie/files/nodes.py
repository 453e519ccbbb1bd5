"""What a YAML file holds, each value with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from causerie.errors import Place


@dataclass
class Source:
    """One file (or text that came some other way, then ``file`` says which)."""

    file: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(slots=True, eq=False)
class Node:
    """``line`` and ``column`` count from 0 here; ``place`` counts from 1."""

    source: Source
    line: int
    column: int

    @property
    def place(self) -> Place:
        return Place(self.source.file, self.line + 1, self.column + 1)


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """``style``: empty for plain, a quote, or ``|`` or ``>`` for a block."""

    value: Any = None
    style: str = ""
    indent: int = -1

    def line_place(self, index: int, column: int = 0) -> Place:
        """Where line ``index`` of a text stands in the file, and ``column`` characters into it."""
        number = self.line + 1 + index
        if self.style != "|" or number >= len(self.source.lines):
            return self.place
        if self.indent < 0:
            self.indent = self._block_indent()
        return Place(self.source.file, number + 1, self.indent + column + 1)

    def _block_indent(self) -> int:
        """By how much the lines of a block are indented in the file."""
        for number, line in enumerate(str(self.value).split("\n"), self.line + 1):
            if line.strip() and number < len(self.source.lines):
                return max(len(self.source.lines[number].rstrip("\r")) - len(line), 0)
        return 0


@dataclass(slots=True, eq=False)
class Sequence(Node):
    items: list[Node] = field(default_factory=list)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """``entries`` in the order of the file; ``key_positions`` are lines and columns from 0."""

    entries: dict[Any, Node] = field(default_factory=dict)
    key_positions: dict[Any, tuple[Source, int, int]] = field(default_factory=dict)

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def get(self, key: Any) -> Node | None:
        return self.entries.get(key)

    def key_place(self, key: Any) -> Place:
        if key not in self.key_positions:
            return self.place
        source, line, column = self.key_positions[key]
        return Place(source.file, line + 1, column + 1)


def is_nothing(node: Node | None) -> bool:
    """No such key, or a key with nothing (or ``null``) behind it."""
    return node is None or (isinstance(node, Scalar) and node.value is None)


def plain(node: Node | None) -> Any:
    """The value as dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if isinstance(node, Scalar) else None


def describe(node: Node | None) -> str:
    """What a value is, in words for people."""
    if isinstance(node, Mapping):
        names = ", ".join(str(key) for key in list(node.entries)[:4])
        return f"a mapping with the keys {shorten(names)}" if names else "an empty mapping"
    if isinstance(node, Sequence):
        return f"a list of {len(node.items)}" if node.items else "an empty list"
    return describe_value(node.value if isinstance(node, Scalar) else None)


def describe_value(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {shorten(str(value))}"
    return f"the text '{shorten(str(value))}'"


def shorten(text: str, limit: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def from_value(value: Any, name: str) -> Mapping:
    """Nodes for a value that came as JSON; places say ``name`` and no line."""
    source = Source(name, "")
    node = _node(value, source)
    return node if isinstance(node, Mapping) else Mapping(source, -1, -1)


def _node(value: Any, source: Source) -> Node:
    if isinstance(value, dict):
        entries = {key: _node(item, source) for key, item in value.items()}
        return Mapping(source, -1, -1, entries, dict.fromkeys(entries, (source, -1, -1)))
    if isinstance(value, list | tuple):
        return Sequence(source, -1, -1, [_node(item, source) for item in value])
    return Scalar(source, -1, -1, value, '"')
