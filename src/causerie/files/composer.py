"""Turns the events of a YAML parser into nodes.

Without recursion, so that neither depth nor aliases can hurt.
"""

from __future__ import annotations

from typing import Any

import yaml

from causerie.errors import Place
from causerie.files.environment import expand, needs_expansion
from causerie.files.nodes import Mapping, Node, Scalar, Sequence, Source, describe, is_nothing
from causerie.files.problems import Problems
from causerie.files.scalars import resolve

DEEPEST = 100
LARGEST_EXPANSION = 1_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAG = "tag:yaml.org,2002:"


class TooMuch(yaml.YAMLError):
    """Reading was given up; the problem is already told."""


class Composer:
    """Turns the events of one document into nodes."""

    def __init__(self, source: Source, problems: Problems, expand_variables: bool) -> None:
        self.source = source
        self.problems = problems
        self.expand_variables = expand_variables
        self.anchors: dict[str, Node | None] = {}
        self.open: list[tuple[Node, str | None]] = []
        self.pending: list[Node | None] = []
        self.weights: dict[int, int] = {}
        self.root: Node | None = None

    def compose(self) -> Node | None:
        loader = _Loader(self.source.text)
        try:
            self._read(loader)
        except TooMuch:
            return None
        finally:
            loader.dispose()
        return None if is_nothing(self.root) else self.root

    def _read(self, loader: Any) -> None:
        documents = 0
        while loader.check_event():
            event = loader.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._add(self._scalar(event), event.anchor)
            elif kind is yaml.MappingStartEvent:
                self._begin(Mapping(self.source, *_position(event)), event.anchor)
            elif kind is yaml.SequenceStartEvent:
                self._begin(Sequence(self.source, *_position(event)), event.anchor)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._give_up("The file holds more than one document ('---').", event, "one document")

    def _begin(self, node: Node, anchor: str | None) -> None:
        if len(self.open) >= DEEPEST:
            place = f"{self.source.file}"
            self.problems.error(
                f"Values are nested more than {DEEPEST} deep.",
                Place(place, node.line + 1, node.column + 1),
                kind="too_deep",
            )
            raise TooMuch
        if anchor:
            self.anchors[anchor] = None
        self.open.append((node, anchor))
        self.pending.append(None)
        self.weights[id(node)] = 1

    def _end(self) -> None:
        node, anchor = self.open.pop()
        self.pending.pop()
        if isinstance(node, Mapping) and "<<" in node.entries:
            self._merge(node)
        self._add(node, anchor)

    def _add(self, node: Node, anchor: str | None) -> None:
        """Put a finished node where it belongs: root, list item, key or value."""
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif isinstance(parent, Mapping):
            key = self.pending[-1]
            if key is None:
                self.pending[-1] = node
                return
            self.pending[-1] = None
            self._add_entry(parent, key, node)
        self._weigh(parent, node)

    def _add_entry(self, parent: Mapping, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.problems.error(
                "A key must be a single word or text.",
                key.place,
                found=describe(key),
                advice="Put text that holds { } or [ ] in quotes.",
            )
            return
        if key.value in parent.entries:
            first = parent.key_place(key.value)
            self.problems.error(
                f"The key '{key.value}' stands twice in the same mapping; first in line {first.line}.",
                key.place,
                expected="each key once",
                advice="Remove or rename one of them, or join what stands under them.",
                kind="duplicate_key",
                name=str(key.value),
            )
            return
        parent.entries[key.value] = value
        parent.key_positions[key.value] = (key.source, key.line, key.column)

    def _weigh(self, parent: Node, node: Node) -> None:
        """How many values there are when aliases are written out; a few lines can mean billions."""
        weight = self.weights[id(parent)] + self.weights.get(id(node), 1)
        self.weights[id(parent)] = weight
        if weight > LARGEST_EXPANSION and self.anchors:
            self.problems.error(
                f"Aliases make this file unfold into more than {LARGEST_EXPANSION} values.",
                node.place,
                advice="Write the values out, or remove the aliases.",
                kind="too_large",
            )
            raise TooMuch

    def _alias(self, event: Any) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            known = event.anchor in self.anchors
            why = "stands inside the very value it points to" if known else "has no anchor before it"
            self._give_up(f"The alias '*{event.anchor}' {why}.", event, "an anchor that is complete")
            return
        self._add(node, None)

    def _merge(self, node: Mapping) -> None:
        """``<<: *base``: the entries of base, unless the mapping has its own."""
        merged = node.entries.pop("<<")
        place = node.key_place("<<")
        node.key_positions.pop("<<")
        for base in merged.items if isinstance(merged, Sequence) else [merged]:
            if not isinstance(base, Mapping):
                self.problems.error(
                    "'<<' takes a mapping, or a list of mappings.", place, found=describe(base)
                )
                continue
            for key, value in base.entries.items():
                if key not in node.entries:
                    node.entries[key] = value
                    node.key_positions[key] = base.key_positions[key]

    def _scalar(self, event: Any) -> Scalar:
        value: Any = event.value
        style = event.style or ""
        line, column = _position(event)
        if event.tag and event.tag != "!":
            value = self._tagged(event)
        elif event.implicit[0] and style == "":
            if self.expand_variables and needs_expansion(value):
                value = self._expanded(event)
            else:
                value = resolve(value)
        return Scalar(self.source, line, column, value, style)

    def _expanded(self, event: Any) -> str:
        value, unset = expand(event.value)
        for name in unset:
            self.problems.error(
                f"The environment variable {name} is not set.",
                self._place(event),
                found=event.value,
                advice=f"Set {name}, or put the text in quotes if it means no variable.",
                kind="unset_variable",
                name=name,
            )
        return value

    def _tagged(self, event: Any) -> Any:
        """``!!str 12`` and the like; anything else has no meaning here."""
        kind = event.tag.removeprefix(_CORE_TAG)
        value = resolve(event.value)
        if kind == "str":
            return event.value
        if kind in ("int", "float", "bool", "null") and not isinstance(value, str):
            return value
        self.problems.error(
            f"The tag '{event.tag.replace(_CORE_TAG, '!!')}' means nothing here.",
            self._place(event),
            advice="Put text that begins with ! in quotes.",
        )
        return event.value

    def _place(self, event: Any) -> Place:
        line, column = _position(event)
        return Place(self.source.file, line + 1, column + 1)

    def _give_up(self, message: str, event: Any, expected: str) -> None:
        self.problems.error(message, self._place(event), expected=expected)
        raise TooMuch


def _position(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line, mark.column
