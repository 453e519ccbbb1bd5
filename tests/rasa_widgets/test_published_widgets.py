"""Sites that embed rasa-webchat or Rasa's own widget, as published on npm, keep working against our server.

``fetch.sh`` brings them. rasa-webchat is a whole bundle. Of Rasa's own the connection and the reading of messages
are the published code; what draws it stands on packages that are not public, so ``conversation.jsx`` does that.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
WEBCHAT = HERE / "published/rasa-webchat/lib/index.js"
OFFICIAL = HERE / "published/official.js"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("rasa-widgets"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.skipif(
        not (WEBCHAT.exists() and OFFICIAL.exists()), reason="needs tests/rasa_widgets/fetch.sh"
    ),
]
PAGES = {
    "webchat.html": """<!doctype html><title>rasa-webchat</title><div id="webchat"></div>
<script src="webchat.js"></script>
<script>
WebChat.default({
  initPayload: "/greet", customData: {language: "en"}, socketUrl: "SERVER", socketPath: "/socket.io/",
  title: "Diner", params: {storage: "session"},
}, null);
</script>""",
    "official.html": """<!doctype html><title>Rasa's widget</title>
<div id="rasa-webchat-widget" data-websocket-url="SERVER/"></div>
<script src="official.js"></script>""",
}


@pytest.fixture(scope="module")
def server(channels_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("widgets"), free_port()
    credentials = folder / "credentials.yml"
    credentials.write_text(yaml.safe_dump({"socketio": {"session_persistence": True}}))
    command = [
        *(sys.executable, "-m", "causerie", "run", "--port", str(port), "--model", str(channels_model)),
        *("--credentials", str(credentials), "--cors", "*"),
    ]
    process = subprocess.Popen(command, cwd=folder, start_new_session=True, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


@pytest.fixture(scope="module")
def site(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another site that embeds the widgets."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in PAGES.items():
        (folder / name).write_text(text.replace("SERVER", server))
    shutil.copy(WEBCHAT, folder / "webchat.js")
    shutil.copy(OFFICIAL, folder / "official.js")
    handler = functools.partial(Quiet, directory=str(folder))
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{pages.server_port}"
    pages.shutdown()
    pages.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*flags, "--disable-sync", "--no-first-run"]
        )
        yield launched
        launched.close()


def test_rasa_webchat_talks(site: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site}/webchat.html")
    page.locator(".rw-launcher").click()
    page.get_by_text("Welcome to the diner.").first.wait_for()
    field = page.locator(".rw-new-message")
    field.fill("/buttons_few")
    field.press("Enter")
    page.get_by_text("Which size?").first.wait_for()
    page.locator(".rw-reply", has_text="Large").click()
    page.get_by_text("Pancakes are on their way.").first.wait_for()
    field.fill("/image")
    field.press("Enter")
    page.locator("img[src='https://diner.example/kitchen.png']").first.wait_for(state="attached")
    page.close()


def test_rasa_webchat_finds_its_conversation_again(site: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site}/webchat.html")
    page.locator(".rw-launcher").click()
    page.get_by_text("Welcome to the diner.").first.wait_for()
    page.reload()
    page.get_by_text("Welcome to the diner.").first.wait_for()
    field = page.locator(".rw-new-message")
    field.fill("pancakes")
    field.press("Enter")
    page.get_by_text("Pancakes are on their way.").first.wait_for()
    page.close()


def test_rasas_own_widget_talks(site: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site}/official.html")
    field = page.locator("#rasa-webchat-widget input")
    page.wait_for_timeout(1_000)  # it knows its session after a round trip, and shows nothing meanwhile
    for said, answered in (("hello", "Welcome to the diner."), ("/buttons_few", "Which size?")):
        field.fill(said)
        field.press("Enter")
        page.get_by_text(answered).first.wait_for()
    page.get_by_role("button", name="Large").click()
    page.get_by_text("Pancakes are on their way.").first.wait_for()
    field.fill("/image")
    field.press("Enter")
    page.locator("img[src='https://diner.example/kitchen.png']").wait_for(state="attached")
    page.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
