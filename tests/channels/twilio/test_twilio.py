"""Twilio: signatures behind proxies, what is a message, and what goes out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from fake_platform import FakePlatform

from causerie.channels.twilio.channel import TwilioInput
from causerie.channels.twilio.reading import message_of
from causerie.channels.twilio.rendering import calls_of
from causerie.errors import ComponentError
from causerie.ports import BotMessage
from tests.channels.conftest import Running, sent, until

PATH = "/webhooks/twilio/webhook"
GOOD = {"account_sid": "AC1", "auth_token": "token", "twilio_number": "+15550001111"}
SMS = {"From": "+420777", "To": "+15550001111", "Body": "/hello", "MessageSid": "SM1", "AccountSid": "AC1"}


def channel(fake: FakePlatform, **more: Any) -> TwilioInput:
    return TwilioInput.from_credentials({**GOOD, "api_base_url": f"{fake.url}/api.twilio.com", **more})


def signature(url: str, fields: dict[str, str], token: str = "token") -> str:
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


async def deliver(
    running: Running, fields: dict[str, str], signed_as: str, query: str = "", **headers: str
) -> int:
    answer = await running.http.post(
        PATH + query,
        content=urlencode(fields),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature(signed_as, fields),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    return answer.status_code


@pytest.mark.parametrize(
    ("signed_as", "headers"),
    [
        (f"https://bot.example{PATH}", {"Host": "bot.example"}),
        (f"http://bot.example{PATH}", {"Host": "bot.example"}),
        (f"https://bot.example{PATH}", {"X_Forwarded_Host": "bot.example", "X_Forwarded_Proto": "https"}),
        (f"https://bot.example{PATH}", {"X_Forwarded_Host": "bot.example, inner", "X_Forwarded_Proto": "https, http"}),
        (f"https://bot.example:8443{PATH}", {"Host": "bot.example:8443"}),
        (f"https://bot.example{PATH}", {"Host": "bot.example:8443"}),
        (f"https://bot.example:443{PATH}", {"Host": "bot.example"}),
    ],
)  # fmt: skip
async def test_a_signature_holds_behind_proxies(
    signed_as: str, headers: dict[str, str], fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    assert await deliver(running, SMS, signed_as, **headers) == 204
    assert await running.texts("+420777") == ["/hello"]


async def test_the_query_of_the_address_is_signed_too(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    address = f"https://bot.example{PATH}"
    assert await deliver(running, SMS, address, "?a=1", Host="bot.example") == 403
    assert await deliver(running, SMS, f"{address}?a=1", "?a=1", Host="bot.example") == 204


async def test_an_address_in_the_settings_is_the_only_one_that_counts(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, webhook_url="https://bot.example/sms"))
    assert await deliver(running, SMS, f"https://inner{PATH}", Host="inner") == 403
    assert await running.texts("+420777") == []
    assert await deliver(running, SMS, "https://bot.example/sms", Host="inner") == 204


async def test_what_twilio_did_not_sign_is_refused_with_advice(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    address = str(running.http.base_url).rstrip("/") + PATH
    for given in (
        "",
        "AAAA",
        signature(address, SMS, "another token"),
        signature(address, {**SMS, "Body": "x"}),
    ):
        answer = await running.http.post(PATH, data=SMS, headers={"X-Twilio-Signature": given})
        assert answer.status_code == 403
        assert "webhook_url" in answer.json()["message"]
    assert (await running.http.post(PATH, data=SMS)).status_code == 403
    assert await running.texts("+420777") == []


async def test_a_message_for_another_account_is_refused(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    fields = {**SMS, "AccountSid": "AC2"}
    assert await deliver(running, fields, f"https://bot.example{PATH}", Host="bot.example") == 403


async def test_who_is_on_whatsapp_is_answered_on_whatsapp(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    fields = {**SMS, "From": "whatsapp:+420777", "ButtonPayload": "/hello", "Body": "Hello"}
    assert await deliver(running, fields, f"https://bot.example{PATH}", Host="bot.example") == 204
    (call,) = await until(lambda: sent(fake, "/Messages.json"))
    assert (call.body["From"], call.body["To"]) == ("whatsapp:+15550001111", "whatsapp:+420777")
    assert call.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "report", [{"MessageStatus": "delivered"}, {"SmsStatus": "sent"}, {"Body": " "}, {"From": ""}]
)
def test_reports_and_empty_messages_are_no_turns(report: dict[str, str]) -> None:
    assert message_of({**SMS, **report}, takes_files=False) is None


def test_pictures_are_named_in_the_metadata_where_they_are_wanted() -> None:
    fields = {
        **SMS,
        "Body": "",
        "NumMedia": "1",
        "MediaUrl0": "https://t.example/1",
        "MediaContentType0": "image/png",
    }
    assert message_of(fields, takes_files=False) is None
    message = message_of(fields, takes_files=True)
    assert message is not None
    assert message.metadata == {"files": [{"url": "https://t.example/1", "type": "image/png"}]}


def test_a_place_is_a_payload() -> None:
    message = message_of({**SMS, "Latitude": "50.1", "Longitude": "14.4"}, takes_files=False)
    assert message is not None
    assert message.text == '/locationData{"Latitude": 50.1, "Longitude": 14.4}'
    other = message_of({**SMS, "Latitude": "north", "Longitude": "14.4"}, takes_files=False)
    assert other is not None
    assert other.text == "/hello"


def test_the_same_message_has_the_same_id() -> None:
    one, again = message_of(SMS, False), message_of(SMS, False)
    other = message_of({**SMS, "MessageSid": "SM2"}, False)
    assert one is not None
    assert again is not None
    assert other is not None
    assert one.message_id == again.message_id != other.message_id


def forms(text: str | None = None, **data: Any) -> list[Any]:
    calls = calls_of(BotMessage(text, data), "+420777", "AC1", "+15550001111")
    return [
        {key: value for key, value in (call.form or {}).items() if key not in ("To", "From")}
        for call in calls
    ]


def test_long_texts_are_split() -> None:
    found = forms("A sentence. " * 400)
    assert len(found) > 2
    assert max(len(form["Body"]) for form in found) <= 1_600


def test_buttons_are_words_and_pictures_are_sent() -> None:
    button = {"title": "Small", "payload": "/small"}
    assert forms("Which?", buttons=[button]) == [{"Body": "Which?"}, {"Body": "1: Small (/small)"}]
    assert forms(image="https://d.example/k.png") == [{"MediaUrl": "https://d.example/k.png"}]
    attachment = {"type": "file", "payload": {"src": "https://d.example/m.pdf", "title": "t" * 2_000}}
    (form,) = forms(attachment=attachment)
    assert (form["MediaUrl"], len(form["Body"])) == ("https://d.example/m.pdf", 1_600)


def test_custom_messages_are_arguments_of_twilios_client() -> None:
    custom = {"body": "Ready", "persistent_action": ["geo:1,2"], "force_delivery": True, "answer": 42}
    assert forms(custom=custom) == [
        {"Body": "Ready", "PersistentAction": ["geo:1,2"], "ForceDelivery": "true"}
    ]
    assert forms(custom={"answer": 42}) == [{"Body": '{"answer": 42}'}]


async def test_the_bot_speaks_by_itself(fake: FakePlatform) -> None:
    made = channel(fake)
    await made.output.send("+420777", BotMessage("Your table is free."))
    await made.courier.close()
    (call,) = sent(fake, "/AC1/Messages.json")
    assert call.body == {"To": "+420777", "From": "+15550001111", "Body": "Your table is free."}


@pytest.mark.parametrize("key", list(GOOD))
def test_every_key_is_needed(key: str) -> None:
    with pytest.raises(ComponentError, match=f"needs '{key}': .*found nothing"):
        TwilioInput.from_credentials({name: value for name, value in GOOD.items() if name != key})


def test_an_address_must_be_one() -> None:
    with pytest.raises(ComponentError, match=r"'webhook_url'.*begins with https://"):
        TwilioInput.from_credentials({**GOOD, "webhook_url": "bot.example/sms"})
