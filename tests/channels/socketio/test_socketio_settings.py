"""What is wrong in credentials.yml is told before the server starts; what waits is bounded."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from causerie.channels.socketio import pending
from causerie.channels.socketio.channel import SocketIOInput
from causerie.channels.socketio.pending import Pending
from causerie.channels.socketio.rendering import emitted
from causerie.channels.socketio.settings import SocketIOSettings
from causerie.errors import ComponentError
from causerie.ports import BotMessage


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"jwt_method": "none"}, "HS256 or RS256"),
        ({"jwt_method": "HS257"}, "HS256 or RS256"),
        ({"jwt_key": ""}, "needs 'jwt_key'.*found nothing"),
        ({"jwt_key": "${JWT_KEY}"}, "a variable that the environment doesn't have"),
        ({"jwt_key": "a secret", "jwt_method": "RS256"}, "no key for RS256.*a public key in PEM form"),
        ({"session_persistence": "sometimes"}, "true or false"),
        ({"cors_allowed_origins": {"a": 1}}, "a list of texts"),
        ({"namespace": ["chat"]}, "a text"),
        ({"redis_url": "localhost:6379"}, "redis://localhost:6379/0"),
        ({"redis_url": "${REDIS_URL}"}, "redis://localhost:6379/0"),
        ({"redis_url": "redis://localhost:port"}, "redis://localhost:6379/0"),
    ],
)
def test_wrong_settings_are_told_with_what_is_expected(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        SocketIOInput.from_credentials(given)


def test_a_wrong_address_of_redis_does_not_show_its_password() -> None:
    with pytest.raises(ComponentError) as told:
        SocketIOInput.from_credentials({"redis_url": "redsi://:very-secret@localhost"})
    assert "very-secret" not in str(told.value)


def test_without_redis_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ComponentError, match=r"pip install 'causerie\[redis\]'"):
        SocketIOInput.from_credentials({"redis_url": "redis://localhost:6379/0"})


def test_a_namespace_and_a_path_may_be_written_with_or_without_a_slash() -> None:
    for namespace, path in (("chat", "ws"), ("/chat", "/ws/")):
        settings = SocketIOSettings.read({"namespace": namespace, "socketio_path": path})
        assert (settings.namespace, settings.path) == ("/chat", "/ws")


def test_what_waits_is_forgotten_after_an_hour() -> None:
    now = [0.0]
    kept = Pending(lambda: now[0])
    kept.put("ada", "one")
    now[0] = 3_000.0
    kept.put("ada", "two")
    assert kept.take("ada") == ["one", "two"]
    kept.put("ada", "three")
    now[0] += 3_601.0
    assert kept.take("ada") == []


def test_so_many_messages_and_sessions_wait_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "MOST_SESSIONS", 2)
    kept = Pending()
    for number in range(pending.MOST_MESSAGES + 1):
        kept.put("ada", number)
    assert kept.take("ada") == list(range(1, pending.MOST_MESSAGES + 1))
    for session in ("ada", "ben", "cleo"):
        kept.put(session, session)
    assert [kept.take(session) for session in ("ada", "ben", "cleo")] == [[], ["ben"], ["cleo"]]


def test_custom_messages_may_name_a_room() -> None:
    assert emitted(BotMessage(None, {"custom": {"data": {"a": 1}, "room": "all"}})) == [({"a": 1}, "all")]
    assert emitted(BotMessage(None, {"custom": {"answer": 42}})) == [({"answer": 42}, None)]
    assert emitted(BotMessage(None, {"custom": [1, 2]})) == [([1, 2], None)]


def test_links_are_marked_for_the_widget() -> None:
    link = {"title": "Menu", "url": "https://diner.example"}
    ((data, _),) = emitted(BotMessage("Read.", {"buttons": [link]}))
    assert data["quick_replies"] == [{"content_type": "text", **link, "type": "web_url"}]
