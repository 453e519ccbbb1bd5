"""The bot that Rasa was recorded with, and what it lacks: a turn that waits, and an open question."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

RECORDED = Path(__file__).parents[2] / "conformance_channels" / "project"
OPEN_QUESTION = "when is breakfast served?"
#: What a GPT answers: more than one sentence, so that it can be shown while it is made.
ANSWER = "Breakfast is served from 7 to 10 in the winter garden [1]. It costs 12 euros for each adult [1]."
WAITED = "It took a while."
BEGUN, RELEASED = "begun", "released"

MORE = {
    "config.yml": {"open_turns": {"intent": "open_question"}},
    "domain.yml": {"intents": ["wait", "open_question"], "actions": ["action_wait", "action_answer"]},
    "data/nlu.yml": {"nlu": [{"intent": "open_question", "examples": "- breakfast\n"}]},
    "data/rules.yml": {
        "rules": [
            {"rule": "wait", "steps": [{"intent": "wait"}, {"action": "action_wait"}]},
            {"rule": "open", "steps": [{"intent": "open_question"}, {"action": "action_answer"}]},
        ]
    },
}
KNOWLEDGE = """\
# The diner

## Breakfast

Breakfast is served from 7 to 10 in the winter garden. It costs 12 euros for each adult, and children under six eat
free of charge.
"""
#: Of the project that is served; in its folder the action finds out how long to wait.
ACTIONS = f"""\
import asyncio
from pathlib import Path

from rasa_sdk import Action


class ActionWait(Action):
    def name(self):
        return "action_wait"

    async def run(self, dispatcher, tracker, domain):
        Path("{BEGUN}").touch()
        while not Path("{RELEASED}").exists():
            await asyncio.sleep(0.02)
        dispatcher.utter_message(text="{WAITED}")
        return []
"""


def trained(folder: Path) -> Path:
    project = folder / "project"
    shutil.copytree(RECORDED, project)
    for name, more in MORE.items():
        path = project / name
        path.write_text(yaml.safe_dump(_extended(yaml.safe_load(path.read_text("utf-8")), more)), "utf-8")
    (project / "knowledge").mkdir()
    (project / "knowledge" / "diner.md").write_text(KNOWLEDGE, "utf-8")
    command = [sys.executable, "-m", "causerie", "train", "--out", str(folder), "--fixed-model-name", "bot"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "bot.tar.gz"


def _extended(recorded: dict, more: dict) -> dict:
    """Lists go on; what the recorded bot has not is added."""
    return recorded | {
        key: [*recorded[key], *value] if key in recorded and isinstance(value, list) else value
        for key, value in more.items()
    }
