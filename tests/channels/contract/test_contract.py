"""One contract for all channels, over HTTP, with the fake platforms and the recorded bot.

Text, buttons, image, custom, long text, unicode, edits, duplicates, bad signatures, and bodies of any shape; what
is down or slow is in test_trouble.py.
"""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

from contract_channels import ANSWERING_EDITS, DRIVERS, OPEN, PLAIN, SIGNED, STREAMING, VARIANTS, over
from contract_fuzz import mutated
from contract_server import Running, fresh, texts
from platform_driver import Delivery, Driver, Shown

from causerie.channels.registry import CHANNELS

FUZZED = int(os.environ.get("CHANNEL_FUZZ", "150"))


def test_every_channel_is_asked() -> None:
    assert {driver.name for driver in DRIVERS} == set(CHANNELS.table)


@over(PLAIN + VARIANTS)
def test_a_text_is_answered(driver: Driver, server: Running) -> None:
    assert texts(server.said(driver, "hello")) == ["Welcome to the diner."]


@over(PLAIN)
def test_buttons_can_be_read_or_pressed(driver: Driver, server: Running) -> None:
    shown = server.said(driver, "/buttons_few")
    told = " ".join([item.text for item in shown] + [title for item in shown for title in item.buttons])
    assert "Which size?" in told
    assert "Small" in told
    assert "Large" in told


@over(PLAIN)
def test_a_link_button_breaks_nothing(driver: Driver, server: Running) -> None:
    shown = server.said(driver, "/buttons_link")
    told = json.dumps([[item.text, *item.buttons, *item.links] for item in shown])
    assert "Read the menu." in told
    assert "Menu" in told
    assert "Order" in told


@over(PLAIN)
def test_an_image_is_shown_or_named(driver: Driver, server: Running) -> None:
    shown = server.said(driver, "/image")
    told = json.dumps([[item.text, item.image, *item.links] for item in shown])
    assert "Our kitchen." in told
    assert ("https://diner.example/kitchen.png" in told) is not driver.is_call


@over(PLAIN)
def test_an_attachment_can_be_opened_or_read(driver: Driver, server: Running) -> None:
    shown = server.said(driver, "/attachment")
    told = json.dumps([item.raw for item in shown]) + " ".join(item.text for item in shown)
    assert "Our menu." in told
    assert ("menu.pdf" in told) is not driver.is_call
    assert "{'" not in told or driver.name == "telegram"  # as Rasa's does


@over(PLAIN)
def test_a_custom_message_loses_no_turn(driver: Driver, server: Running) -> None:
    before = server.turns()
    status, answer = server.deliver(driver.delivery("/custom", fresh()))
    assert status < 300, answer
    server.settle()
    assert server.turns() == before + 1


@over(PLAIN + STREAMING)
def test_a_long_text_comes_whole_and_in_pieces_the_platform_takes(driver: Driver, server: Running) -> None:
    shown = texts(server.said(driver, "/long"))
    told = " ".join(shown)
    for number in (1, 50, 100):
        assert f"Line {number} of the long story" in told
    assert max(len(text) for text in shown) <= driver.limit


@over(PLAIN)
def test_letters_of_all_scripts_arrive(driver: Driver, server: Running) -> None:
    told = " ".join(texts(server.said(driver, "/unicode")))
    assert "Příliš žluťoučký kůň 🥞 你好 مرحبا" in told


@over(PLAIN)
def test_what_the_user_writes_in_any_script_is_kept_under_the_channels_name(
    driver: Driver, server: Running
) -> None:
    server.said(driver, "Palačinky 🥞 你好 مرحبا")
    kept = [(event["text"], event["input_channel"]) for event in server.users()]
    assert ("Palačinky 🥞 你好 مرحبا", driver.name) in kept


@over(PLAIN)
def test_an_edited_message(driver: Driver, server: Running) -> None:
    turns, shown = edited(driver, server)
    assert turns == (1 if driver.edits == "turn" else 0)
    assert texts(shown) == ["Pancakes are on their way."] * turns


@over(ANSWERING_EDITS)
def test_an_edited_message_is_answered_where_that_is_wanted(driver: Driver, server: Running) -> None:
    turns, shown = edited(driver, server, times=2)
    assert turns == 1
    assert texts(shown) == ["Pancakes are on their way."]
    latest = server.users()[-1]
    assert (latest["text"], latest["metadata"]["edited"]) == ("pancakes", True)


def edited(driver: Driver, server: Running, times: int = 1) -> tuple[int, list[Shown]]:
    """How many turns it makes that a message is edited, and what the user sees then."""
    message = fresh()
    server.said(driver, "hello", message)
    before, edit = server.turns(), driver.edit("pancakes", message)
    server.fake.forget()
    for _ in range(times):
        status, answer = server.deliver(edit)
        assert status < 300, answer
    server.settle()
    return server.turns() - before, driver.shown(server.calls(), answer)


@over(PLAIN + VARIANTS)
def test_a_message_that_is_delivered_again_is_handled_once(driver: Driver, server: Running) -> None:
    before, message = server.turns(), fresh()
    server.said(driver, "hello", message)
    server.fake.forget()
    status, answer = server.deliver(driver.delivery("hello", message))
    assert status < 300, answer
    server.settle()
    assert server.turns() == before + 1
    again = texts(driver.shown(server.calls(), answer))
    assert again == (["Welcome to the diner."] if driver.is_call else [])


@over(SIGNED)
def test_a_delivery_that_is_not_the_platforms_is_refused(driver: Driver, server: Running) -> None:
    before = server.turns()
    spoilt = driver.spoilt("hello", fresh())
    assert spoilt
    for delivery, expected in spoilt:
        status, answer = server.deliver(delivery)
        assert (status, status < 500) == (expected, True), answer
    assert server.turns() == before


@over(OPEN)
def test_where_nothing_is_signed_a_strangers_token_changes_nothing(driver: Driver, server: Running) -> None:
    before, plain = server.turns(), driver.delivery("hello", fresh())
    headers = {**plain.headers, "Authorization": "Bearer x"}
    status, answer = server.deliver(Delivery(plain.path, plain.body, headers))
    assert (status, server.turns()) == (200, before + 1), answer


@over(PLAIN)
def test_bodies_of_any_shape_are_refused_without_a_turn_or_handled(driver: Driver, server: Running) -> None:
    fuzz(driver, server, driver.body_to_mutate(), FUZZED)


@over(ANSWERING_EDITS)
def test_edits_of_any_shape_are_refused_without_a_turn_or_handled(driver: Driver, server: Running) -> None:
    fuzz(driver, server, json.loads(driver.edit("pancakes", "7").body), FUZZED // 4)


def fuzz(driver: Driver, server: Running, ordinary: Any, count: int) -> None:
    before = server.half_turns()
    for number in range(count):
        body = mutated(copy.deepcopy(ordinary), random.Random(number))
        status, answer = server.deliver(driver.wrap(body))
        assert status < 500, (number, body, answer)
    server.settle()
    assert server.half_turns() == before
