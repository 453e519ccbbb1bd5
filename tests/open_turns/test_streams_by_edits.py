"""On Slack and Telegram an answer of a GPT is a message that grows; nothing unleashed is ever in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "conformance_channels"))
from fake_platform import FakePlatform, Fault

from causerie.channels.delivery import editing
from causerie.channels.receiving.accepting import accept
from causerie.channels.slack.channel import SlackInput
from causerie.channels.slack.heard import Heard
from causerie.channels.slack.output import SlackOutput
from causerie.channels.telegram.channel import TelegramInput
from causerie.channels.telegram.output import TelegramOutput
from causerie.contracts.gpt import LocalGpt
from causerie.ports import IncomingMessage

from .test_answers import BREAKFAST
from .test_streams import LONG, stored


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "PACE", 0.0)


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def slack(fake: FakePlatform, streams: bool) -> Any:
    given = {"slack_token": "xoxb-1", "slack_signing_secret": "s", "stream": streams}
    made = SlackInput.from_credentials({**given, "api_base_url": f"{fake.url}/slack.com/api"})
    return made, SlackOutput(made.courier, made.settings, Heard(BREAKFAST, "anna", "D1", "1.1"))


def telegram(fake: FakePlatform, streams: bool) -> Any:
    given = {"access_token": "1:x", "polling": True, "stream": streams}
    made = TelegramInput.from_credentials({**given, "api_base_url": f"{fake.url}/api.telegram.org"})
    return made, TelegramOutput(made.courier, streams)


@pytest.fixture(params=[slack, telegram])
def make(request: pytest.FixtureRequest) -> Any:
    return request.param


async def answered(house: Any, fake: FakePlatform, make: Any, streams: bool = True) -> list[str]:
    """Every text that the platform was given, in order."""
    made, output = make(fake, streams)
    await accept(house.assistant.handle, IncomingMessage(BREAKFAST, "anna"), output)
    await made.courier.idle()
    await made.courier.close()
    return [call.body["text"] for call in fake.calls() if "text" in (call.body or {})]


def read(fake: FakePlatform) -> list[str]:
    return [shown["text"] for shown in fake.board.values()]


async def test_the_message_grows_while_the_gpt_writes(inn, gpt: LocalGpt, fake: FakePlatform, make: Any):
    gpt.answer_with(lambda messages: LONG)
    gpt.token_delay = 0.03
    house = await inn(deadline=30)
    texts = await answered(house, fake, make)
    assert len(texts) > 1
    assert texts[0] != LONG
    assert texts[0].startswith("Breakfast is served from 7 to 10 in the winter garden [1].")
    assert all(LONG.startswith(text) for text in texts)
    assert read(fake) == await stored(house) == [LONG]


async def test_without_the_key_it_is_one_message(inn, gpt: LocalGpt, fake: FakePlatform, make: Any):
    gpt.answer_with(lambda messages: LONG)
    gpt.token_delay = 0.03
    assert await answered(await inn(deadline=30), fake, make, streams=False) == [LONG]


async def test_an_answer_that_the_leash_drops_becomes_what_is_said_instead(
    inn, gpt: LocalGpt, fake: FakePlatform, make: Any
):
    gpt.answer_with(lambda messages: "Breakfast is served from 7 to 10 [1]. It is 99 euros [1]. Enjoy it.")
    gpt.token_delay = 0.03
    house = await inn(deadline=30)
    texts = await answered(house, fake, make)
    assert len(texts) > 1
    assert "99" not in " ".join(texts)
    assert read(fake) == await stored(house)
    assert "winter garden" in read(fake)[0]
    assert (await house.metadata())["kind"] == "retrieved"


async def test_where_edits_are_refused_the_answer_is_read_once(
    inn, gpt: LocalGpt, fake: FakePlatform, make: Any
):
    gpt.answer_with(lambda messages: LONG)
    gpt.token_delay = 0.03
    body = {"ok": False, "error": "cant_update_message"}
    for path in ("/chat.update", "/editMessageText"):
        fake.misbehave(Fault(path=path, status=400, body=body, times=0))
    await answered(await inn(deadline=30), fake, make)
    assert read(fake) == [LONG]


async def test_a_gpt_that_breaks_off_leaves_the_passages_own_words(
    inn, gpt: LocalGpt, fake: FakePlatform, make: Any
):
    gpt.answer_with(lambda messages: " ".join([LONG] * 9))
    gpt.token_delay = 0.05
    house = await inn(deadline=1.5)
    texts = await answered(house, fake, make)
    assert len(texts) > 1
    assert read(fake) == await stored(house)
    assert (await house.metadata())["kind"] == "retrieved"
