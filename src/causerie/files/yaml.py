"""Reads YAML 1.2 into nodes that know their places."""

from __future__ import annotations

from pathlib import Path

import yaml

from causerie.files.composer import Composer
from causerie.files.nodes import Node, Source
from causerie.files.problems import Problems
from causerie.files.text import check_characters, decode_escapes, read_text
from causerie.files.yaml_errors import as_problem


def read_yaml(path: Path | str, problems: Problems, *, expand_variables: bool = True) -> Node | None:
    """The file's one document; None when it is empty or can't be read (then problems says why)."""
    text = read_text(path, problems)
    return None if text is None else read_yaml_text(text, str(path), problems, expand_variables)


def read_yaml_text(text: str, name: str, problems: Problems, expand_variables: bool = True) -> Node | None:
    """As ``read_yaml``; ``name`` is what problems call the text."""
    source = Source(name, decode_escapes(text))
    if not check_characters(source, problems):
        return None
    try:
        return Composer(source, problems, expand_variables).compose()
    except yaml.YAMLError as error:
        problems.add(as_problem(error, source))
    return None
