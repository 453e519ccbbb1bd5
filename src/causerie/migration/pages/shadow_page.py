"""What the shadow saw, as a page and in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from causerie.migration.pages.document import Document, Row, Section, shown
from causerie.migration.pages.html import as_html
from causerie.migration.talking.turns import Json

COUNTS = {
    "turns": "turns",
    "agree": "agree",
    "differ": "differ",
    "not_compared": "not compared",
    "left_out": "left out: they came faster than they could be compared",
    "not_in_sample": "not in the sample",
    "conversations": "conversations",
    "conversations_that_differ": "conversations that differ",
}
LISTS = {
    "differences": "What differs",
    "why_not_compared": "Why turns were not compared",
    "unread_channels": "Messages in a form that is not known here, by channel",
}
DIFFERENCES = ("conversation", "message", "what", "old server", "here")


def shadow_page(summary: Json) -> str:
    sections = [Section("In numbers", rows=tuple((COUNTS[key], str(summary[key])) for key in COUNTS))]
    for key, title in LISTS.items():
        if summary[key]:
            rows = tuple((name, str(count)) for name, count in summary[key].items())
            sections.append(Section(title, rows=rows))
    first = tuple(_first(summary))
    if first:
        sections.append(Section("Where conversations differ first", head=DIFFERENCES, rows=first))
    return as_html(Document("Causerie beside Rasa", tuple(sections)))


def shadow_lines(summary: Json) -> list[str]:
    """For a terminal."""
    said = [
        f"{summary[key]} {text}" for key, text in COUNTS.items() if summary[key] or key in ("turns", "agree")
    ]
    lines = ["; ".join(said) + "."]
    lines += [f"  {count} × {what} differ" for what, count in summary["differences"].items()]
    lines += [f"  {count} × not compared: {why}" for why, count in summary["why_not_compared"].items()]
    lines += [f"  {count} × not read: channel {name}" for name, count in summary["unread_channels"].items()]
    return lines


def _first(summary: Json) -> Iterator[Row]:
    for row in summary["first_differences"]:
        for number, difference in enumerate(row["differences"]):
            begin = ("", "") if number else (row["sender"], row["text"])
            yield (*begin, difference["what"], shown(difference["theirs"]), shown(difference["ours"]))
