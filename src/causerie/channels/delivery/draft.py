"""An answer that is shown while it is made: sent with its first sentence, then edited until it is whole."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from causerie.channels.delivery.call import Call, Json
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.editing import Editing
from causerie.channels.delivery.parcel import Delivered, Late, Parcel
from causerie.channels.delivery.platform import Reply
from causerie.errors import PlatformError

SENTENCE = re.compile(r"""[.!?…:。！？][\])"'”’»]*(?:\s|$)|\n""")
Render = Callable[[str], Sequence[Call]]


@dataclass(slots=True)
class _Shown:
    """A message at the platform, and the call that would send it as it stands there."""

    name: Json
    call: Call


class Draft:
    """``render`` makes the calls that would send a text. ``delivered`` is told the replies to new messages.

    All goes through the courier, in order with what else is said; until the end as courtesies, so that a platform
    in trouble is spared. What is whole by then only needs an edit, is sent anew where that is refused, and is sent
    as ever where nothing was shown.
    """

    def __init__(
        self,
        courier: Courier,
        recipient: str,
        editing: Editing,
        render: Render,
        delivered: Delivered | None = None,
    ) -> None:
        self._courier = courier
        self._recipient = recipient
        self._editing = editing
        self._render = render
        self._delivered = delivered
        self._text = ""
        self._shown: list[_Shown] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last: float | None = None
        self._is_planned = self._is_over = self._is_growing = False

    def write(self, piece: str) -> None:
        """More of the text. Nothing is shown before there is a sentence."""
        self._text += piece
        if self._shown or SENTENCE.search(self._text):
            self._plan()

    def finish(self, calls: Sequence[Call]) -> None:
        """These calls would send the whole answer."""
        self._end()
        self._courier.post_late(self._recipient, Late(partial(self._whole, calls)))

    def give_up(self) -> None:
        """Nothing was said after all."""
        self._end()
        self._courier.post_late(self._recipient, Late(partial(self._whole, ())))

    # -- while it is made

    def _plan(self) -> None:
        if self._is_planned or self._is_over:
            return
        self._is_planned = True
        if not self._is_growing:
            self._is_growing = True
            self._courier.growing += 1
        step = Late(self._step, is_courtesy=True)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(
            self._pause(loop.time()), self._courier.post_late, self._recipient, step
        )

    def _pause(self, now: float) -> float:
        if self._last is None:
            return 0.0
        pause = self._editing.pause(self._recipient, self._courier.growing)
        return max(0.0, self._last + pause - now)

    def _step(self) -> list[Parcel]:
        """One call that brings what is shown nearer to the text as it is now."""
        self._is_planned = False
        self._last = asyncio.get_running_loop().time()
        if self._is_over:
            return []
        for place, call in enumerate(self._render(self._text)):
            if place == len(self._shown):
                return [Parcel(replace(call, is_courtesy=True), partial(self._sent, call), self._lost)]
            shown = self._shown[place]
            if shown.call != call:
                edit = self._editing.edited(shown.name, call)
                if edit is None:
                    self._is_over = True
                    return []
                return [
                    Parcel(replace(edit, is_courtesy=True), partial(self._edited, place, call), self._missed)
                ]
        return []

    def _sent(self, call: Call, reply: Reply) -> None:
        if self._delivered is not None:
            self._delivered(reply)
        name = self._editing.name_of(call, reply)
        if name is None:
            self._is_over = True
            return
        self._shown.append(_Shown(name, call))
        self._plan()

    def _edited(self, place: int, call: Call, reply: Reply) -> None:
        self._shown[place].call = call
        self._plan()

    def _lost(self, error: PlatformError) -> None:
        """Whether it was sent is not known, so it is not tried again."""
        self._is_over = True

    def _missed(self, error: PlatformError) -> None:
        self._is_over = self._is_over or error.is_final

    # -- when it is whole

    def _end(self) -> None:
        self._is_over = True
        if self._is_growing:
            self._is_growing = False
            self._courier.growing -= 1
        if self._timer is not None:
            self._timer.cancel()

    def _whole(self, calls: Sequence[Call]) -> list[Parcel]:
        parcels = []
        for shown, call in zip(self._shown, calls, strict=False):
            parcels += self._completed(shown, call)
        parcels += [Parcel(call, self._delivered) for call in calls[len(self._shown) :]]
        return parcels + [Parcel(self._editing.deleted(shown.name)) for shown in self._shown[len(calls) :]]

    def _completed(self, shown: _Shown, call: Call) -> list[Parcel]:
        """Nobody shall read it twice: where it has to be sent anew, what was shown goes away."""
        if shown.call == call:
            return []
        gone = replace(self._editing.deleted(shown.name), is_courtesy=True)
        edit = self._editing.edited(shown.name, call)
        if edit is None:
            return [Parcel(gone), Parcel(call, self._delivered)]
        return [Parcel(replace(edit, otherwise=(gone, call)))]
