"""The hotel's assistant in its chat page, in real Chromium: booking, support and open questions, in both
languages, on a desktop and on a phone. Pictures of each state are kept in results/widget/.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "results" / "widget"
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SIZES = {"desktop": {"width": 1100, "height": 760}, "phone": {"width": 360, "height": 740}}


@dataclass(frozen=True)
class Told:
    """A message (or, with ``press``, a button) and what the answer has to hold."""

    say: str
    answer: str
    press: bool = False


TALKS: dict[tuple[str, str], list[Told]] = {
    ("booking", "en"): [
        Told("i want to book a room please", "arrive"),
        Told("on 3 may", "night|leave"),
        Told("3 nights please", "how many|guests|people"),
        Told("we are two", "room"),
        Told("is there a swimming pool?", "pool"),
        Told("a double room please", "name"),
        Told("my name is Alice Brown", "mail"),
        Told("it's alice.brown@example.com", "Alice Brown"),
        Told("yes please", r"HTL-\w+|confirmed|booked"),
    ],
    ("booking", "fr"): [
        Told("je voudrais réserver une chambre svp", "arriv"),
        Told("le 3 mai", "nuit|départ|parti"),
        Told("pour 3 nuits", "combien|personnes"),
        Told("nous serons deux", "chambre"),
        Told("une chambre double svp", "nom"),
        Told("je m'appelle Luc Bernard", "mail"),
        Told("mon mail c'est luc.bernard@example.fr", "Luc Bernard"),
        Told("oui s'il vous plaît", r"HTL-\w+|confirm|réserv"),
    ],
    ("support", "en"): [
        Told("the heating doesn't work in my room", "room"),
        Told("room 204", "urgent|wait"),
        Told("it's urgent", r"[A-Z]{2,4}-\w+|ticket"),
        Told("no", "bye|stay|day|see you|welcome"),
    ],
    ("support", "fr"): [
        Told("le chauffage ne marche pas dans ma chambre", "chambre"),
        Told("chambre 204", "urgen|attendre"),
        Told("c'est urgent", r"[A-Z]{2,4}-\w+|ticket|demande"),
    ],
    ("open", "en"): [
        Told("how high does the tide rise", r"tide|metres"),
        Told("Who is the president of France?", r"\w+"),
    ],
    ("open", "fr"): [
        Told("combien coûte un cours de surf", r"surf"),
        Told("à quelle heure est le petit-déjeuner ?", r"petit|h"),
    ],
}


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """As `make run` serves it, with a database of its own."""
    folder, port = tmp_path_factory.mktemp("hotel"), _free_port()
    train = [sys.executable, "-m", "causerie", "train", "--out", str(folder / "models")]
    done = subprocess.run(train, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["tracker_store"]["db"] = str(folder / "conversations.db")
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
    command = [
        *(sys.executable, "-m", "causerie", "run", "--port", str(port), "--model", str(folder / "models")),
        *("--endpoints", str(folder / "endpoints.yml")),
    ]
    environment = {key: value for key, value in os.environ.items() if key != "OPENAI_API_KEY"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize(("subject", "language"), list(TALKS))
def test_a_whole_conversation(hotel: str, browser: Any, subject: str, language: str, size: str) -> None:
    context = browser.new_context(viewport=SIZES[size], reduced_motion="reduce")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(hotel)
    page.locator(".msg.bot").first.wait_for()
    for number, told in enumerate(TALKS[subject, language]):
        answers = page.locator(".msg.bot")
        before = answers.count()
        field = page.locator(".composer textarea")
        field.fill(told.say)
        field.press("Enter")
        answers.nth(before).wait_for()
        _until(lambda: page.locator(".typing:visible").count() == 0)
        said = "\n".join(answers.nth(index).inner_text() for index in range(before, answers.count()))
        assert re.search(told.answer, said, re.IGNORECASE), (told.say, said)
        _picture(page, f"{subject}-{language}-{size}-{number}")
    assert violations(page) == []
    assert errors == []
    context.close()


def test_a_booking_by_keyboard_alone(hotel: str, browser: Any) -> None:
    context = browser.new_context(viewport=SIZES["desktop"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(hotel)
    page.locator(".msg.bot").first.wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        if _focused(page) == "Book a room":
            break
    assert _focused(page) == "Book a room"
    page.keyboard.press("Enter")
    page.get_by_text("arrive").first.wait_for()
    for said in ("on 3 may", "3 nights please", "we are two", "a double room please"):
        before = page.locator(".msg.bot").count()
        for _ in range(40):
            if (
                page.evaluate(
                    "() => document.querySelector('causerie-chat').shadowRoot.activeElement?.tagName"
                )
                == "TEXTAREA"
            ):
                break
            page.keyboard.press("Tab")
        page.keyboard.type(said)
        page.keyboard.press("Enter")
        page.locator(".msg.bot").nth(before).wait_for()
    assert "name" in page.locator(".msg.bot").last.inner_text().lower()
    _picture(page, "keyboard")
    context.close()


def test_a_reload_and_another_tab_show_the_same(hotel: str, browser: Any) -> None:
    context = browser.new_context(viewport=SIZES["desktop"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(hotel)
    page.locator(".msg.bot").first.wait_for()
    field = page.locator(".composer textarea")
    field.fill("is there a swimming pool?")
    field.press("Enter")
    page.locator(".msg.bot").nth(1).wait_for()
    shown = page.locator(".msg .bubble").all_inner_texts()
    other = context.new_page()
    other.goto(hotel)
    other.locator(".msg.bot").nth(1).wait_for()
    assert other.locator(".msg .bubble").all_inner_texts() == shown
    page.reload()
    page.locator(".msg.bot").nth(1).wait_for()
    assert page.locator(".msg .bubble").all_inner_texts() == shown
    context.close()


def test_the_language_chosen_in_the_widget_is_the_bots(hotel: str, browser: Any) -> None:
    context = browser.new_context(viewport=SIZES["phone"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(hotel)
    page.locator(".msg.bot").first.wait_for()
    page.evaluate("() => window.Causerie.setLanguage('fr')")
    page.get_by_role("button", name="Book a room").click()
    page.locator(".msg.bot").nth(1).wait_for()
    assert "arriv" in page.locator(".msg.bot").nth(1).inner_text()
    assert re.search("quand|date|souhait", page.locator(".msg.bot").nth(1).inner_text(), re.IGNORECASE)
    _picture(page, "french")
    context.close()


def violations(page: Any) -> list[str]:
    """What axe finds, as 'rule: element'."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['target']}" for item in found for node in item["nodes"]]


def _focused(page: Any) -> str:
    return str(
        page.evaluate(
            "() => document.querySelector('causerie-chat').shadowRoot.activeElement?.textContent ?? ''"
        )
    ).strip()


def _picture(page: Any, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"))


def _until(what: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.03)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
