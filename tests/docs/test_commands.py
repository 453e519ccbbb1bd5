"""Every command that the documentation names exists, with the options it names."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from causerie.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "docs/how-to").rglob("*.md"))
BLOCK = re.compile(r"^```(?:sh|shell|bash|console|dockerfile|ini)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:causerie|rasa) [^`]+)`")
OF_RASA = {"rasa --version", "rasa init"}  # what is said of Rasa's own command
TOP = typer.main.get_command(app)


def commands_in(text: str) -> list[str]:
    """Lines that call ``causerie`` or ``rasa``, in blocks and between backticks."""
    lines = [line for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    called = [
        match.group(1)
        for line in lines
        if (match := re.search(r"(?:^|[/\s=;&\"\[])((?:causerie|rasa)(?=[ \"]|$).*)", line.split(" #")[0]))
    ]
    return [*called, *INLINE.findall(text)]


def problem_with(line: str) -> str:
    """What is wrong with a command; empty when it could be typed."""
    line = line.replace('", "', " ").rstrip('"]')
    try:
        words = shlex.split(line.split("|")[0].split("&&")[0].split(">")[0])[1:]
    except ValueError:
        return ""
    command: Any = TOP
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    takes_a_model = type(command).__name__ == "ModelGroup"
    if getattr(command, "commands", {}) and words and words[0][0] != "-" and not takes_a_model:
        return f"no verb '{words[0]}'"
    known = {name for parameter in command.params for name in parameter.opts} | {"-h", "--help"}
    unknown = [word for word in words if word.startswith("-") and word.partition("=")[0] not in known]
    return f"no option {', '.join(unknown)}" if unknown else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    written = [line for line in commands_in(page.read_text("utf-8")) if line not in OF_RASA]
    assert [(line, wrong) for line in written if (wrong := problem_with(line))] == []


def test_the_check_finds_what_is_wrong() -> None:
    assert "no verb" in problem_with("causerie trian")
    assert "no verb" in problem_with("causerie data valdate")
    assert "--forse" in problem_with("causerie train --forse")
    assert problem_with("causerie data split nlu --out x") == ""
    assert len(commands_in((ROOT / "README.md").read_text("utf-8"))) >= 5
