"""One session: message by message, action by action, until it is written or left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from causerie.errors import CauserieError
from causerie.interactive.conversation import Conversation, is_listening
from causerie.interactive.messages import take_message
from causerie.interactive.next_action import take_action
from causerie.interactive.terminal import Asking, Choice, InputEnded, Terminal, Wish, Wished

#: Asks where to write, and writes; whether it was done.
Export = Callable[[Conversation, Asking], Awaitable[bool]]
NOTHING_WRITTEN = "Nothing was written."


async def learn(conversation: Conversation, terminal: Terminal, export: Export) -> bool:
    """Whether the session ended as the designer wished; False when there was nobody any more."""
    asking = Asking(terminal)
    try:
        await conversation.begin()
        while True:
            wish = await _wish_of(conversation, asking)
            if await _fulfilled(wish, conversation, asking, export):
                return True
    except InputEnded:
        terminal.tell(NOTHING_WRITTEN)
        return False


async def _wish_of(conversation: Conversation, asking: Asking) -> Wish:
    """Goes on until the designer wishes something else."""
    try:
        while True:
            await _step(conversation, asking)
    except Wished as wished:
        return wished.wish
    except InputEnded:
        return Wish.EXPORT


async def _step(conversation: Conversation, asking: Asking) -> None:
    """A message or an action. What fails is told, and the menu offers other ways."""
    try:
        if is_listening(await conversation.tracker()):
            await take_message(conversation, asking)
        else:
            await take_action(conversation, asking)
    except CauserieError as error:
        asking.tell(f"error: {error}")
        await asking.menu()


async def _fulfilled(wish: Wish, conversation: Conversation, asking: Asking, export: Export) -> bool:
    """Whether the session is over."""
    match wish:
        case Wish.EXPORT:
            return await _exported(conversation, asking, export)
        case Wish.QUIT:
            asking.tell(NOTHING_WRITTEN)
            return True
        case Wish.RESTART:
            await conversation.restart()
            asking.tell("A new conversation.")
        case Wish.FORK:
            await _fork(conversation, asking)
        case Wish.UNDO_STEP | Wish.UNDO_MESSAGE:
            undo = conversation.undo_step if wish is Wish.UNDO_STEP else conversation.undo_message
            asking.tell("Undone." if await undo() else "There is nothing to undo.")
            asking.show(await conversation.tracker())
        case Wish.GO_ON:
            pass
    return False


async def _exported(conversation: Conversation, asking: Asking, export: Export) -> bool:
    """Who leaves the questions about files is back in the conversation."""
    try:
        return await export(conversation, asking)
    except Wished as wished:
        return await _fulfilled(wished.wish, conversation, asking, export)


async def _fork(conversation: Conversation, asking: Asking) -> None:
    """Asks for the message that is said anew."""
    said = [mark for mark in conversation.marks if mark.said is not None]
    if not said:
        asking.tell("There is no message to go back to.")
        return
    choices = [Choice(str(mark.said), str(number)) for number, mark in enumerate(said)]
    try:
        chosen = await asking.choose("Before which message?", choices[::-1])
    except Wished:
        return
    await conversation.fork(said[int(chosen)])
    asking.show(await conversation.tracker())
