"""``NATIVE`` of each channel, from which a page of the documentation is made, is what its renderer does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))
from causerie.channels import collecting
from causerie.channels.botframework import rendering as botframework
from causerie.channels.botframework.reading import Place
from causerie.channels.delivery.call import Call
from causerie.channels.facebook import rendering as facebook
from causerie.channels.hangouts import rendering as hangouts
from causerie.channels.mattermost import rendering as mattermost
from causerie.channels.mattermost.settings import MattermostSettings
from causerie.channels.registry import CHANNELS
from causerie.channels.rocketchat import rendering as rocketchat
from causerie.channels.slack import rendering as slack
from causerie.channels.socketio import rendering as socketio
from causerie.channels.telegram import rendering as telegram
from causerie.channels.twilio import rendering as twilio
from causerie.channels.twilio_voice import rendering as twilio_voice
from causerie.channels.web import showing
from causerie.channels.webexteams import rendering as webexteams
from causerie.channels.whatsapp import rendering as whatsapp
from causerie.channels.whatsapp.settings import WhatsAppSettings
from causerie.ports import BotMessage
from docs.generate.channel_responses import KINDS, native_of

PAGE = "https://diner.example"
MATTERMOST = MattermostSettings("https://chat.example/api/v4", "token", "https://bot.example/webhook")
TEAMS = Place("https://smba.trafficmanager.net", "c1", {"id": "bot"})
WHATSAPP = WhatsAppSettings("token", "1001", "word", "secret")
TEMPLATE = {"attachment": {"type": "template", "payload": {"template_type": "media"}}}
#: Each kind of response, in all forms that projects write it.
DATA: dict[str, list[dict[str, Any]]] = {
    "text": [{}],
    "buttons": [{"buttons": [{"title": "Small", "payload": "/small"}]}],
    "quick_replies": [{"quick_replies": [{"title": "Small", "payload": "/small"}]}],
    "links": [{"buttons": [{"title": "Menu", "url": PAGE}]}],
    "image": [{"image": f"{PAGE}/kitchen.png"}],
    "attachment": [
        {"attachment": {"type": "file", "payload": {"src": f"{PAGE}/menu.pdf", "title": "Menu"}}},
        {"attachment": {"title": "Menu", "title_link": f"{PAGE}/menu.pdf", "text": "All dishes"}},
        {"attachment": f"{PAGE}/menu.pdf"},
    ],
    "elements": [{"elements": [{"title": "Pie", "subtitle": "Warm"}]}],
}


@dataclass(frozen=True)
class Channel:
    """``is_words`` says of one rendered message that it is nothing but text; ``custom`` is one of the platform's own."""

    rendered: Callable[[BotMessage], list[Any]]
    is_words: Callable[[Any], bool]
    custom: dict[str, Any]


def only(*keys: str) -> Callable[[Any], bool]:
    return lambda body: set(body) <= set(keys)


def bodies(calls: list[Call]) -> list[Any]:
    return [call.json or call.form for call in calls]


def pieces(message: BotMessage) -> list[Any]:
    return [
        {key: value for key, value in piece.items() if value} for piece in collecting.pieces("ada", message)
    ]


PROGRAM = Channel(pieces, only("recipient_id", "text"), {"answer": 42})
TO_TELEGRAM = {"photo": f"{PAGE}/kitchen.png"}
#: A new channel is added here.
RENDERED = {
    "rest": PROGRAM,
    "callback": PROGRAM,
    "web": Channel(lambda message: [showing.bot_message(message)], only("text"), {"answer": 42}),
    "slack": Channel(
        lambda message: bodies(slack.calls_of(message, "D1", None)),
        only("channel", "as_user", "type", "text"),
        {"blocks": [{"type": "divider"}]},
    ),
    "telegram": Channel(
        lambda message: bodies(telegram.calls_of(message, "7")), only("chat_id", "text"), TO_TELEGRAM
    ),
    "whatsapp": Channel(
        lambda message: bodies(whatsapp.calls_of(message, "420777", WHATSAPP)),
        lambda body: body["type"] == "text",
        {"type": "template", "template": {"name": "hello"}},
    ),
    "facebook": Channel(
        lambda message: bodies(facebook.calls_of(message, "7")),
        lambda body: set(body["message"]) == {"text"},
        TEMPLATE,
    ),
    "twilio": Channel(
        lambda message: bodies(twilio.calls_of(message, "+420777", "AC1", "+1555")),
        only("To", "From", "Body"),
        {"content_sid": "HX1"},
    ),
    "twilio_voice": Channel(twilio_voice.spoken, lambda body: isinstance(body, str), {"verb": "Play"}),
    "socketio": Channel(
        lambda message: [data for data, _ in socketio.emitted(message)], only("text"), {"data": {"cards": []}}
    ),
    "mattermost": Channel(
        lambda message: bodies(mattermost.calls_of(message, "c1", MATTERMOST)),
        only("channel_id", "message"),
        {"props": {"attachments": []}},
    ),
    "rocketchat": Channel(
        lambda message: bodies(rocketchat.calls_of(message, "r1")),
        only("channel", "roomId", "text"),
        {"attachments": [{"title": "Menu"}]},
    ),
    "webexteams": Channel(
        lambda message: bodies(webexteams.calls_of(message, "r1")),
        only("roomId", "text"),
        {"markdown": "*hi*"},
    ),
    "botframework": Channel(
        lambda message: bodies(botframework.calls_of(message, "u1", TEAMS)),
        only("type", "recipient", "from", "channelData", "text"),
        {"attachments": [{"contentType": "image/png"}]},
    ),
    "hangouts": Channel(
        lambda message: [hangouts.answer_of([message])], only("text"), {"cards": [{"sections": []}]}
    ),
    "cmdline": PROGRAM,
}


def test_every_channel_is_looked_at() -> None:
    assert set(RENDERED) == set(CHANNELS.table)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", RENDERED)
def test_what_is_said_to_be_native_is_and_nothing_else(name: str, kind: str) -> None:
    channel = RENDERED[name]
    forms = DATA.get(kind, [{"custom": channel.custom}])
    found = [body for data in forms for body in channel.rendered(BotMessage("Look.", data))]
    assert found, "nothing was rendered"
    if kind == "text":
        assert "text" in native_of(name)
        assert all(channel.is_words(body) for body in found)
    else:
        assert any(not channel.is_words(body) for body in found) == (kind in native_of(name))


@pytest.mark.parametrize("name", [name for name in RENDERED if name != "twilio_voice"])
@pytest.mark.parametrize("kind", [kind for kind in DATA if kind != "text"])
def test_nothing_is_lost_on_the_way(name: str, kind: str) -> None:
    wanted = {
        "buttons": "Small",
        "quick_replies": "Small",
        "links": PAGE,
        "image": f"{PAGE}/kitchen.png",
        "attachment": f"{PAGE}/menu.pdf",
        "elements": "Pie",
    }
    for data in DATA[kind]:
        found = str(RENDERED[name].rendered(BotMessage("Look.", data)))
        assert "Look." in found
        assert wanted[kind] in found
