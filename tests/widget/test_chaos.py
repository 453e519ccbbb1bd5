"""200 messages of the real widget while the server is killed ten times and the connection cut twenty times.

`tests/server/test_web_chaos.py` does the same with a client in Python, in less time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.server.cutting import Cutting
from tests.server.processes import Server

from .conftest import conversation, until, write

MESSAGES, RESTARTS, CUTS = 200, 10, 20
#: A message typed by hand among so many that the page sends.
TYPED = 10
#: Messages under way at most, so that the trouble comes to messages of the whole row.
AHEAD = 4
ANSWERS = {
    "hello": "Welcome to the diner.",
    "pancakes": "Pancakes are on their way.",
    "show text please": "One plain line.",
}
TEXTS = [f"{list(ANSWERS)[number % 3]} number {number}" for number in range(MESSAGES)]
TALK = [said for text in TEXTS for said in (text, ANSWERS[text.split(" number")[0]])]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("widget-chaos")]


@pytest.fixture
def server(channels_model: Path, tmp_path: Path) -> Iterator[Server]:
    running = Server(channels_model, tmp_path)
    running.wait()
    yield running
    running.kill()


@pytest.fixture
def way(server: Server) -> Iterator[Cutting]:
    way = Cutting(server.port)
    yield way
    way.close()


def test_every_message_is_shown_and_answered_once_and_in_order(
    server: Server, way: Cutting, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 900, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(way.url)
    page.locator(".log[aria-live=polite]").wait_for()
    _send_all(page, server, way)
    until(lambda: len(_shown(page)) >= len(TALK) and _is_settled(page), 40)
    assert _shown(page) == TALK
    assert page.locator(".msg.user .state").all_inner_texts()[-1] == "Sent"
    assert page.locator(".notice:visible").count() == 0
    assert _said(server.events(conversation(page))) == TALK
    page.reload()
    until(lambda: len(_shown(page)) >= len(TALK))
    assert _shown(page) == TALK
    assert way.cuts >= CUTS
    assert errors == []
    context.close()


def _send_all(page: Page, server: Server, way: Cutting) -> None:
    draw = random.Random(3)
    restarts = set(draw.sample(range(5, MESSAGES - 5), RESTARTS))
    cuts = set(draw.sample([at for at in range(5, MESSAGES - 5) if at not in restarts], CUTS))
    for number, text in enumerate(TEXTS):
        if number % TYPED == 0:
            write(page, text)
        else:
            page.evaluate("text => { Causerie.send(text) }", text)
        page.wait_for_timeout(draw.uniform(0, 20))  # the trouble comes at any moment of a message
        if number in restarts:
            server.restart()
        if number in cuts:
            until(way.cut)  # there is something to cut as soon as the widget is connected again
        until(lambda: len(_shown(page)) >= 2 * (number - AHEAD), 40)  # noqa: B023


def _shown(page: Page) -> list[str]:
    return page.locator(".msg .bubble").all_inner_texts()


def _is_settled(page: Page) -> bool:
    """Nothing is being made or sent any more."""
    states = set(page.locator(".msg.user .state").all_inner_texts())
    return page.locator(".typing:visible").count() == 0 and states <= {"", "Sent"}


def _said(events: list[dict[str, Any]]) -> list[str]:
    """What users and bot said, by the tracker."""
    return [event["text"] for event in events if event["event"] in ("user", "bot")]
