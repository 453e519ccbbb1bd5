"""Erasing a conversation erases what channels keep of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.places import Places
from causerie.channels.delivery.waiting import Waiting
from causerie.channels.registry import make_channels
from causerie.ports import BotMessage

NOBODY = "http://127.0.0.1:9"
CREDENTIALS: dict[str, dict[str, Any]] = {
    "slack": {"slack_token": "t", "slack_signing_secret": "s"},
    "telegram": {"access_token": "1:t", "verify": "b", "webhook_url": "https://bot.example"},
    "whatsapp": {"access_token": "t", "phone_number_id": "1", "verify": "v", "app_secret": "s"},
    "facebook": {"verify": "v", "secret": "s", "page-access-token": "t"},
    "twilio": {"account_sid": "AC", "auth_token": "t", "twilio_number": "+1"},
    "webexteams": {"access_token": "t"},
    "rocketchat": {"user": "u", "password": "p", "server_url": NOBODY},
}


@pytest.mark.parametrize("name", list(CREDENTIALS))
async def test_what_waits_for_a_user_goes_with_the_conversation(
    name: str, tmp_path: Path, talk: Callable[..., Any]
) -> None:
    given = CREDENTIALS[name] | ({} if name == "rocketchat" else {"api_base_url": NOBODY})
    (channel,), _ = make_channels({name: given}, tmp_path)
    courier: Courier = channel.courier  # type: ignore[attr-defined]
    output = channel.output  # type: ignore[attr-defined]
    assistant = talk("policies: [{name: RulePolicy}]").assistant
    assistant.output_channels[name] = output
    await output.send("ann", BotMessage("A secret."))
    file = tmp_path / ".causerie" / "undelivered.db"
    for _ in range(200):
        if kept(file):
            break
        await asyncio.sleep(0.01)
    assert b"A secret." in kept(file)
    await assistant.delete("ann")
    assert Waiting(file).take(name) == []
    for task in list(courier._tasks.values()):
        task.cancel()
    await asyncio.sleep(0)
    await courier.platform.close()


def kept(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def test_where_a_user_was_can_be_erased(tmp_path: Path) -> None:
    places = Places("mattermost", tmp_path / "places.db")
    places.remember("ann", {"channel": "c1"})
    places.remember("ben", {"channel": "c2"})
    places.forget("ann")
    again = Places("mattermost", tmp_path / "places.db")
    assert (places.find("ann"), again.find("ann"), again.find("ben")) == (None, None, {"channel": "c2"})
