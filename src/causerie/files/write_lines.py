"""New lines for a YAML text: where they go, and how they look beside those that are there.

Each function returns the longer text, or None where the way the file is written has no place for
new lines (``stories: []``); the caller then rewrites the file.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import yaml as pyyaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from causerie.files.domain_json import WIDEST_LINE

Path = tuple[str | int, ...]
_PLAIN = re.compile(r"[A-Za-z_][\w/.-]*")
SafeLoader: Any = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)


def with_items(text: str, path: Path, items: Sequence[Any]) -> str | None:
    """Items at the end of a list."""
    return _with_members(text, path, pyyaml.SequenceNode, list(items))


def with_entries(text: str, path: Path, entries: Mapping[str, Any]) -> str | None:
    """Entries at the end of a mapping."""
    return _with_members(text, path, pyyaml.MappingNode, dict(entries))


def with_lines(text: str, path: Path, lines: Sequence[str]) -> str | None:
    """Lines at the end of a block of text (``examples: |``)."""
    node = _find(text, path)
    if not isinstance(node, pyyaml.ScalarNode) or node.style != "|" or not node.value.strip():
        return None
    written = _lines(text)
    end = _end(node, written)
    indent = _indent(written[end - 1])
    return _inserted(written, end, "".join(f"{indent}{line}\n" for line in lines))


def _with_members(text: str, path: Path, kind: Any, members: list[Any] | dict[str, Any]) -> str | None:
    node = _find(text, path)
    if node is None and len(path) == 1:
        return _with_section(text, str(path[0]), members)
    if not isinstance(node, kind) or not node.value:
        return None
    if node.flow_style:
        return _with_flow_items(text, node, members) if isinstance(members, list) else None
    written = _lines(text)
    column = node.start_mark.column
    parts = [members] if isinstance(members, dict) else [[item] for item in members]
    gap = "\n" if _has_gaps(node, written) else ""
    new = "".join(gap + _indented(_dumped(part, column > 0), column) for part in parts)
    return _inserted(written, _end(node, written), new)


def _with_flow_items(text: str, node: Any, items: list[Any]) -> str:
    """``[a, b]`` → ``[a, b, c]``."""
    written = _lines(text)
    end = sum(map(len, written[: node.end_mark.line])) + node.end_mark.column - 1
    before = text[:end].rstrip().removesuffix(",")
    new = ", ".join(item if _is_plain(item) else json.dumps(item, ensure_ascii=False) for item in items)
    return f"{before}, {new}{text[end:]}"


def _is_plain(item: Any) -> bool:
    return isinstance(item, str) and _PLAIN.fullmatch(item) is not None


def _with_section(text: str, key: str, members: Any) -> str:
    gap = "\n" if text.strip() else ""
    return _ended(text) + gap + _dumped({key: members}, False)


# -- finding the place


def _find(text: str, path: Path) -> Any:
    node = pyyaml.compose(text, Loader=SafeLoader)
    for step in path:
        if isinstance(node, pyyaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, pyyaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        else:
            return None
    return node


def _end(node: Any, written: Sequence[str]) -> int:
    """The index of the line behind the node's last one."""
    node = _last_leaf(node)
    mark = node.end_mark
    end = min(mark.line + (mark.column > 0), len(written))
    while end > 0 and not written[end - 1].strip():
        end -= 1
    return int(end)


def _last_leaf(node: Any) -> Any:
    while isinstance(node, pyyaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _has_gaps(node: Any, written: Sequence[str]) -> bool:
    """Whether the members are set apart by empty lines."""
    members = [member if isinstance(member, tuple) else (member, member) for member in node.value]
    return any(
        not line.strip()
        for (_, earlier), (later, _) in pairwise(members)
        for line in written[_end(earlier, written) : later.start_mark.line]
    )


# -- writing


def _inserted(written: Sequence[str], at: int, new: str) -> str:
    return _ended("".join(written[:at])) + new + "".join(written[at:])


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _lines(text: str) -> list[str]:
    """With their ends. Only what YAML and an editor both take for one ends a line."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])


def _dumped(value: Any, indented_lists: bool) -> str:
    writer = YAML()
    writer.width = WIDEST_LINE
    if indented_lists:
        writer.indent(mapping=2, sequence=4, offset=2)
    writer.representer.add_representer(
        type(None), lambda self, _: self.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    out = io.StringIO()
    writer.dump(CommentedMap(value) if isinstance(value, dict) else value, out)
    # A list at the top is moved in too, unlike those below it.
    return _moved_out(out.getvalue()) if indented_lists and isinstance(value, list) else out.getvalue()


def _moved_out(text: str) -> str:
    return "".join(line.removeprefix("  ") for line in _lines(text))


def _indented(text: str, column: int) -> str:
    return "".join(" " * column + line if line.strip() else line for line in _lines(text))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
