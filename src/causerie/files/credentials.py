"""credentials.yml: which channels there are, and what each needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causerie.files import expect
from causerie.files.nodes import describe, is_nothing, plain
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml

Credentials = dict[str, dict[str, Any]]


def read_credentials(path: Path | str | None) -> Credentials:
    """Channel → its keys, in the order of the file; raises ProjectError with all its problems."""
    if path is None:
        return {}
    problems = Problems()
    root = expect.mapping(read_yaml(path, problems), "A credentials file", problems)
    found: Credentials = {}
    for name, node in expect.entries(root, "Each channel", problems) if root is not None else ():
        value = plain(node)
        if isinstance(value, dict):
            found[name] = {str(key): item for key, item in value.items()}
        elif is_nothing(node) or value is True:
            found[name] = {}
        elif value is not False:
            problems.error(
                f"The channel '{name}' must be followed by its keys, or by nothing.",
                node.place,
                expected=f"{name}: with 'key: value' lines indented under it",
                found=describe(node),
                kind="wrong_type",
                name=name,
            )
    problems.raise_errors()
    return found
