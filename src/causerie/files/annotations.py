"""Entities written into an example: ``[Rome](city)``, ``[Rome](city:roma)``,
``[Rome]{"entity": "city", "role": "to"}`` and ``[Rome][{…}, {…}]``.

The notation has no escapes: text ends at the first ``]``, a value at the first ``)`` or ``}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from causerie.training_data import EntityAnnotation

# Called with a column in the annotated text, a severity, a message and an advice.
Report = Callable[[int, str, str, str], None]

_ANNOTATION = re.compile(
    r"""
    \[ (?P<text> [^\]]+? ) \]
    (?:
        \( (?P<entity> [^:)]+? ) (?: : (?P<value> [^)]+ ) )? \)
      | \{ (?P<properties> [^}]+? ) \}
      | \[ (?P<several> .*? ) \]
    )
    """,
    re.VERBOSE,
)
_PROPERTIES = re.compile(r"\{([^}]+?)\}")
_LEFT_OVER = re.compile(r"\[[^\[\]]*\](?:\(|\{)")
_TEXT_KEYS = ("entity", "role", "group")


def read_annotations(written: str, report: Report) -> tuple[str, tuple[EntityAnnotation, ...]]:
    """The plain text and its entities; broken annotations are reported."""
    if "[" not in written:
        return written, ()
    parts: list[str] = []
    found: list[EntityAnnotation] = []
    length = done = 0
    for match in _ANNOTATION.finditer(written):
        before, text = written[done : match.start()], match["text"]
        _report_left_over(before, done, report)
        parts += (before, text)
        start = length + len(before)
        length, done = start + len(text), match.end()
        found.extend(
            EntityAnnotation(start, length, entity, value, role, group)
            for entity, value, role, group in _entities(match, report)
        )
    _report_left_over(written[done:], done, report)
    return "".join((*parts, written[done:])), tuple(found)


def _entities(match: re.Match[str], report: Report) -> Iterator[tuple[str, str, str | None, str | None]]:
    text = match["text"]
    if match["entity"]:
        yield match["entity"], match["value"] or text, None, None
        return
    if match["properties"]:
        written = [(match.start("properties") - 1, match["properties"])]
    else:
        inner = _PROPERTIES.finditer(match["several"])
        written = [(match.start("several") + one.start(), one[1]) for one in inner]
        if not written:
            report(
                match.start(),
                "warning",
                f"'{match[0]}' names no entity; only '{text}' is kept.",
                "Write [text](entity), or put a space between the brackets.",
            )
    for column, inside in written:
        properties = _properties(inside, column, report)
        if properties:
            value = properties.get("value", text)
            yield properties["entity"], str(value), properties.get("role"), properties.get("group")


def _properties(inside: str, column: int, report: Report) -> dict[str, Any] | None:
    try:
        properties = json.loads("{" + inside + "}")
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        report(
            column,
            "error",
            f"The entity '{{{inside}}}' is no JSON: {why}.",
            'Write {"entity": "name", "value": "…"} with double quotes; a value can\'t hold }.',
        )
        return None
    wrong = _wrong_property(properties)
    if wrong:
        advice = 'Write {"entity": "name"}, and "value", "role" or "group" if you need them.'
        report(column, "error", f"The entity '{{{inside}}}' {wrong}.", advice)
        return None
    return dict(properties)


def _wrong_property(properties: dict[str, Any]) -> str:
    if "entity" not in properties:
        return "has no key 'entity'"
    for key in _TEXT_KEYS:
        if key in properties and not isinstance(properties[key], str):
            return f"has a '{key}' that is no text"
    value = properties.get("value", "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "has a 'value' that is neither text nor a number"
    return ""


def _report_left_over(text: str, offset: int, report: Report) -> None:
    """What looks like an annotation and is none stays in the text as it is written."""
    if "]" not in text:
        return
    for match in _LEFT_OVER.finditer(text):
        report(
            offset + match.start(),
            "warning",
            f"'{text[match.start() : match.end() + 12]}' looks like an entity, but is not complete.",
            'Write [text](entity) or [text]{"entity": "name"}, with nothing empty and every bracket closed.',
        )
