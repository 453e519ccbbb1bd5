"""What users thought of the bot's answers, beside what they had asked and what was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from causerie.channels.web.showing import Names, bot_message
from causerie.dialogue import events as e
from causerie.domain.names import ACTION_LISTEN
from causerie.ports import BotMessage, TrackerStore

NO_ACTION = "(no action)"
NO_INTENT = "(no intent)"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a message of the bot answers, and which action said it."""

    said: str = ""
    action: str = NO_ACTION
    asked: str = ""
    intent: str = NO_INTENT
    confidence: float = 0.0
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Of an answer (``value`` "up" or "down"), or of the whole conversation (``rating`` 1 to 5).

    ``time`` in seconds since 1970. ``is_certain``: the channel named the answer in a way that can be found
    again; else it is the last one before the opinion.
    """

    conversation: str
    time: float
    value: str | None
    rating: int | None
    comment: str | None
    turn: Turn
    is_certain: bool


@dataclass(slots=True)
class Share:
    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """``actions`` and ``intents``: the most disliked first. ``ratings``: how many gave 1 to 5 stars."""

    actions: dict[str, Share]
    intents: dict[str, Share]
    ratings: dict[int, int] = field(default_factory=dict)


async def opinions_in(
    store: TrackerStore, start: float | None = None, end: float | None = None
) -> list[Opinion]:
    """All that were given in ``start <= time < end``, in the order of time. Raises StoreError."""
    found: list[Opinion] = []
    async for conversation in store.keys():
        stored = await store.read(conversation)
        found += [
            opinion
            for opinion in opinions(conversation, stored.events)
            if (start is None or start <= opinion.time) and (end is None or opinion.time < end)
        ]
    return sorted(found, key=lambda opinion: opinion.time)


def opinions(conversation: str, events: Sequence[e.Event]) -> list[Opinion]:
    """The last word on each message counts; what was taken back is not there."""
    latest: dict[str | None, Opinion] = {}
    for opinion, message in _given(conversation, events):
        before = latest.pop(message, None)
        if before is not None and opinion.comment is None and opinion.value == before.value:
            opinion = replace(opinion, comment=before.comment)
        if opinion.value or opinion.rating or opinion.comment:
            latest[message] = opinion
    return list(latest.values())


def summary(found: Iterable[Opinion]) -> Summary:
    actions: dict[str, Share] = {}
    intents: dict[str, Share] = {}
    ratings: dict[int, int] = {}
    for opinion in found:
        if opinion.rating is not None:
            ratings[opinion.rating] = ratings.get(opinion.rating, 0) + 1
        for shares, name in ((actions, opinion.turn.action), (intents, opinion.turn.intent)):
            share = shares.setdefault(name, Share())
            share.up += opinion.value == "up"
            share.down += opinion.value == "down"
    return Summary(_worst_first(actions), _worst_first(intents), dict(sorted(ratings.items())))


def _given(conversation: str, events: Sequence[e.Event]) -> Iterator[tuple[Opinion, str | None]]:
    turns: dict[str, Turn] = {}
    names, now = Names(), Turn()
    for event in events:
        match event:
            case e.UserUttered():
                now = _asked(event)
            case e.ActionExecuted() if event.name != ACTION_LISTEN:
                now = replace(now, action=event.name or NO_ACTION)
            case e.BotUttered() if shown := bot_message(BotMessage(event.text, event.data)):
                now = replace(now, said=event.text or f"({', '.join(shown)})")
                turns[names.of(event)] = now
            case e.FeedbackGiven():
                turn = turns.get(event.message or "")
                last = now if event.message else Turn(channel=now.channel)
                yield (
                    Opinion(
                        conversation,
                        event.timestamp,
                        event.value,
                        event.rating,
                        event.comment,
                        turn or last,
                        turn is not None or event.message is None,
                    ),
                    event.message,
                )


def _asked(event: e.UserUttered) -> Turn:
    return Turn(
        asked=event.text or "",
        intent=event.full_retrieval_intent_name or event.intent_name or NO_INTENT,
        confidence=float(event.intent.get("confidence") or 0.0),
        channel=event.input_channel or "",
    )


def _worst_first(shares: dict[str, Share]) -> dict[str, Share]:
    judged = {name: share for name, share in shares.items() if share.up or share.down}
    return dict(sorted(judged.items(), key=lambda item: (-item[1].down, item[1].up, item[0])))
