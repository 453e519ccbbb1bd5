"""Draws stories into a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from causerie.errors import CauserieError
from causerie.evaluation.story_graph import story_graph
from causerie.evaluation.story_picture import story_page
from causerie.training_data import Example, Story


def draw_stories(stories: Sequence[Story], out: Path, history: int, examples: Iterable[Example] = ()) -> str:
    """Writes the page; returns what to tell. Intents are shown by an example, where there is one."""
    said = {example.intent: example.text for example in reversed(list(examples)) if example.intent}
    graph = story_graph(stories, history, said)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(story_page(graph), encoding="utf-8")
    except OSError as error:
        raise CauserieError(f"'{out}' can't be written: {error.strerror or error}.") from error
    return f"{len(stories)} stories and rules are drawn in '{out}'; open it with a browser."
