"""One contract for all channels, over HTTP, with the fake platforms and the recorded bot.

Text, buttons, image, custom, long text, unicode, edits, duplicates, bad signatures, a platform that is down or
slow, and bodies of any shape.
"""

from __future__ import annotations

import copy
import importlib
import json
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from contract_server import Running, started
from platform_driver import Driver, Shown

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "contract_drivers").glob("[a-z]*.py"))
DRIVERS = [importlib.import_module(f"contract_drivers.{name}").DRIVER for name in NAMES]
FUZZED = int(os.environ.get("CHANNEL_FUZZ", "150"))


@pytest.fixture(scope="module", params=DRIVERS, ids=lambda one: one.name)
def driver(request: pytest.FixtureRequest) -> Driver:
    return request.param


@pytest.fixture(scope="module")
def server(
    driver: Driver, channels_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    with started(driver, channels_model, tmp_path_factory.mktemp(driver.name)) as running:
        yield running


def said(driver: Driver, server: Running, text: str, message_id: str = "") -> list[Shown]:
    """What the user sees after saying this."""
    server.fake.forget()
    status, answer = server.deliver(driver.delivery(text, message_id or fresh()))
    assert status < 300, answer
    server.settle()
    return driver.shown(server.calls(), answer)


def fresh() -> str:
    return uuid.uuid4().hex[:12]


def test_a_text_is_answered(driver: Driver, server: Running) -> None:
    assert [shown.text for shown in said(driver, server, "hello")] == ["Welcome to the diner."]


def test_buttons_can_be_read_or_pressed(driver: Driver, server: Running) -> None:
    shown = said(driver, server, "/buttons_few")
    told = " ".join([item.text for item in shown] + [title for item in shown for title in item.buttons])
    assert "Which size?" in told
    assert "Small" in told
    assert "Large" in told


def test_a_link_button_breaks_nothing(driver: Driver, server: Running) -> None:
    shown = said(driver, server, "/buttons_link")
    told = json.dumps([[item.text, *item.buttons, *item.links] for item in shown])
    assert "Read the menu." in told
    assert "Menu" in told
    assert "Order" in told


def test_an_image_is_shown_or_named(driver: Driver, server: Running) -> None:
    shown = said(driver, server, "/image")
    if driver.name == "twilio_voice":
        assert [item.text for item in shown] == ["Our kitchen."]
        return
    told = json.dumps([[item.text, item.image, *item.links] for item in shown])
    assert "Our kitchen." in told
    assert "https://diner.example/kitchen.png" in told


def test_an_attachment_can_be_opened_or_read(driver: Driver, server: Running) -> None:
    shown = said(driver, server, "/attachment")
    told = json.dumps([item.raw for item in shown]) + " ".join(item.text for item in shown)
    assert "Our menu." in told
    if driver.name != "twilio_voice":
        assert "menu.pdf" in told
    assert "{'" not in told or driver.name == "telegram"  # as Rasa's does


def test_a_custom_message_loses_no_turn(driver: Driver, server: Running) -> None:
    before = server.turns(driver)
    said(driver, server, "/custom")
    assert server.turns(driver) == before + 1


def test_a_long_text_comes_whole_and_in_pieces_the_platform_takes(driver: Driver, server: Running) -> None:
    shown = [item.text for item in said(driver, server, "/long")]
    told = " ".join(shown)
    for number in (1, 50, 100):
        assert f"Line {number} of the long story" in told
    if driver.limit:
        assert max(len(text) for text in shown) <= driver.limit


def test_letters_of_all_scripts_arrive(driver: Driver, server: Running) -> None:
    told = " ".join(item.text for item in said(driver, server, "/unicode"))
    assert "Příliš žluťoučký kůň 🥞 你好 مرحبا" in told


def test_what_the_user_writes_in_any_script_is_kept(driver: Driver, server: Running) -> None:
    said(driver, server, "Palačinky 🥞 你好 مرحبا")
    assert "Palačinky 🥞 你好 مرحبا" in server.users(driver)


def test_an_edited_message(driver: Driver, server: Running) -> None:
    message = fresh()
    said(driver, server, "hello", message)
    edit = driver.edit("pancakes", message)
    if edit is None:
        assert driver.edits == ""
        return
    before = server.turns(driver)
    server.fake.forget()
    status, answer = server.deliver(edit)
    server.settle()
    assert status < 300
    turns = server.turns(driver) - before
    assert turns == (1 if driver.edits == "turn" else 0)
    if turns:
        assert [item.text for item in driver.shown(server.calls(), answer)] == ["Pancakes are on their way."]


def test_a_message_that_is_delivered_again_is_handled_once(driver: Driver, server: Running) -> None:
    before, message = server.turns(driver), fresh()
    said(driver, server, "hello", message)
    server.fake.forget()
    status, _ = server.deliver(driver.delivery("hello", message))
    server.settle()
    assert status < 300
    assert server.turns(driver) == before + 1
    assert [item.text for item in driver.shown(server.calls(), None)] == []


def test_a_delivery_that_is_not_the_platforms_is_refused(driver: Driver, server: Running) -> None:
    before = server.turns(driver)
    spoilt = driver.spoilt("hello", fresh())
    assert bool(spoilt) == driver.signs
    for delivery, expected in spoilt:
        status, answer = server.deliver(delivery)
        assert (status, status < 500) == (expected, True), answer
    assert server.turns(driver) == before


def test_a_platform_that_is_down_gets_its_messages_later_in_order(driver: Driver, server: Running) -> None:
    if not driver.host:
        return
    server.fake.forget()
    server.fail(driver, status=503, times=2)
    for text in ("hello", "/text", "pancakes"):
        status, answer = server.deliver(driver.delivery(text, fresh()))
        assert status < 300, answer
    expected = ["Welcome to the diner.", "One plain line.", "Pancakes are on their way."]
    texts: list[str] = []
    for _ in range(100):
        texts = list(dict.fromkeys(item.text for item in driver.shown(server.calls(), None)))
        if texts == expected:
            break
        time.sleep(0.1)
    server.fake.behave()
    assert texts == expected
    server.settle()


def test_a_slow_platform_keeps_nobody_else_waiting(driver: Driver, server: Running) -> None:
    if not driver.host:
        return
    server.fake.forget()
    server.fail(driver, delay=1.0, times=1)
    before = server.turns(driver)
    answer = server.deliver_in_background(driver.delivery("hello", fresh()))
    assert server.is_served_meanwhile()
    status, _ = answer()
    assert status < 300
    assert server.turns(driver) == before + 1
    server.settle()
    server.fake.behave()


def test_bodies_of_any_shape_are_refused_without_a_turn_or_handled(driver: Driver, server: Running) -> None:
    random.seed(7)
    before = server.half_turns(driver)
    for number in range(FUZZED):
        body = mutated(copy.deepcopy(driver.body_to_mutate()), random.Random(number))
        status, answer = server.deliver(driver.wrap(body))
        assert status < 500, (number, body, answer)
    server.settle()
    assert server.half_turns(driver) == before


STRANGE: list[Callable[[], Any]] = [
    lambda: None,
    lambda: True,
    lambda: -1,
    lambda: 1e300,
    lambda: "",
    lambda: "\u202e\u0000\ud83e\udd5e"[:2],
    lambda: "x" * 5000,
    list,
    dict,
    lambda: [[[]]],
    lambda: {"a": {"b": [None]}},
    lambda: ["text"],
]


def mutated(body: Any, draw: random.Random) -> Any:
    """One to three places of the body changed: removed, of another type, doubled, nested."""
    for _ in range(draw.randint(1, 3)):
        places = list(_places(body))
        if not places:
            return draw.choice(STRANGE)()
        holder, key = draw.choice(places)
        kind = draw.randrange(4)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            holder[key] = draw.choice(STRANGE)()
        elif kind == 2:
            holder[key] = [holder[key]] if draw.random() < 0.5 else {"text": holder[key]}
        elif isinstance(holder, dict):
            holder[str(key) + "2"] = holder.pop(key)
        else:
            holder.append(holder[key])
    if draw.random() < 0.05:
        return draw.choice(STRANGE)()
    return body


def _places(body: Any) -> Iterator[tuple[Any, Any]]:
    items: Any = ()
    if isinstance(body, dict):
        items = list(body.items())
    elif isinstance(body, list):
        items = list(enumerate(body))
    for key, value in items:
        yield body, key
        yield from _places(value)
