from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import yaml

from .conftest import Command


def test_buttons_are_numbered_and_a_number_chooses(causerie: Command, project: Path) -> None:
    done = causerie("shell", typed="hello\n1\n")
    assert done.returncode == 0
    assert "1: Yes (/affirm)\n  2: No (/deny)" in done.stdout
    assert done.stdout.endswith("ten ways to say it.\n")


def test_stop_ends_and_restart_begins_anew(causerie: Command, project: Path) -> None:
    done = causerie("shell", typed="hello\n/restart\nhello\n/stop\nhello\n")
    assert done.stdout.count("Hello!") == 2
    assert [kind for _, kind in events(project)].count("restart") == 1


def test_a_conversation_goes_on_under_its_id(causerie: Command, project: Path) -> None:
    causerie("shell", "--conversation-id", "ada", typed="hello\n")
    causerie("shell", "--conversation-id", "bob", typed="hello\n")
    again = causerie("shell", "--conversation-id", "ada", typed="no\n")
    assert "know your way" in again.stdout
    assert events(project).count(("ada", "user")) == 2
    assert events(project).count(("ada", "session_started")) == 1
    assert events(project).count(("bob", "user")) == 1


def events(project: Path) -> list[tuple[str, str]]:
    """Sender and type of all that is stored."""
    with closing(sqlite3.connect(project / "conversations.db")) as database:
        return database.execute("SELECT sender_id, type_name FROM events ORDER BY id").fetchall()


def test_all_that_a_message_can_hold_is_shown(causerie: Command, project: Path) -> None:
    domain = yaml.safe_load((project / "domain.yml").read_text())
    domain["responses"]["utter_goodbye"] = [
        {
            "text": "Look:",
            "image": "https://example.com/a.png",
            "custom": {"map": [1, 2]},
            "attachment": {"type": "file", "name": "plan.pdf"},
        }
    ]
    (project / "domain.yml").write_text(yaml.safe_dump(domain))
    causerie("train")
    shown = causerie("shell", typed="goodbye\n").stdout
    for words in ("Look:", "image: https://example.com/a.png", 'custom: {"map": [1, 2]}', "plan.pdf"):
        assert words in shown


def test_without_a_model_the_command_to_make_one_is_told(causerie: Command) -> None:
    for words in (("shell",), ("shell", "nlu")):
        done = causerie(*words, typed="hello\n")
        assert done.returncode == 1
        assert "causerie train" in done.stderr


def test_the_nlu_shell_knows_no_stop(causerie: Command, project: Path) -> None:
    done = causerie("shell", "nlu", typed="/greet\n\n/stop\n")
    assert done.returncode == 0
    assert done.stdout.count('"text"') == 2


def test_what_was_understood_is_explained(causerie: Command, project: Path) -> None:
    assert causerie("train").returncode == 0
    done = causerie("shell", "nlu", "--explain", typed="hello\n")
    parsed = json.loads(done.stdout)
    (explained,) = parsed["explanation"].values()
    assert explained["intent"] == parsed["intent"]["name"]
    assert explained["nearest"][0]["similarity"] > 0.9
