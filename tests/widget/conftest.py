"""One Chromium per module and one stand-in server per worker; a fresh browser profile per test."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

from .standin import Standin

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

if CHROMIUM.exists():
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
else:
    collect_ignore_glob = ["test_[!b]*.py"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For a module: while it is open, no asynchronous test can run in the process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def standin() -> Iterator[Standin]:
    standin = Standin()
    yield standin
    standin.close()


class Site:
    """A page of somebody's that has the widget, in a browser profile of its own."""

    def __init__(self, context: BrowserContext, standin: Standin) -> None:
        self.context = context
        self.standin = standin
        self.home = f"http://127.0.0.1:{standin.port}/"
        self.bot = f"http://localhost:{standin.port}/"
        self.errors: list[str] = []

    def visit(
        self,
        *,
        path: str = "",
        script: str = "",
        body: str = "",
        head: str = "",
        headers: dict[str, str] | None = None,
        language: str = "en",
        page: Page | None = None,
    ) -> Page:
        """Opens a page with the tag of the widget, whose attributes are `script`."""
        self.standin.pages[path.split("?")[0]] = (
            f'<!doctype html><html lang="{language}"><head><title>A shop</title>{head}'
            '<meta name="viewport" content="width=device-width">'
            f'<script src="{self.bot}widget.js" defer {script}></script></head>'
            f"<body><main><h1>A shop</h1><p>Things to buy.</p>{body}</main></body></html>",
            headers or {},
        )
        page = page or self.new_page()
        page.goto(self.home + path)
        return page

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def chat(self, **options: Any) -> Page:
        """A page with the chat open and connected."""
        page = self.visit(**options)
        page.evaluate("Causerie.open()")
        page.locator(".log[aria-live=polite]").wait_for()
        return page


@pytest.fixture
def site(browser: Browser, standin: Standin) -> Iterator[Site]:
    standin.reset()
    context = browser.new_context(viewport={"width": 1100, "height": 820}, reduced_motion="reduce")
    context.set_default_timeout(8000)
    site = Site(context, standin)
    yield site
    context.close()
    standin.cut()
    assert site.errors == []


def open_chat(page: Page) -> None:
    page.locator(".launcher").click()
    page.locator(".log[aria-live=polite]").wait_for()


def field(page: Page) -> Locator:
    return page.locator(".composer textarea")


def write(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


def conversation(page: Page) -> str:
    """The id that the browser keeps."""
    record = page.evaluate(
        "() => Object.entries(localStorage).find(([key]) => /^causerie:.*::c$/.test(key))?.[1] ?? 'null'"
    )
    return str((json.loads(record) or {}).get("id", ""))


def told(page: Page) -> list[str]:
    """What is on the screen, message by message."""
    return page.locator(".msg .bubble").all_inner_texts()


def until(what: Callable[[], Any], seconds: float = 8) -> Any:
    """Waits until something is so; the time is only a bound."""
    end = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)
    return value


def attribute(name: str, value: str) -> str:
    return f'{name}="{escape(value)}"'
