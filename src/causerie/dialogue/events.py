"""All that can happen in a conversation.

An event is frozen. ``as_dict`` and ``from_dict`` in ``event_json.py`` are the only places that know
its JSON form, which is Rasa's.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

Entities = tuple[dict[str, Any], ...]
Json = dict[str, Any]


def now() -> float:
    return time.time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``timestamp`` in seconds since 1970; ``metadata`` travels with the event and means nothing here."""

    timestamp: float = field(default_factory=now, compare=False)
    metadata: Json = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserUttered(Event):
    """The user said something; ``parse_data`` is all that understanding found."""

    text: str | None = None
    intent: Json = field(default_factory=dict)
    entities: Entities = ()
    parse_data: Json = field(default_factory=dict, compare=False)
    input_channel: str | None = field(default=None, compare=False)
    message_id: str | None = field(default=None, compare=False)
    use_text_for_featurization: bool | None = field(default=None, compare=False)

    @property
    def intent_name(self) -> str | None:
        return self.intent.get("name")

    @property
    def full_retrieval_intent_name(self) -> str | None:
        return self.intent.get("full_retrieval_intent_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFeaturization(Event):
    """Whether the policies took the last message by its text or by its intent."""

    use_text_for_featurization: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesAdded(Event):
    """A policy found entities in the last message."""

    entities: Entities = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BotUttered(Event):
    """The bot said something; ``data`` holds buttons, image and the like."""

    text: str | None = None
    data: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSet(Event):
    """A slot got a value; null empties it."""

    name: str
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllSlotsReset(Event):
    """All slots have their initial values again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionExecuted(Event):
    """``name`` is None for an end-to-end step, which has ``action_text`` instead.

    ``unpredictable`` marks, in training data, an action that nothing leads up to.
    """

    name: str | None = None
    policy: str | None = field(default=None, compare=False)
    confidence: float | None = field(default=None, compare=False)
    action_text: str | None = None
    hide_rule_turn: bool = field(default=False, compare=False)
    unpredictable: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionExecutionRejected(Event):
    """An action declined to run; the next best one follows."""

    name: str
    policy: str | None = field(default=None, compare=False)
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReverted(Event):
    """Undoes the last action and what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserUtteranceReverted(Event):
    """Undoes the last message, what came of it, and the ``action_listen`` before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted(Event):
    """The conversation begins anew, with nothing known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(Event):
    """A session begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveLoop(Event):
    """A form (or another loop) began, or, with ``name`` None, ended."""

    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopInterrupted(Event):
    """The user said something else than the loop asked for."""

    is_interrupted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowupAction(Event):
    """This action is next, whatever the policies say."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPaused(Event):
    """The bot listens and says nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationResumed(Event):
    """The bot answers again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderScheduled(Event):
    """``trigger_at`` in seconds since 1970."""

    intent: str
    trigger_at: float
    entities: Any = ()
    name: str = ""
    kill_on_user_message: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderCancelled(Event):
    """Cancels the reminders that match all that is given; nothing given: all of them."""

    name: str | None = None
    intent: str | None = None
    entities: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryExported(Event):
    """The conversation was written into a file of stories."""

    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentUttered(Event):
    """A person answered in the bot's place."""

    text: str | None = None
    data: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Event):
    """What the user thinks of a message of the bot, or with ``message`` None of the whole conversation.

    ``message`` is the channel's name for it; ``value`` is "up", "down" or None (also where
    an opinion was taken back), ``rating`` 1 to 5. It changes nothing in the conversation.
    """

    message: str | None = None
    value: str | None = None
    rating: int | None = None
    comment: str | None = None
