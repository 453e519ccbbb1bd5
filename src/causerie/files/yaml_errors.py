"""What libyaml says when it gives up, in words that help."""

from __future__ import annotations

from typing import Any

import yaml

from causerie.errors import Place, Problem
from causerie.files.nodes import Source, shorten

# (what libyaml's text holds, our message, our advice); the first that fits counts.
_KNOWN = (
    (
        "maximum nesting depth",
        "Values are nested too deep to be read.",
        "Close the brackets that are open, and put text that begins with [ or { in quotes.",
    ),
    (
        "cannot start any token",
        "A character stands where no value can begin.",
        "Indent with spaces, never with tabs, and put text that begins with @, ` or % in quotes.",
    ),
    (
        "mapping values are not allowed",
        "A colon followed by a space stands inside a value, or this line is indented too far.",
        "Put text that holds ': ' in quotes, or line the key up with the keys above it.",
    ),
    (
        "block sequence entries are not allowed",
        "A '- ' stands where no list can begin.",
        "Begin a list in a line of its own, under its key.",
    ),
    (
        "mapping keys are not allowed",
        "A '? ' stands where no key can begin.",
        "Put text that begins with '? ' in quotes.",
    ),
    (
        "could not find expected ':'",
        "A key without its colon, or a text whose lines are not indented alike.",
        "Write 'key: value', and indent every line of a text block by the same number of spaces.",
    ),
    (
        "while parsing a block mapping",
        "This line does not line up with the keys of its mapping.",
        "Give all keys of one mapping the same indentation; check for an unclosed quote just above.",
    ),
    (
        "while parsing a block collection",
        "This line does not line up with the items of its list.",
        "Begin every item of one list with '- ' in the same column.",
    ),
    (
        "while parsing a flow",
        "A bracket or brace is not closed, or a comma is missing.",
        "Close every [ with ] and every { with }; put text that holds braces in quotes.",
    ),
    (
        "quoted scalar",
        "A quote is opened and not closed, or holds a wrong backslash sequence.",
        "Close the quote; inside double quotes write a backslash as \\\\, or use single quotes.",
    ),
    (
        "block scalar",
        "The text block after '|' or '>' is not indented as it must be.",
        "Indent all its lines by spaces, by more than the key above.",
    ),
    (
        "undefined alias",
        "An alias (*name) has no anchor (&name) before it.",
        "Put text that begins with * in quotes.",
    ),
    ("tag", "A tag (!name) can't be read.", "Put text that begins with ! in quotes."),
    (
        "anchor",
        "An anchor (&name) or alias (*name) can't be read.",
        "Put text that begins with & or * in quotes.",
    ),
    (
        "alias",
        "An anchor (&name) or alias (*name) can't be read.",
        "Put text that begins with & or * in quotes.",
    ),
    (
        "directive",
        "A line that begins with % is no YAML directive.",
        "Put text that begins with % in quotes.",
    ),
    (
        "document start",
        "Something stands where a new document would have to begin.",
        "Check the indentation here.",
    ),
)


def as_problem(error: yaml.YAMLError, source: Source) -> Problem:
    """The error with its place, and the line that stands there."""
    mark = _place_to_look(error, source)
    line = min(mark.line, max(len(source.lines) - 1, 0)) if mark else 0
    column = mark.column if mark and mark.line == line else 0
    said = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}".lower()
    message, advice = _explain(said)
    written = source.lines[line] if line < len(source.lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        message, advice = "This line is indented with a tab.", "Indent YAML with spaces only."
    return Problem(
        f"This is no YAML. {message}",
        Place(source.file, line + 1, column + 1),
        found=shorten(written) or "the end of the file",
        advice=advice,
        kind="syntax",
    )


def _place_to_look(error: yaml.YAMLError, source: Source) -> Any:
    """Where reading stopped; where the quote or bracket was opened when that is the end of the file."""
    stopped, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at_end = stopped and stopped.line >= len(source.lines) - 1
    return opened if opened and (at_end or not stopped) else stopped


def _explain(said: str) -> tuple[str, str]:
    for part, message, advice in _KNOWN:
        if part in said:
            return message, advice
    return f"The reader stopped here: {shorten(said)}.", "Check indentation, quotes and brackets."
