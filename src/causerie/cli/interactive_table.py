"""The conversation so far as a table: what the bot did on the left, what the user said on the right."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from causerie.actions.utterances import bot_message
from causerie.cli.said import said
from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from causerie.dialogue.tracker import Tracker
from causerie.files.annotated import annotated
from causerie.interactive.messages import full_intent

BOT, USER, DONE = "cyan", "green", "dim"


def conversation_table(tracker: Tracker) -> Table:
    """Only what counts: what was undone is left out."""
    table = Table("#", "Bot", "You", title="The conversation", title_justify="left")
    done = Text()
    for event in tracker.applied_events():
        if isinstance(event, UserUttered):
            if done:
                table.add_row(str(table.row_count + 1), done, "")
            table.add_row(str(table.row_count + 1), "", _user(event))
            done = Text()
            continue
        for line, style in _bot(event):
            done.append(f"\n{line}" if done else line, style=style)
    if done:
        table.add_row(str(table.row_count + 1), done, "")
    return table


def slots_line(tracker: Tracker) -> str:
    """The slots that have a value, and the form that is active."""
    slots = [f"{name}={_value(value)}" for name, value in tracker.state.slots.items() if value is not None]
    loop = [f"active form: {tracker.state.loop_name}"] if tracker.state.loop_name else []
    return "; ".join([f"slots: {', '.join(slots)}" if slots else "no slot is set", *loop])


def _user(event: UserUttered) -> Text:
    text = Text(annotated(event.text or "", event.entities), style=USER)
    confidence = event.intent.get("confidence") or 0.0
    return text.append(f"\nintent: {full_intent(event)} {confidence:.2f}", style=DONE)


def _bot(event: Event) -> Iterator[tuple[str, str]]:
    match event:
        case ActionExecuted():
            score = "" if event.confidence is None else f" {event.confidence:.2f}"
            failed = " (failed)" if event.metadata.get("failed") else ""
            yield f"{event.name or event.action_text}{score}{failed}", DONE
        case BotUttered():
            yield from ((line, BOT) for line in said(bot_message(event)))
        case SlotSet():
            yield f"slot {event.name}: {_value(event.value)}", DONE
        case ActiveLoop():
            yield f"form {event.name} begins" if event.name else "the form ends", DONE
        case ActionExecutionRejected():
            yield f"{event.name} is put off", DONE


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
