"""Regular expressions and lookup tables of the training data, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from causerie.errors import Problem, ProjectError
from causerie.training_data import Lookup, NluData, Regex


@dataclass(frozen=True, slots=True)
class NamedPattern:
    name: str
    pattern: str


def collect_patterns(
    data: NluData, config: dict[str, Any], only: frozenset[str] | None = None
) -> list[NamedPattern]:
    """Regexes, then lookup tables; ``only`` keeps those with one of these names.

    Raises ProjectError for what is no regular expression.
    """
    regexes = data.regexes if config["use_regexes"] else ()
    lookups = data.lookups if config["use_lookup_tables"] else ()
    problems = [problem for regex in regexes if (problem := problem_of(regex))]
    if problems:
        raise ProjectError(problems)
    found = [NamedPattern(regex.name, regex.pattern) for regex in regexes]
    found += [
        NamedPattern(table.name, table_pattern(table, config["use_word_boundaries"])) for table in lookups
    ]
    return [pattern for pattern in found if only is None or pattern.name in only]


def problem_of(regex: Regex) -> Problem | None:
    try:
        re.compile(regex.pattern)
    except re.error as error:
        return Problem(
            f"The regex '{regex.name}' is no regular expression: {error}.",
            regex.place,
            found=regex.pattern,
            advice=r"Write signs that have a meaning, such as ( or +, with a backslash: \( and \+.",
        )
    return None


def table_pattern(table: Lookup, use_word_boundaries: bool) -> str:
    """One alternative per element, in the table's order."""
    edge = r"\b" if use_word_boundaries else ""
    return "(" + "|".join(f"{edge}{re.escape(element)}{edge}" for element in table.elements) + ")"


def annotated_entities(data: NluData) -> frozenset[str]:
    """The names of entities that are annotated in some example."""
    return frozenset(annotation.entity for example in data.examples for annotation in example.entities)
