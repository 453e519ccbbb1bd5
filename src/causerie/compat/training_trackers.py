"""The conversations that a policy written for Rasa is trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.ports import PolicyContext
from causerie.training_data.unfolding import Line, unfold

MAX_JOINED = 200
JOINED_PER_UNIT = 10


def training_trackers(context: PolicyContext) -> list[DialogueStateTracker]:
    """Stories, stories that follow each other, and rules, each marked as what it is.

    Rasa joins stories too (``--augmentation``): a policy that sees only beginnings of conversations
    does not know what to do later.
    """
    domain = context.domain
    stories: list[Line] = context.shared.get("story_lines") or unfold(context.stories, domain)
    rules: list[Line] = context.shared.get("rule_lines") or unfold(context.rules, domain)
    found = [DialogueStateTracker.of(line.tracker(domain)) for line in stories]
    limit = min(MAX_JOINED, JOINED_PER_UNIT * int(context.shared.get("augmentation", MAX_JOINED)))
    for tracker in joined(stories, domain, context.seed, limit):
        view = DialogueStateTracker.of(tracker)
        view.is_augmented = True
        found.append(view)
    return [*found, *(DialogueStateTracker.of(line.tracker(domain), is_rule_tracker=True) for line in rules)]


def joined(stories: Sequence[Line], domain: Domain, seed: int, limit: int) -> Iterator[Tracker]:
    """Pairs of different stories, one after the other: all of them, or as many as may be, drawn."""
    places = range(len(stories))
    pairs = [(first, second) for first in places for second in places if first != second]
    if len(pairs) > limit:
        pairs = random.Random(seed).sample(pairs, limit)
    for first, second in pairs:
        events = (*stories[first].events, *stories[second].events[1:])  # it was listening already
        yield Tracker(f"{stories[first].name} > {stories[second].name}", domain.slots, events)
