"""Phone calls: what is heard, what is said, and which settings go together."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from causerie.channels.twilio_voice.channel import TwilioVoiceInput
from causerie.channels.twilio_voice.rendering import as_twiml, spoken
from causerie.channels.twilio_voice.settings import VoiceSettings
from causerie.errors import ComponentError
from causerie.ports import BotMessage
from tests.channels.conftest import Running

PATH = "/webhooks/twilio_voice/webhook"
CALL = {"From": "+420777", "CallSid": "CA1", "CallStatus": "in-progress"}


async def call(running: Running, headers: dict[str, str] | None = None, **fields: str) -> ElementTree.Element:
    answer = await running.http.post(PATH, data={**CALL, **fields}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/xml")
    return ElementTree.fromstring(answer.text)


def heard(twiml: ElementTree.Element) -> list[str]:
    return [say.text or "" for say in twiml.iter("Say")]


async def test_a_call_begins_with_the_initial_prompt_and_goes_on_by_speech_or_keys(
    serve: Callable[..., Awaitable[Running]],
) -> None:
    running = await serve(TwilioVoiceInput.from_credentials({"initial_prompt": "/hello"}))
    assert heard(await call(running, CallStatus="ringing")) == ["Hello."]
    assert heard(await call(running, SpeechResult="/pick")) == ["Picked."]
    twiml = await call(running, Digits="7")  # the bot has nothing to say to that, and goes on listening
    assert (heard(twiml), len(list(twiml.iter("Gather")))) == ([""], 1)
    assert await running.texts("+420777") == ["/hello", "/pick", "7"]


async def test_who_says_nothing_hears_the_last_words_again(serve: Callable[..., Awaitable[Running]]) -> None:
    running = await serve(TwilioVoiceInput.from_credentials({"reprompt_fallback_phrase": "Pardon?"}))
    assert heard(await call(running)) == ["Pardon?"]
    await call(running, SpeechResult="/long")
    assert heard(await call(running)) == ["Which one?", "The long one", "Another"]
    assert await running.texts("+420777") == ["/long"]


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
async def test_a_call_that_ended_is_hung_up_without_a_turn(
    status: str, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(TwilioVoiceInput.from_credentials(None))
    twiml = await call(running, CallStatus=status, SpeechResult="/hello")
    assert list(twiml) == []
    assert await running.texts("+420777") == []


async def test_a_request_that_twilio_repeats_is_answered_again_and_handled_once(
    serve: Callable[..., Awaitable[Running]],
) -> None:
    running = await serve(TwilioVoiceInput.from_credentials(None))
    token = {"I-Twilio-Idempotency-Token": "T1"}
    assert heard(await call(running, token, SpeechResult="/hello")) == ["Hello."]
    assert heard(await call(running, token, SpeechResult="/hello")) == ["Hello."]
    assert await running.texts("+420777") == ["/hello"]


async def test_with_a_token_only_signed_calls_are_answered(serve: Callable[..., Awaitable[Running]]) -> None:
    given = {"auth_token": "token", "webhook_url": "https://bot.example/voice"}
    running = await serve(TwilioVoiceInput.from_credentials(given))
    fields = {**CALL, "SpeechResult": "/hello"}
    refused = await running.http.post(PATH, data=fields, headers={"X-Twilio-Signature": "AAAA"})
    assert refused.status_code == 403
    text = "https://bot.example/voice" + "".join(name + fields[name] for name in sorted(fields))
    signature = base64.b64encode(hmac.new(b"token", text.encode(), hashlib.sha1).digest()).decode()
    assert heard(await call(running, {"X-Twilio-Signature": signature}, SpeechResult="/hello")) == ["Hello."]


async def test_what_is_no_form_is_asked_again(serve: Callable[..., Awaitable[Running]]) -> None:
    running = await serve(TwilioVoiceInput.from_credentials(None))
    answer = await running.http.post(PATH, json={"From": "+420777"})
    assert answer.status_code == 200
    assert len(heard(ElementTree.fromstring(answer.text))) == 1


def test_texts_that_xml_can_not_hold_are_said_without_those_signs() -> None:
    text = "a\x00b\x0bc\ud800d\ufffee <&> 🥞"
    twiml = ElementTree.fromstring(as_twiml([text], VoiceSettings(), "/x"))
    assert heard(twiml) == ["abcde <&> 🥞"]


def test_the_last_text_is_said_while_listening_and_pauses_part_the_others() -> None:
    twiml = ElementTree.fromstring(as_twiml(["One.", "Two."], VoiceSettings(language="fr-FR"), "/here"))
    assert [child.tag for child in twiml] == ["Say", "Pause", "Gather"]
    gather = twiml[2]
    assert gather.attrib["action"] == "/here"
    assert gather.attrib["language"] == "fr-FR"
    assert heard(gather) == ["Two."]


def test_a_long_text_is_said_in_pieces() -> None:
    pieces = spoken(BotMessage("Été. " * 6_000))
    assert len(pieces) > 2
    assert max(len(piece.encode()) for piece in pieces) <= 16_000


def test_what_can_not_be_spoken_is_left_out() -> None:
    data = {
        "image": "https://d.example/k.png",
        "custom": {"answer": 42},
        "attachment": {"type": "file", "payload": {"src": "https://d.example/m.pdf", "title": "Our menu"}},
        "elements": [{"title": "Pie", "subtitle": "Warm", "buttons": [{"title": "Order", "payload": "/o"}]}],
    }
    assert spoken(BotMessage("Look.", data)) == ["Look.", "Our menu", "Pie : Warm", "Order"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"speech_model": "best"}, "default, numbers_and_commands, phone_call"),
        ({"speech_timeout": "soon"}, "a number of seconds, or 'auto'"),
        ({"speech_timeout": 0}, "a number of seconds"),
        ({"speech_timeout": "auto"}, "'auto' goes with 'numbers_and_commands' only"),
        ({"enhanced": True}, "only the speech_model 'phone_call' can be enhanced"),
        ({"assistant_voice": "robot"}, "woman, man, alice, or a voice such as Polly.Emma-Neural"),
        ({"auth_token": None}, "needs 'auth_token'"),
        ({"webhook_url": "bot.example"}, "begins with https://"),
    ],
)
def test_settings_that_twilio_would_refuse_are_refused(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        TwilioVoiceInput.from_credentials(given)


def test_settings_that_go_together_are_taken() -> None:
    auto = VoiceSettings.read({"speech_timeout": "auto", "speech_model": "numbers_and_commands"})
    better = VoiceSettings.read({"enhanced": "true", "speech_model": "phone_call"})
    assert (auto.timeout, better.enhanced) == ("auto", "true")
