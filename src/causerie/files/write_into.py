"""A YAML file that grows: what stands in it stays as it is, comments, order and all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from causerie.errors import Place, Problem, ProjectError
from causerie.files.nodes import describe_value, plain
from causerie.files.problems import Problems
from causerie.files.rewrite import read_for_rewriting, rewritten
from causerie.files.versions import LATEST
from causerie.files.write_lines import Path as Steps
from causerie.files.write_lines import with_entries, with_items, with_lines
from causerie.files.write_whole import write_whole
from causerie.files.yaml import read_yaml_text


class GrowingFile:
    """Grows in memory until ``write``. New lines go between those there are; only where a section is
    written in a way that has no room for lines is the file dumped anew."""

    def __init__(self, file: Path) -> None:
        """Raises ProjectError for a file that is there and can't be read."""
        self.file = file
        self._ends = "\n"
        self._mark = ""
        if file.exists() and file.stat().st_size:
            self._content = read_for_rewriting(file)
            self.text = self._take(file.read_bytes().decode("utf-8"))
        else:
            self._content = CommentedMap(version=DoubleQuotedScalarString(LATEST))
            self.text = rewritten(self._content)

    @property
    def data(self) -> CommentedMap:
        """What the file holds now."""
        return self._content

    def add_items(self, path: Steps, items: Sequence[Any]) -> None:
        """At the end of the list under these keys, which is made if it is not there."""
        if items:
            self._expect(list, path)
            self._grow(lambda data: _extend(data, path, items), with_items(self.text, path, items))

    def add_entries(self, path: Steps, entries: Mapping[str, Any]) -> None:
        """At the end of the mapping under these keys, which is made if it is not there."""
        if entries:
            self._expect(dict, path)
            self._grow(lambda data: _update(data, path, entries), with_entries(self.text, path, entries))

    def add_lines(self, path: Steps, lines: Sequence[str]) -> None:
        """At the end of the block of text under these keys."""
        if lines:
            self._grow(lambda data: _lengthen(data, path, lines), with_lines(self.text, path, lines), path)

    def write(self) -> None:
        """The file is replaced at once; raises OSError."""
        write_whole(self.file, self._mark + self.text.replace("\n", self._ends))

    def _grow(self, change: Callable[[Any], None], text: str | None, block: Steps = ()) -> None:
        """``text``, if it says what is meant; else everything anew. How a ``block`` ends does not matter."""
        wanted = _read(self.text)
        change(wanted)
        change(self._content)
        fits = text is not None and _without_end(_read(text), block) == _without_end(wanted, block)
        self.text = text if text is not None and fits else rewritten(self._content)

    def _expect(self, kind: type, path: Steps) -> None:
        found = _parent(self._content, path).get(path[-1])
        if found is not None and not isinstance(found, kind):
            wanted = "a list ('- …' lines)" if kind is list else "a mapping ('key: value' lines)"
            raise ProjectError(
                Problem(
                    f"'{path[0]}' is something else here, so nothing can be added to it.",
                    Place(str(self.file)),
                    expected=wanted,
                    found=describe_value(found),
                    advice="Name another file.",
                )
            )

    def _take(self, raw: str) -> str:
        self._mark = "\ufeff" if raw.startswith("\ufeff") else ""
        self._ends = "\r\n" if "\r\n" in raw else "\n"
        text = raw.removeprefix("\ufeff").replace("\r\n", "\n")
        return text if text.endswith("\n") else text + "\n"


def _read(text: str) -> Any:
    return plain(read_yaml_text(text, "", Problems(), expand_variables=False))


def _without_end(data: Any, block: Steps) -> Any:
    if block and data:
        parent = _parent(data, block)
        parent[block[-1]] = parent[block[-1]].rstrip("\n")
    return data


def _parent(data: Any, path: Steps) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _extend(data: Any, path: Steps, items: Sequence[Any]) -> None:
    parent = _parent(data, path)
    if not parent.get(path[-1]):
        parent[path[-1]] = []
    parent[path[-1]].extend(items)


def _update(data: Any, path: Steps, entries: Mapping[str, Any]) -> None:
    parent = _parent(data, path)
    if not parent.get(path[-1]):
        parent[path[-1]] = {}
    parent[path[-1]].update(entries)


def _lengthen(data: Any, path: Steps, lines: Sequence[str]) -> None:
    parent = _parent(data, path)
    before = str(parent[path[-1]] or "").rstrip("\n")
    all_lines = [*([before] if before else []), *lines]
    parent[path[-1]] = LiteralScalarString("\n".join(all_lines) + "\n")
