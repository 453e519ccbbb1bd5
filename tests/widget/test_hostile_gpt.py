"""A GPT that says hostile things, through a real server and its leash: what is shown is text, nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from causerie.contracts.gpt import LocalGpt
from tests.server.inn import trained_inn
from tests.server.processes import Heard, Server

from .conftest import Site, conversation, until
from .test_hostile import HUGE, PAYLOADS, check, watched

QUESTION = "what time is breakfast served"
OPENING = "Breakfast is served in the winter garden [1]. "
PASSAGE = "Breakfast is served from 7 to 10 in the winter garden."
#: Numbers and addresses that the documents don't hold are dropped; without them more comes as far as the widget.
BARE = [re.sub(r"\((\d+)\)", "()", text) for text in PAYLOADS]
ALONE, IN_AN_ANSWER = [*PAYLOADS, *HUGE], [OPENING + text for text in BARE]
SAID = [*ALONE, *IN_AN_ANSWER]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile-gpt")]


@pytest.fixture(scope="module")
def gpt() -> Iterator[LocalGpt]:
    with LocalGpt(_hostile) as running:
        yield running


@pytest.fixture(scope="module")
def server(gpt: LocalGpt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("inn")
    llm = {"model": "m", "base_url": gpt.base_url, "deadline": 30}
    running = Server(trained_inn(folder), folder, endpoints={"llm": llm})
    running.wait()
    yield running
    running.kill()


@pytest.mark.parametrize("said", [ALONE, IN_AN_ANSWER], ids=["alone", "in an answer"])
def test_a_gpt_that_says_hostile_things_only_says_them(server: Server, site: Site, said: list[str]) -> None:
    site.bot = f"http://localhost:{server.port}/"  # and the page around it is of another server
    page, asked = watched(site)
    page.evaluate("Causerie.send('hello')")
    page.get_by_text("Hello", exact=True).wait_for()
    stream = Heard(server, conversation(page))
    for number, text in enumerate(said, 2):
        page.evaluate("text => { Causerie.send(text) }", f"{QUESTION} {_tag(SAID.index(text))}")
        until(lambda: len(_answers(stream)) == number, 30)  # noqa: B023
    until(lambda: page.locator(".msg.bot").count() == len(said) + 1)
    for link in page.locator(".msg.bot a").all():
        link.dispatch_event("mouseover")
    check(site, page, asked)
    stream.leave()
    assert len(stream.of("draft")) == len(said)
    assert len(stream.of("delta")) >= (len(said) if said is IN_AN_ANSWER else 1)
    shown = _check_what_was_shown(server, page, said)
    assert 5 <= shown <= len(said) - 80


def _check_what_was_shown(server: Server, page: Page, said: list[str]) -> int:
    """The GPT's words, or where the leash dropped them the passage; how often the GPT's."""
    answers = [event for event in server.events(conversation(page)) if event["event"] == "bot"][1:]
    bubbles = page.locator(".msg.bot .bubble").all_inner_texts()[1:]
    shown = 0
    for text, event, bubble in zip(said, answers, bubbles, strict=True):
        told = event["metadata"]["open_turn"]
        assert _letters(bubble) == _letters(event["text"]), text
        if told["kind"] == "generated":
            shown += 1
            assert set(_letters(bubble)) <= set(_letters(text)), text
        else:
            assert told["kind"] == "retrieved", (text, told)
            assert PASSAGE in bubble, text
    return shown


def _hostile(messages: list[dict[str, Any]]) -> str:
    """What the question's tag asks for."""
    tags = re.findall(r"\bq([a-z]{2})q\b", str(messages[-1]["content"]))
    if not tags:
        return "none"
    high, low = (ord(letter) - ord("a") for letter in tags[-1])
    return SAID[high * 26 + low]


def _tag(number: int) -> str:
    """A word, for a number in a question could be said in its answer."""
    return f"q{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}q"


def _answers(stream: Heard) -> list[dict[str, Any]]:
    return [message for message in stream.of("message") if message["from"] == "bot"]


def _letters(text: str) -> str:
    """Without spaces and signs, which Markdown takes for its own."""
    return re.sub(r"[\W_]", "", text)
