"""``causerie channels check`` for Mattermost, Rocket.Chat, Webex, the Bot Framework and Google Chat."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from fake_platform import FakePlatform, Fault

from causerie.cli.channels_checking import Checked, checks


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def credentials(fake: FakePlatform) -> dict[str, Any]:
    return {
        "mattermost": {
            "url": f"{fake.url}/mattermost.example/api/v4",
            "token": "t",
            "webhook_url": "https://bot.example/webhooks/mattermost/webhook",
        },
        "rocketchat": {"user": "diner.bot", "password": "p", "server_url": f"{fake.url}/rocketchat.example"},
        "webexteams": {"access_token": "t", "api_base_url": f"{fake.url}/webexapis.com/v1"},
        "botframework": {
            "app_id": "botframework-app",
            "app_password": "botframework-password",
            "api_base_url": fake.url,
        },
        "hangouts": {"project_id": "1", "api_base_url": f"{fake.url}/www.googleapis.com"},
    }


async def checked(given: dict[str, Any]) -> dict[str, Checked]:
    return {item.channel: item for item in await checks(given)}


async def test_platforms_that_accept_us_are_told(fake: FakePlatform) -> None:
    found = await checked(credentials(fake))
    assert [name for name, item in found.items() if not item.is_ok] == []
    assert found["rocketchat"].told == "Rocket.Chat knows the bot as 'diner.bot'"
    assert found["botframework"].told == "Microsoft lets the bot log in, and gives its keys"
    assert found["hangouts"].path == "/webhooks/hangouts/webhook"


@pytest.mark.parametrize(
    ("channel", "host", "told"),
    [
        ("mattermost", "mattermost", "Mattermost answered 401"),
        ("rocketchat", "rocketchat", "Rocket.Chat answered 401"),
        ("webexteams", "webex", "Webex answered 401"),
        ("botframework", "microsoftonline", "Microsoft's login answered 401"),
        ("hangouts", "googleapis", "Google answered 401"),
    ],
)
async def test_a_platform_that_refuses_is_told(
    fake: FakePlatform, channel: str, host: str, told: str
) -> None:
    fake.misbehave(Fault(host=host, status=401, body={"error": "no"}, times=2))
    found = await checked({channel: credentials(fake)[channel]})
    assert not found[channel].is_ok
    assert told in found[channel].told


async def test_google_chat_without_a_project_says_that_nothing_is_checked() -> None:
    found = await checked({"hangouts": None})
    assert found["hangouts"].is_ok
    assert "without 'project_id' nobody's events are checked" in found["hangouts"].told
