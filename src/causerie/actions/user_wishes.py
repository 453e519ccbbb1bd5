"""``action_keep_instructions`` and ``action_forget_instructions``: what a user wants answers to be like."""

from __future__ import annotations

from causerie.actions.context import ActionContext
from causerie.actions.utterances import utter
from causerie.dialogue.events import Event
from causerie.errors import ActionError, StoreError
from causerie.llm.open_turns.user_instructions import UserInstructions

ACTION_KEEP = "action_keep_instructions"
ACTION_FORGET = "action_forget_instructions"


async def keep_instructions(context: ActionContext) -> list[Event]:
    """Keeps the latest message ("please be brief from now on") and says ``utter_instructions_kept``, if any."""
    message = context.tracker.state.latest_message
    text = (message.text or "") if message else ""
    try:
        kept = await _store(context, ACTION_KEEP).write(context.tracker.sender_id, text)
    except StoreError as error:
        raise ActionError(str(error), ACTION_KEEP, "failed") from error
    return list(await utter("utter_instructions_kept", context, instructions=kept))


async def forget_instructions(context: ActionContext) -> list[Event]:
    """Erases them and says ``utter_instructions_forgotten``, if there is one."""
    try:
        await _store(context, ACTION_FORGET).erase(context.tracker.sender_id)
    except StoreError as error:
        raise ActionError(str(error), ACTION_FORGET, "failed") from error
    return list(await utter("utter_instructions_forgotten", context))


def _store(context: ActionContext, action: str) -> UserInstructions:
    found = context.open_turns.user_instructions if context.open_turns else None
    if found is None:
        raise ActionError(f"'{action}' needs the section 'open_turns' in config.yml.", action, "unknown")
    return found
