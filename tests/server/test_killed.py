"""A process that is killed at any point of a turn loses nothing stored and leaves no half turn."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

KILLS = 12
FILES = {
    "config.yml": """
        recipe: default.v1
        assistant_id: killed
        language: en
        pipeline: [{name: KeywordIntentClassifier}]
        policies: [{name: RulePolicy}]
    """,
    "domain.yml": """
        version: "3.1"
        intents: [count, remind, reminded]
        actions: [action_count]
        slots: {count: {type: any, mappings: [{type: custom}]}}
        responses: {utter_counted: [{text: "{count}"}], utter_reminded: [{text: reminded}]}
    """,
    "data/nlu.yml": 'version: "3.1"\nnlu: [{intent: count, examples: "- count"}]\n',
    "data/rules.yml": """
        version: "3.1"
        rules:
          - {rule: count, steps: [{intent: count}, {action: action_count}, {action: utter_counted}]}
          - {rule: reminded, steps: [{intent: reminded}, {action: utter_reminded}]}
    """,
    "endpoints.yml": "tracker_store: {type: SQL, dialect: sqlite, db: talk.db}\n",
    "credentials.yml": "rest:\n",
    "actions.py": """
        import asyncio, datetime
        from rasa_sdk import Action
        from rasa_sdk.events import ReminderScheduled, SlotSet

        class Count(Action):
            def name(self):
                return "action_count"

            async def run(self, dispatcher, tracker, domain):
                await asyncio.sleep(0.002)
                count = (tracker.get_slot("count") or 0) + 1
                events = [SlotSet("count", count)]
                if tracker.sender_id == "remind":
                    due = datetime.datetime.now() + datetime.timedelta(seconds=2)
                    events.append(ReminderScheduled("reminded", due, name="r", kill_on_user_message=False))
                return events
    """,
}


class Server:
    """The assistant in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "causerie", "run", "--enable-api", "--port", self.url.rsplit(":", 1)[1]],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(400):
            with contextlib.suppress(OSError):
                self.get("/status")
                return
            time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def say(self, sender: str) -> str:
        body = json.dumps({"sender": sender, "message": "/count"}).encode()
        request = urllib.request.Request(f"{self.url}/webhooks/rest/webhook", body)
        with urllib.request.urlopen(request, timeout=20) as answer:
            text: str = json.load(answer)[0]["text"]
            return text


@pytest.fixture
def server(tmp_path: Path) -> Any:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(dedent(content))
    subprocess.run([sys.executable, "-m", "causerie", "train"], cwd=tmp_path, check=True, capture_output=True)
    server = Server(tmp_path)
    server.start()
    yield server
    with contextlib.suppress(ProcessLookupError):
        server.kill()


def stored(folder: Path) -> dict[str, list[dict[str, Any]]]:
    with contextlib.closing(sqlite3.connect(folder / "talk.db")) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'events'").fetchone():
            return {}  # killed before the first turn was stored
        rows = connection.execute("select sender_id, data from events order by id").fetchall()
    conversations: dict[str, list[dict[str, Any]]] = {}
    for sender, data in rows:
        conversations.setdefault(sender, []).append(json.loads(data))
    return conversations


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_no_turn_is_half(server: Server) -> None:
    acknowledged: dict[str, int] = {}

    def talk(sender: str) -> None:
        with contextlib.suppress(OSError, urllib.error.URLError, IndexError, ValueError):
            while True:
                acknowledged[sender] = int(server.say(sender))

    chance = random.Random(7)
    for round in range(KILLS):
        threads = [threading.Thread(target=talk, args=(f"c{round % 3}-{number}",)) for number in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.05 + chance.random() * 0.25)
        server.kill()
        for thread in threads:
            thread.join()
        found = stored(server.folder)
        assert acknowledged.keys() <= found.keys(), "an acknowledged conversation was lost"
        for sender, events in found.items():
            whole = [event["event"] for event in events]
            assert events[-1].get("name") == "action_listen", f"{sender} ends in mid-turn"
            counts = [
                event["value"] for event in events if event["event"] == "slot" and event["name"] == "count"
            ]
            assert whole.count("user") == len(set(counts)), "every stored message has all that came of it"
            assert max(counts, default=0) >= acknowledged.get(sender, 0), "an acknowledged turn was lost"
        server.start()
    assert sum(acknowledged.values()) > KILLS, "the test did talk"
    for sender, count in acknowledged.items():
        assert int(server.say(sender)) > count, "the conversation goes on"


@pytest.mark.slow
def test_a_reminder_survives_a_kill(server: Server) -> None:
    server.say("remind")
    server.kill()
    server.start()
    for _ in range(100):
        events = server.get("/conversations/remind/tracker?include_events=ALL")["events"]
        if events[-2].get("text") == "reminded":
            break
        time.sleep(0.1)
    texts = [event["text"] for event in events if event["event"] in ("user", "bot")]
    assert texts == ["/count", "1", "EXTERNAL: reminded", "reminded"]
    server.kill()
    server.start()
    time.sleep(1)
    again = server.get("/conversations/remind/tracker?include_events=ALL")["events"]
    assert len(again) == len(events), "a reminder that is over does not come again"
