"""Messenger: what it delivers, what it takes, and how it proves who it is."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_platform import FakePlatform

from causerie.channels.facebook.channel import FacebookInput
from causerie.channels.facebook.reading import read_delivery
from causerie.channels.facebook.rendering import calls_of
from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.receiving.told import Liked, Said
from causerie.errors import ComponentError
from causerie.ports import BotMessage
from tests.channels.conftest import LONG, Running, sent

PATH = "/webhooks/facebook/webhook"
GOOD = {"verify": "word", "secret": "secret", "page-access-token": "t"}


def channel(fake: FakePlatform, **more: Any) -> FacebookInput:
    given = {**GOOD, "api_base_url": f"{fake.url}/graph.facebook.com", **more}
    return FacebookInput.from_credentials(given)


def event(**fields: Any) -> dict[str, Any]:
    return {"sender": {"id": "7"}, "recipient": {"id": "1"}, "timestamp": 1, **fields}


def delivery(*events: Any) -> dict[str, Any]:
    return {"object": "page", "entry": [{"messaging": list(events)}]}


def said(text: str, number: str) -> dict[str, Any]:
    return event(message={"mid": number, "text": text})


async def deliver(running: Running, *events: Any) -> int:
    raw = json.dumps(delivery(*events)).encode()
    signature = "sha256=" + hmac.new(b"secret", raw, hashlib.sha256).hexdigest()
    answer = await running.http.post(PATH, content=raw, headers={"X-Hub-Signature-256": signature})
    return answer.status_code


def messages(text: str | None = None, **data: Any) -> list[Any]:
    return [call.json["message"] for call in calls_of(BotMessage(text, data), "7")]


def buttons(count: int) -> list[Any]:
    return [{"title": f"Button {number}", "payload": f"/x{number}"} for number in range(count)]


# -- what comes in


async def test_several_messages_in_a_delivery_are_several_turns(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    assert await deliver(running, said("/hello", "a"), said("/pick", "b")) == 200
    assert await running.texts("7") == ["/hello", "/pick"]


async def test_a_press_whose_payload_was_too_long_says_the_payload(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    await deliver(running, said("/long", "a"))
    asked = [call.body["message"] for call in sent(fake, "/me/messages") if "message" in call.body]
    button = asked[0]["attachment"]["payload"]["buttons"][0]
    assert len(button["payload"]) <= 1_000
    await deliver(
        running, event(postback={"payload": button["payload"], "title": button["title"], "mid": "b"})
    )
    quick = {"mid": "c", "text": button["title"], "quick_reply": {"payload": button["payload"]}}
    await deliver(running, event(message=quick))
    assert await running.texts("7") == ["/long", LONG, LONG]


async def test_a_reaction_is_kept_as_feedback_until_it_is_taken_back(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    reaction = {"reaction": "love", "emoji": "❤", "action": "react", "mid": "m9"}
    await deliver(running, said("/hello", "a"), event(reaction=reaction))
    await deliver(running, event(reaction={**reaction, "reaction": "angry", "action": "unreact"}))
    assert await running.feedback("7") == [("m9", "up")]
    await deliver(running, event(reaction={**reaction, "action": "unreact"}))
    assert await running.feedback("7") == [("m9", "up"), ("m9", None)]


def edited(text: Any = "/pick", times: int = 1, **fields: Any) -> dict[str, Any]:
    return event(message_edit={"mid": "a", "text": text, "num_edit": times, **fields})


async def test_an_edit_is_a_new_message_where_that_is_wanted_and_nothing_elsewhere(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    deaf, keen = await serve(channel(fake)), await serve(channel(fake, edits="answer"))
    for running in (deaf, keen):
        await deliver(running, said("/hello", "a"), edited(), edited(), edited("/hello", 2))
    assert await deaf.texts("7") == ["/hello"]
    assert await keen.texts("7") == ["/hello", "/pick", "/hello"]
    last = (await keen.users("7"))[-1]
    assert (last.metadata["edited"], last.metadata["message"]) == (True, "a")


@pytest.mark.parametrize("given", [edited(""), edited(None), edited({}), edited(mid=None)])
def test_an_edit_of_another_shape_says_nothing(given: Any) -> None:
    assert list(read_delivery(delivery(given), answers_edits=True)) == []


def test_the_pages_own_edits_are_not_answered() -> None:
    body = delivery(edited())
    body["entry"][0]["id"] = "7"
    assert list(read_delivery(body, answers_edits=True)) == []


def test_payloads_come_before_texts_and_texts_before_files() -> None:
    file = {"type": "image", "payload": {"url": "https://d.example/1.png"}}
    both = {"mid": "a", "text": "Look", "attachments": [file]}
    found = list(read_delivery(delivery(event(message=both), event(message={**both, "text": None}))))
    assert [item.text for item in found if isinstance(item, Said)] == ["Look", "https://d.example/1.png"]


def test_several_files_are_named_in_the_metadata() -> None:
    files = [{"type": "image", "payload": {"url": f"https://d.example/{number}.png"}} for number in (1, 2)]
    (found,) = read_delivery(delivery(event(message={"mid": "a", "attachments": files})))
    assert isinstance(found, Said)
    assert [file["url"][-5] for file in found.metadata["files"]] == ["1", "2"]


ACTIONS = ("react", "unreact")


@pytest.mark.parametrize(
    ("named", "was"), [({"reaction": "love"}, "up"), ({"reaction": "sad"}, "down"), ({}, None)]
)
def test_a_reaction_that_was_taken_back_may_be_named_or_not(named: Any, was: str | None) -> None:
    reaction = {**named, "action": "unreact", "mid": "m9"}
    assert list(read_delivery(delivery(event(reaction=reaction)))) == [Liked("7", "m9", None, was)]


def test_a_thumb_down_is_one() -> None:
    reaction = {"reaction": "dislike", "action": "react", "mid": "m9"}
    assert list(read_delivery(delivery(event(reaction=reaction)))) == [Liked("7", "m9", "down")]


def test_a_reaction_without_an_opinion_takes_the_place_of_one() -> None:
    reaction = {"reaction": "other", "emoji": "🤔", "action": "react", "mid": "m9"}
    assert list(read_delivery(delivery(event(reaction=reaction)))) == [Liked("7", "m9", None)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"entry": [None, {"messaging": [None, {}, event(), event(message=[]), event(message={"mid": "a"})]}]},
        delivery(event(message={"text": "echo", "is_echo": True})),
        delivery(event(postback={"title": "x"}), event(read={"watermark": 1}), event(delivery={})),
        delivery(event(reaction={"reaction": "love", "mid": "m9"})),
        delivery(event(reaction={"reaction": "other", "action": "unreact", "mid": "m9"})),
        delivery(*(event(reaction={"reaction": {}, "action": a, "mid": "m9"}) for a in ACTIONS)),
        delivery(*(event(reaction={"reaction": "love", "action": a, "mid": []}) for a in ACTIONS)),
        delivery(
            *(event(reaction={"reaction": "love", "action": a, "mid": "m9"}) for a in (7, {}, ["react"]))
        ),
        delivery(event(reaction={"action": "react", "mid": "m9"}), event(reaction="unreact")),
    ],
)
def test_what_needs_no_answer_gets_none(body: Any) -> None:
    assert list(read_delivery(body)) == []


# -- who sends it


async def test_the_webhook_is_verified_with_the_word_and_nothing_else(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    right = {"hub.verify_token": "word", "hub.challenge": "42"}
    assert (await running.http.get(PATH, params=right)).text == "42"
    assert (await running.http.get(PATH, params={**right, "hub.verify_token": "x"})).status_code == 403
    assert (await running.http.get(PATH, params={"hub.verify_token": "word"})).status_code == 400


async def test_only_signed_deliveries_are_turns(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    raw = json.dumps(delivery(said("/hello", "a"))).encode()
    sha1 = hmac.new(b"secret", raw, hashlib.sha1).hexdigest()
    refused = [
        {},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": f"sha1={sha1}"},
        {"X-Hub-Signature-256": "sha256=0", "X-Hub-Signature": f"sha1={sha1}"},
    ]
    for headers in refused:
        assert (await running.http.post(PATH, content=raw, headers=headers)).status_code == 403
    assert await running.texts("7") == []
    old = await running.http.post(PATH, content=raw, headers={"X-Hub-Signature": f"sha1={sha1}"})
    assert old.status_code == 200
    assert await running.texts("7") == ["/hello"]


@pytest.mark.parametrize("key", list(GOOD))
def test_every_secret_is_needed(key: str) -> None:
    with pytest.raises(ComponentError, match=f"needs '{key}': .*found nothing"):
        FacebookInput.from_credentials({name: value for name, value in GOOD.items() if name != key})


# -- what goes out


def test_up_to_three_buttons_are_a_template() -> None:
    (message,) = messages("Which?", buttons=buttons(3))
    payload = message["attachment"]["payload"]
    assert (payload["template_type"], payload["text"]) == ("button", "Which?")
    assert [button["type"] for button in payload["buttons"]] == ["postback"] * 3


def test_more_become_quick_replies_and_more_than_thirteen_several_templates() -> None:
    (message,) = messages("Which?", buttons=buttons(13))
    assert len(message["quick_replies"]) == 13
    templates = [message["attachment"]["payload"] for message in messages("Which?", buttons=buttons(14))]
    assert [len(template["buttons"]) for template in templates] == [3, 3, 3, 3, 2]
    assert [template["text"] for template in templates] == ["Which?", "…", "…", "…", "…"]


def test_links_are_never_quick_replies() -> None:
    link = {"title": "Menu", "url": "https://diner.example"}
    (message,) = messages("Which?", quick_replies=[link, *buttons(1)])
    kinds = [button["type"] for button in message["attachment"]["payload"]["buttons"]]
    assert kinds == ["web_url", "postback"]


def test_titles_and_payloads_are_as_long_as_messenger_takes() -> None:
    button = {"title": "t" * 21, "payload": "/" + "p" * 1_000}
    (quick,) = messages("Which?", quick_replies=[button])
    assert quick["quick_replies"][0]["title"] == "t" * 19 + "…"
    assert is_shortened(quick["quick_replies"][0]["payload"])
    (asked,) = messages("Which?", buttons=[button])
    assert is_shortened(asked["attachment"]["payload"]["buttons"][0]["payload"])


def test_a_button_without_a_payload_says_its_title() -> None:
    (message,) = messages("Which?", buttons=[{"title": "hello"}])
    (button,) = message["attachment"]["payload"]["buttons"]
    assert button == {"title": "hello", "type": "postback", "payload": "hello"}


def test_long_texts_are_split_with_buttons_sooner() -> None:
    assert max(len(message["text"]) for message in messages("word " * 1_000)) <= 2_000
    *before, last = messages("A sentence. " * 100, buttons=buttons(1))
    assert before
    assert len(last["attachment"]["payload"]["text"]) <= 640


def test_cards_come_ten_at_a_time_with_short_titles_and_three_buttons() -> None:
    card = {"title": "t" * 81, "subtitle": "s" * 90, "buttons": buttons(4)}
    first, second = messages(elements=[card] * 11)
    cards = first["attachment"]["payload"]["elements"]
    assert (len(cards), len(second["attachment"]["payload"]["elements"])) == (10, 1)
    assert (len(cards[0]["title"]), len(cards[0]["subtitle"]), len(cards[0]["buttons"])) == (80, 80, 3)
    (bare,) = messages(elements=[{"title": "Pie", "buttons": []}])
    assert bare["attachment"]["payload"]["elements"] == [{"title": "Pie"}]


def test_custom_messages_keep_what_messenger_knows_and_are_said_otherwise() -> None:
    assert messages(custom={"text": "Hi", "answer": 42}) == [{"text": "Hi"}]
    assert messages(custom={"answer": 42}) == [{"text": '{"answer": 42}'}]
