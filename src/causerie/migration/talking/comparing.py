"""Two outcomes of one message → what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from causerie.domain import Domain
from causerie.migration.talking.turns import (
    AGREES,
    DIFFERS,
    NOT_COMPARED,
    Comparison,
    Difference,
    Json,
    Outcome,
    Said,
)
from causerie.migration.talking.twin import Heard

_SLOT = re.compile(r"\\{[^{}]+?\\}|\{[^{}]+?\}")
SEEN_ONLY_THERE = "The turn needs the custom action {}, which was not run here."


def compare(heard: Heard, theirs: Outcome, ours: Outcome, domain: Domain) -> Comparison:
    """What one side does not show is not compared. A turn with an unknown action is left open."""
    found = tuple(_differences(theirs, ours, domain))
    verdict, note = DIFFERS if found else AGREES, ""
    if ours.not_run and theirs.actions is None:
        verdict, found = NOT_COMPARED, ()
        note = SEEN_ONLY_THERE.format(", ".join(f"'{name}'" for name in dict.fromkeys(ours.not_run)))
    return Comparison(heard.sender, heard.text, verdict, found, note, theirs, ours, heard.channel)


def _differences(theirs: Outcome, ours: Outcome, domain: Domain) -> Iterator[Difference]:
    """In the order in which a turn comes about."""
    if theirs.intent is not None and theirs.intent != ours.intent:
        yield Difference("intent", theirs.intent, ours.intent)
    if theirs.actions is not None and theirs.actions != ours.actions:
        yield Difference("actions", list(theirs.actions), list(ours.actions or ()))
    if not same_words(theirs.said, ours.said, domain):
        yield Difference("messages", [x.piece for x in theirs.said], [x.piece for x in ours.said])
    if theirs.slots is not None and ours.slots is not None:
        names = changed(theirs.slots, ours.slots)
        if names:
            yield Difference("slots", _only(theirs.slots, names), _only(ours.slots, names))
        if theirs.loop != ours.loop:
            yield Difference("form", theirs.loop, ours.loop)


def same_words(theirs: Sequence[Said], ours: Sequence[Said], domain: Domain) -> bool:
    """The same pieces; of a response with several variations, any of them."""
    return all(
        one is not None and other is not None and _same(one, other, domain)
        for one, other in zip_longest(theirs, ours)
    )


def changed(theirs: Mapping[str, object], ours: Mapping[str, object]) -> list[str]:
    return [name for name in {**theirs, **ours} if theirs.get(name) != ours.get(name)]


def _same(theirs: Said, ours: Said, domain: Domain) -> bool:
    if theirs.piece == ours.piece:
        return True
    name = ours.response
    if name is None or len(domain.responses.get(name, ())) < 2:
        return False
    return theirs.response == name or _may_be_said(theirs.piece, name, domain)


def _may_be_said(piece: Json, response: str, domain: Domain) -> bool:
    """Whether the text is one of the response's variations, whatever its slots were filled with."""
    text = piece.get("text")
    texts = [variation.text for variation in domain.responses[response] if variation.text]
    parts = [part for whole in texts for part in whole.strip().split("\n\n")]
    return isinstance(text, str) and any(_pattern(part).fullmatch(text) for part in parts)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _SLOT.split(template)), re.DOTALL)


def _only(values: Mapping[str, object], names: Sequence[str]) -> Json:
    return {name: values.get(name) for name in names}
