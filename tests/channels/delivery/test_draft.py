"""An answer that is shown while it is made: read once, never too often, and whole in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from causerie.channels.delivery import editing
from causerie.channels.delivery.call import Call, as_json, from_json
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.draft import Draft
from causerie.channels.delivery.drafting import Drafting
from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.delivery.waiting import Waiting
from causerie.channels.receiving.accepting import accept
from causerie.errors import PlatformError, StoreError
from causerie.ports import BotMessage, IncomingMessage

DOWN = PlatformError("Test can't be reached.")
REFUSED = PlatformError("Test answered 404.", is_final=True)
KEYBOARD = {"text": "Which?", "keyboard": ["A", "B"]}


class Board(Platform):
    """Keeps what is to be read. ``failing``: the failures of calls to a path; "*" fails them all."""

    def __init__(self, **failing: PlatformError | list[PlatformError]) -> None:
        super().__init__("Test", "http://localhost")
        self.failing = failing
        self.paths: list[str] = []
        self.shown: dict[int, Any] = {}
        self.happened: list[list[Any]] = []

    async def ask(self, call: Call) -> Reply:
        await asyncio.sleep(0)
        self.paths.append(call.path)
        failing = self.failing.get(call.path)
        if isinstance(failing, list) and failing:
            raise failing.pop(0)
        if isinstance(failing, PlatformError):
            raise failing
        number = call.json.get("id") or len(self.paths)
        if call.path == "delete":
            del self.shown[number]
        else:
            self.shown[number] = {key: value for key, value in call.json.items() if key != "id"}
        self.happened.append(self.texts)
        return Reply(200, {}, {"id": number})

    @property
    def texts(self) -> list[Any]:
        return [shown["text"] for shown in self.shown.values()]


class Edits:
    def pause(self, recipient: str, growing: int) -> float:
        return editing.PACE * growing

    def name_of(self, call: Call, reply: Reply) -> Any:
        return {"id": reply.field("id")} if reply.field("id") else None

    def edited(self, name: Any, call: Call) -> Call | None:
        return None if "keyboard" in call.json else Call("edit", json={**call.json, **name})

    def deleted(self, name: Any) -> Call:
        return Call("delete", json=name)


def paragraphs(text: str) -> list[Call]:
    return [Call("send", json={"text": part}) for part in text.strip().split("\n\n") if part]


def writing(board: Board, waiting: Waiting | None = None) -> tuple[Courier, Draft]:
    courier = Courier("test", board, waiting)
    return courier, Draft(courier, "ann", Edits(), paragraphs)


async def write(courier: Courier, draft: Draft, pieces: Sequence[str]) -> None:
    """Each piece is shown before the next one comes."""
    for piece in pieces:
        draft.write(piece)
        await asyncio.sleep(0.002)
        await courier.idle()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "PACE", 0.0)


@pytest.mark.usefixtures("quick")
async def test_the_first_sentence_is_sent_and_then_edited_as_more_comes() -> None:
    board = Board()
    courier, draft = writing(board)
    await write(courier, draft, ["Breakfast", " is at 7.", " It costs", " 12."])
    draft.finish(paragraphs("Breakfast is at 7. It costs 12."))
    await courier.idle()
    told = ["Breakfast is at 7.", "Breakfast is at 7. It costs", "Breakfast is at 7. It costs 12."]
    assert board.happened == [[text] for text in told]
    assert board.paths == ["send", "edit", "edit"]


async def test_many_pieces_at_once_are_few_calls() -> None:
    board = Board()
    courier, draft = writing(board)
    draft.write("One.")
    await asyncio.sleep(0.01)
    await courier.idle()
    for number in range(500):
        draft.write(f" {number}.")
    await asyncio.sleep(0.01)
    assert board.paths == ["send"]
    draft.finish(paragraphs("Done."))
    await courier.idle()
    assert board.paths == ["send", "edit"]
    assert board.texts == ["Done."]


async def test_pieces_that_have_to_wait_are_shown_though_no_more_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(editing, "PACE", 0.05)
    board = Board()
    _, draft = writing(board)
    for piece in ("One.", " Two.", " Three."):
        draft.write(piece)
        await asyncio.sleep(0.001)
    for _ in range(500):
        await asyncio.sleep(0.01)
        if board.texts == ["One. Two. Three."]:
            break
    assert board.texts == ["One. Two. Three."]


@pytest.mark.usefixtures("quick")
async def test_at_the_end_of_a_process_the_whole_answer_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causerie.channels.delivery.courier.GOODBYE", 0.01)

    class Hanging(Board):
        async def ask(self, call: Call) -> Reply:
            if call.path == "edit":
                await asyncio.Event().wait()
            return await super().ask(call)

    waiting = Waiting(tmp_path / "waiting.db")
    courier, draft = writing(Hanging(), waiting)
    await write(courier, draft, ["One."])
    draft.write(" Two.")
    await asyncio.sleep(0.01)
    draft.finish(paragraphs("One. Two. Three."))
    await courier.close()
    (kept,) = waiting.take("test")
    assert (kept[1].path, kept[1].json["text"]) == ("edit", "One. Two. Three.")
    assert [call.path for call in kept[1].otherwise] == ["delete", "send"]


async def test_answers_that_grow_at_once_are_counted_and_no_more_when_they_are_whole() -> None:
    courier = Courier("test", Board())
    drafts = [Draft(courier, name, Edits(), paragraphs) for name in ("ann", "ben", "eve")]
    for draft in drafts:
        draft.write("One.")
        draft.write(" Two.")
    assert courier.growing == 3
    drafts[0].finish(paragraphs("One. Two."))
    drafts[1].give_up()
    drafts[1].give_up()
    assert courier.growing == 1
    drafts[2].finish(())
    await courier.idle()
    assert courier.growing == 0


@pytest.mark.usefixtures("quick")
async def test_paragraphs_are_messages_of_their_own() -> None:
    board = Board()
    courier, draft = writing(board)
    await write(courier, draft, ["One.", "\n\nTwo.", " More."])
    draft.finish(paragraphs("One.\n\nTwo. More.\n\nThree."))
    await courier.idle()
    assert board.texts == ["One.", "Two. More.", "Three."]
    assert board.paths == ["send", "send", "edit", "send"]


@pytest.mark.usefixtures("quick")
async def test_what_is_said_instead_replaces_all_that_was_shown() -> None:
    board = Board()
    courier, draft = writing(board)
    await write(courier, draft, ["One.", "\n\nTwo."])
    draft.finish([Call("send", json={"text": "Ask us.", "buttons": ["Call"]})])
    await courier.idle()
    assert list(board.shown.values()) == [{"text": "Ask us.", "buttons": ["Call"]}]


@pytest.mark.usefixtures("quick")
async def test_an_edit_that_is_refused_is_sent_as_a_new_message_and_read_once() -> None:
    board = Board(edit=REFUSED)
    courier, draft = writing(board)
    await write(courier, draft, ["One.", " Two.", " Three."])
    draft.finish(paragraphs("One. Two. Three."))
    await courier.idle()
    assert board.texts == ["One. Two. Three."]
    assert board.paths == ["send", "edit", "edit", "delete", "send"]


@pytest.mark.usefixtures("quick")
async def test_what_no_edit_can_make_is_sent_as_a_new_message() -> None:
    board = Board()
    courier, draft = writing(board)
    await write(courier, draft, ["One."])
    draft.finish([Call("send", json=KEYBOARD)])
    await courier.idle()
    assert list(board.shown.values()) == [KEYBOARD]


@pytest.mark.usefixtures("quick")
async def test_a_first_sentence_that_is_not_taken_is_not_tried_again() -> None:
    board = Board(send=[DOWN])
    courier, draft = writing(board)
    await write(courier, draft, ["One.", " Two."])
    draft.finish(paragraphs("One. Two."))
    await courier.idle()
    assert (board.paths, board.texts) == (["send", "send"], ["One. Two."])


@pytest.mark.usefixtures("quick")
async def test_an_edit_that_fails_for_a_while_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causerie.channels.delivery.courier.FIRST_PAUSE", 0.001)
    board = Board(edit=[DOWN, DOWN])
    courier, draft = writing(board)
    await write(courier, draft, ["One.", " Two."])
    draft.finish(paragraphs("One. Two. Three."))
    await courier.idle()
    assert board.paths == ["send", "edit", "edit", "edit"]
    assert board.texts == ["One. Two. Three."]


@pytest.mark.usefixtures("quick")
async def test_a_platform_that_asks_to_wait_is_not_called_before(tmp_path: Path) -> None:
    board = Board(edit=[PlatformError("slow down", wait=60.0)])
    waiting = Waiting(tmp_path / "waiting.db")
    courier, draft = writing(board, waiting)
    await write(courier, draft, ["One.", " Two.", " Three."])
    assert board.paths == ["send", "edit"]
    draft.finish(paragraphs("One. Two. Three."))
    await asyncio.sleep(0.02)
    assert board.paths == ["send", "edit"]
    await cut(courier)
    kept = waiting.take("test")
    assert [call.json["text"] for _, call in kept] == ["One. Two. Three."]


@pytest.mark.usefixtures("quick")
async def test_after_a_restart_the_rest_is_an_edit_or_where_that_is_refused_a_message(tmp_path: Path) -> None:
    for failing, paths in (({}, ["edit"]), ({"edit": REFUSED}, ["edit", "delete", "send"])):
        before = Board(edit=PlatformError("Test is down.", wait=60.0))
        waiting = Waiting(tmp_path / "waiting.db")
        courier, draft = writing(before, waiting)
        await write(courier, draft, ["One."])
        draft.finish(paragraphs("One. Two."))
        await asyncio.sleep(0.02)
        await cut(courier)
        after = Board(**failing)
        after.shown = dict(before.shown)
        again = Courier("test", after, waiting)
        await again.start()
        await again.idle()
        assert (after.paths, after.texts) == (paths, ["One. Two."])


@pytest.mark.usefixtures("quick")
async def test_while_the_platform_is_in_trouble_nothing_is_shown_early(tmp_path: Path) -> None:
    board = Board(send=PlatformError("Test is down.", wait=60.0))
    waiting = Waiting(tmp_path / "waiting.db")
    courier, draft = writing(board, waiting)
    courier.post("ann", paragraphs("Before."))
    await asyncio.sleep(0.02)
    draft.write("One. Two.")
    await asyncio.sleep(0.02)
    draft.finish(paragraphs("One. Two. Three."))
    assert board.paths == ["send"]
    await cut(courier)
    assert [call.json["text"] for _, call in waiting.take("test")] == ["Before.", "One. Two. Three."]


@pytest.mark.usefixtures("quick")
async def test_a_reply_without_a_name_shows_no_more_until_the_end() -> None:
    class Nameless(Edits):
        def name_of(self, call: Call, reply: Reply) -> Any:
            return None

    board = Board()
    courier = Courier("test", board)
    draft = Draft(courier, "ann", Nameless(), paragraphs)
    await write(courier, draft, ["One.", " Two."])
    assert board.texts == ["One."]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("is_failing", [True, False])
async def test_pieces_that_no_message_followed_are_taken_back(is_failing: bool) -> None:
    board = Board()
    courier = Courier("test", board)

    class Output:
        name = "test"

        def __init__(self) -> None:
            self.drafting = Drafting(courier, Edits())
            self.give_up = self.drafting.give_up

        async def send(self, recipient_id: str, message: BotMessage) -> None:
            raise AssertionError("nothing is said")

    async def turn(message: IncomingMessage, output: Any) -> None:
        output.drafting.write("ann", "One. Two.", paragraphs)
        await asyncio.sleep(0.01)
        await courier.idle()
        assert board.texts == ["One. Two."]
        if is_failing:
            raise StoreError("The store is away.")

    handled = accept(turn, IncomingMessage("hello"), Output())
    if is_failing:
        with pytest.raises(StoreError):
            await handled
    else:
        await handled
    await courier.idle()
    assert board.texts == []


@pytest.mark.usefixtures("quick")
async def test_what_follows_the_answer_is_a_message_of_its_own() -> None:
    board = Board()
    courier = Courier("test", board)
    drafting = Drafting(courier, Edits())
    drafting.write("ann", "One.", paragraphs)
    await asyncio.sleep(0.01)
    drafting.post("ann", paragraphs("One."))
    drafting.post("ann", paragraphs("Anything else?"))
    drafting.give_up()
    await courier.idle()
    assert board.texts == ["One.", "Anything else?"]


async def test_an_answer_that_is_whole_at_once_is_sent_as_ever() -> None:
    board = Board()
    courier, draft = writing(board)
    draft.write("One. Two.")
    draft.finish(paragraphs("One. Two."))
    await courier.idle()
    assert (board.paths, board.texts) == (["send"], ["One. Two."])


def test_what_is_done_otherwise_is_kept_with_a_call() -> None:
    call = Call("edit", json={"id": 1}, otherwise=(Call("delete", is_courtesy=True), Call("send")))
    assert from_json(as_json(call)) == call
    old = as_json(Call("send"))
    del old["otherwise"]
    assert from_json(old) == Call("send")


async def cut(courier: Courier) -> None:
    """As at the end of a process, without the goodbye."""
    tasks = list(courier._tasks.values())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
