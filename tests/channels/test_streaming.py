"""Answers that are shown while they are made, on each platform that lets messages be edited."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fake_platform import FakePlatform, Fault

from causerie.channels.botframework.channel import BotFrameworkInput
from causerie.channels.botframework.reading import Place
from causerie.channels.delivery import editing
from causerie.channels.mattermost.channel import MattermostInput
from causerie.channels.mattermost.output import MattermostOutput
from causerie.channels.slack.channel import SlackInput
from causerie.channels.slack.editing import SlackEditing
from causerie.channels.slack.heard import Heard
from causerie.channels.slack.output import SlackOutput
from causerie.channels.telegram.channel import TelegramInput
from causerie.channels.telegram.editing import TelegramEditing
from causerie.channels.telegram.output import TelegramOutput
from causerie.errors import ComponentError
from causerie.ports import BotMessage, StreamingChannel
from tests.channels.conftest import until

BUTTONS = [{"title": "Book", "payload": "/book"}, {"title": "Map", "url": "https://d.example/map"}]
PIECES = ["Breakfast is at 7 [1].", " It costs", " 12 [1]."]


def slack(fake: FakePlatform, **more: Any) -> Any:
    given = {
        "slack_token": "xoxb-1",
        "slack_signing_secret": "s",
        "api_base_url": f"{fake.url}/slack.com/api",
    }
    made = SlackInput.from_credentials({**given, "use_threads": True, **more})
    heard = Heard("hi", "U1", "D1", "1.1")
    return made, SlackOutput(made.courier, made.settings, heard)


def telegram(fake: FakePlatform, **more: Any) -> Any:
    given = {"access_token": "1:x", "polling": True, "api_base_url": f"{fake.url}/api.telegram.org"}
    made = TelegramInput.from_credentials({**given, **more})
    return made, TelegramOutput(made.courier, made.settings.streams)


def mattermost(fake: FakePlatform, **more: Any) -> Any:
    given = {"url": "https://m.example", "token": "t", "webhook_url": "https://b.example"}
    given["api_base_url"] = f"{fake.url}/mattermost.example/api/v4"
    made = MattermostInput.from_credentials({**given, **more})
    return made, MattermostOutput(made.bot, "channel")


def botframework(fake: FakePlatform, **more: Any) -> Any:
    given = {"app_id": "a", "app_password": "botframework-password", "api_base_url": fake.url}
    made = BotFrameworkInput.from_credentials({**given, **more})
    place = Place(f"{fake.url}/smba.trafficmanager.net/emea", "a:1", {"id": "28:bot"})
    return made, made.output.at(place, edits=True)


ALL = [slack, telegram, mattermost, botframework]
#: Where each refuses edits.
EDITS = {
    slack: "/chat.update",
    telegram: "/editMessageText",
    mattermost: "/patch",
    botframework: "/activities/",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "PACE", 0.0)


def words(shown: Any) -> str:
    return shown.get("text") or shown.get("message") or ""


def read(fake: FakePlatform) -> list[str]:
    return [words(shown) for shown in fake.board.values()]


async def say(fake: FakePlatform, made: Any, output: Any, message: BotMessage) -> None:
    """The pieces, each shown before the next, then the message."""
    text = ""
    for piece in PIECES:
        await output.send_piece("7", piece)
        text += piece
        await until(lambda text=text: text in read(fake))
    await output.send("7", message)
    await made.courier.idle()


async def plainly(make: Any, message: BotMessage) -> list[Any]:
    """What is shown where nothing is streamed."""
    fake = FakePlatform().start()
    try:
        made, output = make(fake)
        await output.send("7", message)
        await made.courier.idle()
        await made.courier.close()
        return list(fake.board.values())
    finally:
        fake.stop()


def essence(shown: Any) -> Any:
    """What people see of it, without where it is."""
    kept = ("text", "message", "blocks", "attachments", "reply_markup", "props")
    return {key: shown[key] for key in kept if shown.get(key)}


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    "message",
    [
        BotMessage("Breakfast is at 7 [1]. It costs 12 [1]."),
        BotMessage("Breakfast is at 7.", {"buttons": BUTTONS}),
        BotMessage("Ask us.\n\nWe are there until 10.", {"image": "https://d.example/1.png"}),
    ],
)
async def test_in_the_end_it_is_what_it_would_have_been(
    make: Any, message: BotMessage, fake: FakePlatform
) -> None:
    made, output = make(fake, stream=True)
    assert isinstance(output, StreamingChannel)
    await say(fake, made, output, message)
    await made.courier.close()
    expected = [essence(shown) for shown in await plainly(make, message)]
    assert [essence(shown) for shown in fake.board.values()] == expected


@pytest.mark.parametrize("make", ALL)
async def test_where_edits_are_refused_it_is_read_once_all_the_same(make: Any, fake: FakePlatform) -> None:
    made, output = make(fake, stream=True)
    is_put = make is botframework
    fake.misbehave(Fault(path=EDITS[make], method="PUT" if is_put else "", status=403, body={}, times=0))
    await output.send_piece("7", PIECES[0])
    await until(lambda: read(fake) == [PIECES[0]])
    await output.send_piece("7", PIECES[1])
    await made.courier.idle()
    await output.send("7", BotMessage("".join(PIECES)))
    await made.courier.idle()
    await made.courier.close()
    assert read(fake) == ["".join(PIECES)]


@pytest.mark.parametrize("make", ALL)
async def test_a_slow_down_is_waited_for(make: Any, fake: FakePlatform) -> None:
    made, output = make(fake, stream=True)
    body = {"ok": False, "error": "ratelimited", "parameters": {"retry_after": 0.01}}
    is_put = make is botframework
    fault = Fault(
        path=EDITS[make],
        method="PUT" if is_put else "",
        status=429,
        body=body,
        headers={"Retry-After": "0.01"},
        times=2,
    )
    await output.send_piece("7", PIECES[0])
    await until(lambda: read(fake) == [PIECES[0]])
    fake.misbehave(fault)
    await output.send("7", BotMessage("".join(PIECES)))
    await made.courier.idle()
    await made.courier.close()
    assert read(fake) == ["".join(PIECES)]


@pytest.mark.parametrize("make", ALL)
async def test_pieces_without_a_message_are_taken_back(make: Any, fake: FakePlatform) -> None:
    made, output = make(fake, stream=True)
    await output.send_piece("7", PIECES[0])
    await until(lambda: read(fake) == [PIECES[0]])
    output.give_up()
    await made.courier.idle()
    await made.courier.close()
    assert read(fake) == []


@pytest.mark.parametrize("make", ALL)
async def test_nothing_is_streamed_unless_it_is_asked_for(make: Any, fake: FakePlatform) -> None:
    made, output = make(fake)
    assert output.streams is False
    made, _ = make(fake, stream=True)
    assert made.output.streams is False  # what the bot says by itself
    with pytest.raises(
        ComponentError, match=r"'stream' of the channel .* must be true or false; found 'soon'"
    ):
        make(fake, stream="soon")


async def test_slack_edits_stay_in_their_thread_and_read_texts_as_messages_do(fake: FakePlatform) -> None:
    made, output = slack(fake, stream=True)
    await say(fake, made, output, BotMessage("".join(PIECES)))
    await made.courier.close()
    first, *edits = [call for call in fake.calls() if call.path.startswith("/api/chat.")]
    assert first.body["thread_ts"] == "1.1"
    assert all(call.path == "/api/chat.update" for call in edits)
    assert {call.body["parse"] for call in edits} == {"none"}
    assert {call.body["ts"] for call in edits} == set(fake.board)


async def test_a_keyboard_of_telegram_comes_with_a_new_message(fake: FakePlatform) -> None:
    made, output = telegram(fake, stream=True)
    await output.send_piece("7", PIECES[0])
    await until(lambda: read(fake) == [PIECES[0]])
    await output.send("7", BotMessage("Which?", {"buttons": BUTTONS, "button_type": "reply"}))
    await made.courier.idle()
    await made.courier.close()
    assert read(fake) == ["Which?"]


async def test_an_edit_of_telegram_whose_reply_was_lost_is_not_sent_again(fake: FakePlatform) -> None:
    made, output = telegram(fake, stream=True)
    await output.send_piece("7", "One. Two.")
    await until(lambda: read(fake) == ["One. Two."])
    (number,) = fake.board
    fake.board[number]["text"] = "One. Two. Three."  # as the edit did whose reply was lost
    await output.send("7", BotMessage("One. Two. Three."))
    await made.courier.idle()
    await made.courier.close()
    assert list(fake.board) == [number]
    assert [call.path.rsplit("/", 1)[-1] for call in fake.calls()] == ["sendMessage", "editMessageText"]


async def test_a_long_answer_goes_on_in_a_second_message(fake: FakePlatform) -> None:
    made, output = telegram(fake, stream=True)
    sentence = "This goes on and on. "
    text = ""
    while len(text) < 5_000:
        text += sentence
    await output.send_piece("7", text[:3_000])
    await until(lambda: len(fake.board) == 1)
    await output.send_piece("7", text[3_000:])
    await until(lambda: len(fake.board) == 2)
    await output.send("7", BotMessage(text))
    await made.courier.idle()
    await made.courier.close()
    assert " ".join(read(fake)).split() == text.split()
    await asyncio.sleep(0)


def test_platforms_are_called_as_often_as_they_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "PACE", 1.0)
    assert 60 / SlackEditing().pause("D1", 1) <= 50
    assert 3 * 60 / SlackEditing().pause("D1", 3) <= 50.001
    assert TelegramEditing().pause("7", 3) == 1
    assert 60 / TelegramEditing().pause("-1007", 3) <= 20
