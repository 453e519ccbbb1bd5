"""Reads a YAML file to write it anew: comments, order and ``${variables}`` stay as they are."""

from __future__ import annotations

import io
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from causerie.errors import Place
from causerie.files import expect
from causerie.files.domain_json import WIDEST_LINE
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml


def read_for_rewriting(file: Path) -> CommentedMap:
    """Raises ProjectError for a file that is no mapping."""
    problems = Problems()
    root = read_yaml(file, problems, expand_variables=False)
    expect.mapping(root, f"The content of {file.name}", problems)
    problems.raise_errors()
    content = None
    try:
        content = _yaml().load(file.read_text(encoding="utf-8-sig"))
    except (YAMLError, ValueError, RecursionError) as error:
        problems.error(f"The file can't be rewritten: {str(error).splitlines()[0]}.", Place(str(file)))
    problems.raise_errors()
    return content if isinstance(content, CommentedMap) else CommentedMap()


def rewritten(content: CommentedMap) -> str:
    out = io.StringIO()
    _yaml().dump(content, out)
    return out.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = WIDEST_LINE
    yaml.preserve_quotes = True
    yaml.allow_duplicate_keys = True
    return yaml
