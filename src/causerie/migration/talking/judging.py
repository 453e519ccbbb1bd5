"""Turn by turn: what the old server did, what the assistant here does with it, and whether that is the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from causerie.errors import CauserieError
from causerie.migration.talking.comparing import compare
from causerie.migration.talking.tracked import TrackedTurn, find_turn, without_recipient
from causerie.migration.talking.turns import (
    DIFFERS,
    NOT_COMPARED,
    Comparison,
    Difference,
    Json,
    Outcome,
    Said,
    When,
)
from causerie.migration.talking.twin import Heard, Twin

KEPT = 5_000
UNSEEN = "The channel '{}' does not show what was answered, and the tracker can't be read."


class Judge:
    """Knows of each conversation until when it was compared; of those used last, at most ``KEPT``."""

    def __init__(self, twin: Twin) -> None:
        self.twin = twin
        self._compared_until: OrderedDict[str, float] = OrderedDict()

    async def turn(
        self, heard: Heard, answer: Sequence[Json] | None, events: Sequence[Json] | None, when: When
    ) -> Comparison:
        """``answer``: what the channel showed, if it did; ``events``: the old server's tracker, if it shows it."""
        after = self._compared_until.get(heard.sender, 0.0)
        tracked = find_turn(events, heard.text, after, when) if events else None
        await self._remember(heard.sender, tracked.time if tracked else after)
        try:
            ours = await self.twin.take(_as_there(heard, tracked), tracked)
        except Exception as error:  # parts of the project's own may raise anything; the report says what
            what = str(error) if isinstance(error, CauserieError) else f"{type(error).__name__}: {error}"
            failed = Difference("messages", list(answer or ()), f"failed: {what}")
            return Comparison(heard.sender, heard.text, DIFFERS, (failed,), channel=heard.channel)
        if answer is None and tracked is None:
            note = UNSEEN.format(heard.channel)
            return Comparison(heard.sender, heard.text, NOT_COMPARED, note=note, channel=heard.channel)
        return compare(heard, self._theirs(heard, answer, tracked), ours, self.twin.domain)

    def _theirs(self, heard: Heard, answer: Sequence[Json] | None, tracked: TrackedTurn | None) -> Outcome:
        if tracked is None:
            return Outcome(tuple(Said(without_recipient(piece)) for piece in answer or ()))
        slots, loop = self.twin.state_after(tracked, heard.sender)
        return Outcome(_said(answer, tracked), tracked.intent, tracked.actions, slots, loop)

    async def _remember(self, sender: str, until: float) -> None:
        self._compared_until[sender] = until
        self._compared_until.move_to_end(sender)
        while len(self._compared_until) > KEPT:
            oldest, _ = self._compared_until.popitem(last=False)
            await self.twin.forget(oldest)


def _as_there(heard: Heard, tracked: TrackedTurn | None) -> Heard:
    """The tracker knows better what came along with a message."""
    return replace(heard, metadata=tracked.metadata) if tracked else heard


def _said(answer: Sequence[Json] | None, tracked: TrackedTurn) -> tuple[Said, ...]:
    """What the user got; the tracker says of which response each piece is, where both agree."""
    if answer is None:
        return tracked.said
    got = tuple(Said(without_recipient(piece)) for piece in answer)
    return tracked.said if [x.piece for x in got] == [x.piece for x in tracked.said] else got
