"""``causerie channels check``: what is configured, and whether the platforms accept it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from fake_platform import FakePlatform, Fault

from causerie.cli.channels_checking import check_channels, checks


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def credentials(fake: FakePlatform) -> dict[str, Any]:
    return {
        "slack": {
            "slack_token": "xoxb-1",
            "slack_signing_secret": "s",
            "api_base_url": f"{fake.url}/slack.com/api",
        },
        "telegram": {
            "access_token": "424242:t",
            "verify": "diner_bot",
            "webhook_url": "https://bot.example/webhooks/telegram/webhook",
            "api_base_url": f"{fake.url}/api.telegram.org",
        },
        "facebook": {
            "verify": "w",
            "secret": "s",
            "page-access-token": "t",
            "api_base_url": f"{fake.url}/graph.facebook.com",
        },
        "twilio": {
            "account_sid": "AC1",
            "auth_token": "t",
            "twilio_number": "+1555",
            "api_base_url": f"{fake.url}/api.twilio.com",
        },
        "whatsapp": {
            "access_token": "t",
            "phone_number_id": "1001",
            "verify": "w",
            "app_secret": "s",
            "api_base_url": f"{fake.url}/whatsapp.example",
        },
        "rest": None,
        "web": None,
        "socketio": None,
    }


async def test_platforms_that_accept_us_are_told(fake: FakePlatform) -> None:
    fake.misbehave(Fault(host="facebook", method="GET", status=200, body={"name": "Diner", "id": "1"}))
    fake.misbehave(Fault(host="twilio", method="GET", status=200, body={"friendly_name": "Diner"}))
    found = {item.channel: item for item in await checks(credentials(fake))}
    assert [name for name, item in found.items() if not item.is_ok] == []
    assert found["telegram"].told.startswith("Telegram knows the bot as @diner_bot")
    assert "Diner" in found["facebook"].told
    assert found["rest"].told == "ready; it needs no platform"
    assert found["slack"].path == "/webhooks/slack/webhook"


async def test_a_platform_that_refuses_is_told_and_the_others_go_on(fake: FakePlatform) -> None:
    fake.misbehave(Fault(host="slack.com", status=200, body={"ok": False, "error": "invalid_auth"}))
    found = {item.channel: item for item in await checks(credentials(fake))}
    assert not found["slack"].is_ok
    assert "invalid_auth" in found["slack"].told
    assert found["telegram"].is_ok


async def test_a_token_of_another_bot_is_noticed(fake: FakePlatform) -> None:
    given = credentials(fake)
    given["telegram"]["verify"] = "another_bot"
    found = {item.channel: item for item in await checks(given)}
    assert not found["telegram"].is_ok
    assert "'diner_bot'" in found["telegram"].told


async def test_a_platform_that_is_not_there_is_no_crash() -> None:
    given = {"slack": {"slack_token": "t", "slack_signing_secret": "s", "api_base_url": "http://127.0.0.1:9"}}
    (found,) = await checks(given)
    assert not found.is_ok
    assert "can't be reached" in found.told


async def test_a_missing_secret_says_what_it_is_and_where_to_find_it() -> None:
    (found,) = await checks({"slack": {"slack_token": "xoxb-1"}})
    assert not found.is_ok
    assert "'slack_signing_secret'" in found.told
    assert "Basic Information" in found.told


def test_the_command_fails_when_a_channel_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    file = tmp_path / "credentials.yml"
    file.write_text(yaml.safe_dump({"rest": None, "telegram": {"access_token": "t"}}), encoding="utf-8")
    assert not check_channels(file)
    told = capsys.readouterr().out
    assert "telegram" in told
    assert "'verify'" in told
    file.write_text(yaml.safe_dump({"rest": None}), encoding="utf-8")
    assert check_channels(file)


def test_secrets_are_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "credentials.yml"
    secret = "xoxb-this-is-a-very-secret-token-of-ours"
    given = {"slack": {"slack_token": secret, "slack_signing_secret": [secret]}}
    file.write_text(yaml.safe_dump(given), encoding="utf-8")
    assert not check_channels(file)
    assert secret not in capsys.readouterr().out.replace("\n", "")
