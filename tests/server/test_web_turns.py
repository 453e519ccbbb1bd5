"""Typing is shown while a turn is under way, here or in another process, and ends with the last of them."""

from __future__ import annotations

import asyncio
from typing import Any

from causerie.channels.web.live import Live
from causerie.channels.web.turns import SILENCE, Turns

ADA, BEN = "web-ada", "web-ben"


def shown(queue: asyncio.Queue[Any]) -> list[bool]:
    """What was told of typing since the last look."""
    return [queue.get_nowait()[1]["on"] for _ in range(queue.qsize())]


def test_a_process_that_says_nothing_any_more_has_no_turns() -> None:
    turns = Turns()
    turns.heard("killed", ADA, True, now=0.0)
    turns.heard("alive", BEN, True, now=0.0)
    turns.heard_all("alive", [BEN], now=SILENCE)
    turns.forget_silent(SILENCE)
    assert turns.elsewhere() == {ADA, BEN}
    turns.forget_silent(SILENCE + 1)
    assert turns.elsewhere() == {BEN}


def test_a_list_of_turns_puts_right_what_was_missed() -> None:
    live = Live()
    with live.listening(ADA) as queue:
        assert queue is not None
        live.heard_turns("other", [ADA, BEN])
        assert shown(queue) == [True]
        live.heard_turns("other", [ADA])
        assert shown(queue) == []
        live.heard_turns("other", [])
        assert shown(queue) == [False]


def test_typing_ends_with_the_last_of_two_turns_in_two_processes() -> None:
    for first_here in (True, False):
        live = Live()
        with live.listening(ADA) as queue:
            assert queue is not None
            live.heard("other", ADA, "typing", {"on": True})
            with live.turn(ADA):
                assert shown(queue) == [True, True]
                if not first_here:
                    live.heard("other", ADA, "typing", {"on": False})
                    assert shown(queue) == []
            if first_here:
                assert shown(queue) == []
                assert live.is_busy(ADA)
                live.heard("other", ADA, "typing", {"on": False})
            assert shown(queue) == [False]
            assert not live.is_busy(ADA)


def test_without_the_others_nobody_knows_of_their_turns() -> None:
    live = Live()
    with live.listening(ADA) as queue, live.turn(BEN):
        assert queue is not None
        live.heard("other", ADA, "typing", {"on": True})
        live.heard_nothing()
        assert shown(queue) == [True, False]
        assert live.is_busy(BEN)


def test_others_are_told_of_the_channels_conversations_alone() -> None:
    class Kept:
        def __init__(self) -> None:
            self.told: list[tuple[str, str]] = []

        def tell(self, conversation: str, kind: str, data: dict[str, Any]) -> None:
            self.told.append((conversation, kind))

    live, others = Live(), Kept()
    live.others = others
    live.stored(ADA)
    live.stored("a user of REST")
    assert others.told == [(ADA, "stored")]
