"""Conversations said to a running Rasa and to the assistant here."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from causerie.dialogue.events import UserUttered
from causerie.errors import EndpointError, ProjectError
from causerie.evaluation.story_lines import TestLine
from causerie.files import expect
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml
from causerie.migration.talking.judging import Judge
from causerie.migration.talking.turns import Comparison, When
from causerie.migration.talking.twin import Heard, Twin
from causerie.migration.talking.upstream import Upstream
from causerie.ports import Progress


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a user says, in this order."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """``notes`` tell what could not be looked at."""

    server: str
    turns: tuple[tuple[str, Comparison], ...]
    notes: tuple[str, ...] = ()


async def replay(
    conversations: Sequence[Conversation], upstream: Upstream, twin: Twin, progress: Progress
) -> Replayed:
    """Raises EndpointError when the server can't be asked."""
    server = await upstream.check()
    run = f"causerie-compat-{uuid.uuid4().hex[:8]}"
    shows = await upstream.shows_trackers(run)
    by_rest = await upstream.has_rest()
    if not by_rest and not shows:
        raise EndpointError(
            f"{upstream.url} serves neither the REST channel (rest: in credentials.yml) nor the HTTP API "
            "(--enable-api); one of them is needed to talk to it."
        )
    judge = Judge(twin)
    turns: list[tuple[str, Comparison]] = []
    for number, conversation in enumerate(conversations):
        progress(f"talking: {conversation.name}")
        for text in conversation.texts:
            heard = Heard(f"{run}-{number}", text, "rest" if by_rest else "")
            turns.append((conversation.name, await _turn(heard, upstream, judge, shows, by_rest)))
    return Replayed(server, tuple(turns), tuple(_notes(shows)))


async def _turn(heard: Heard, upstream: Upstream, judge: Judge, shows: bool, by_rest: bool) -> Comparison:
    began = time.perf_counter()
    say = upstream.say if by_rest else upstream.say_by_api
    answer = await say(heard.sender, heard.text)
    when = When(time.time(), time.perf_counter() - began)
    return await judge.turn(heard, answer, await upstream.tracker(heard.sender) if shows else None, when)


def _notes(shows: bool) -> Iterator[str]:
    if not shows:
        yield (
            "The server does not show its trackers (it was started without --enable-api): intents, actions and "
            "slots were not compared, and turns with custom actions only with --run-actions."
        )


def conversations_of(lines: Sequence[TestLine]) -> list[Conversation]:
    """The user's turns of test stories; a turn without a text is its intent, named directly."""
    found = []
    for line in lines:
        texts = tuple(_text(event) for event in line.events if isinstance(event, UserUttered))
        if texts:
            found.append(Conversation(line.name, texts))
    return found


def _text(message: UserUttered) -> str:
    return message.text or f"/{message.full_retrieval_intent_name or message.intent_name}"


def read_conversations(path: Path) -> list[Conversation]:
    """``name: [text, text …]`` in YAML; raises ProjectError with all mistakes."""
    problems = Problems()
    root = expect.mapping(read_yaml(path, problems), "A file of conversations", problems)
    found: list[Conversation] = []
    for name, node in expect.entries(root, "Each conversation", problems) if root else ():
        texts = expect.names(node, f"The conversation '{name}'", problems)
        if texts:
            found.append(Conversation(name, texts))
    problems.raise_errors()
    if not found:
        raise ProjectError(f"{path} has no conversations. Expected: 'name:', and under it a list of texts.")
    return found
