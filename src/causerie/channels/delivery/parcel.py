"""What lies in a courier's queue: calls, and calls that are not known before it is their turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Reply
from causerie.errors import PlatformError

Delivered = Callable[[Reply], None]


@dataclass(slots=True)
class Parcel:
    """``delivered`` is told the reply, ``missed`` why a courtesy failed. ``number``: where it is kept on disk."""

    call: Call
    delivered: Delivered | None = None
    missed: Callable[[PlatformError], None] | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """``make`` is asked when everything before has been delivered. Courtesies are left out while there is trouble."""

    make: Callable[[], Sequence[Parcel]]
    is_courtesy: bool = False


def unpacked(item: Parcel | Late) -> Sequence[Parcel]:
    """What is left of it when there is trouble."""
    if isinstance(item, Late):
        return () if item.is_courtesy else item.make()
    return (item,)
