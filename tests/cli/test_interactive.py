"""``causerie interactive`` in a terminal, and where there is none."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from .conftest import Command
from .pseudo_terminal import CTRL_C, CTRL_D, DOWN, ENTER, PseudoTerminal

QUIET = "--skip-visualization"
EXPORT = DOWN * 5 + ENTER


@pytest.mark.slow
def test_a_session_in_a_terminal_from_training_to_the_files(project: Path) -> None:
    before = (project / "data/nlu.yml").read_text()
    with PseudoTerminal("interactive", QUIET, folder=project) as terminal:
        terminal.see("Your model is trained")
        terminal.see("Your input:")
        terminal.type("greetings dear friend", ENTER)
        terminal.see("understood as 'greet'")
        terminal.type("n")
        assert terminal.see("deny").index("<a new intent>") < terminal.screen.index("deny")
        terminal.type("gree", ENTER)
        terminal.see("Mark the entities")
        terminal.type("(", ENTER)
        terminal.see("Without its marks this reads")
        terminal.type("\x7f", ENTER)
        terminal.see("wants to run 'utter_greet'")
        terminal.type("y")
        assert "Hello! Is this the first assistant you build?" in terminal.see("wants to run 'action_listen'")
        terminal.type("y")
        terminal.see("Which button?")
        terminal.type(CTRL_C)
        terminal.see("Do you want to stop?")
        terminal.type(EXPORT)
        terminal.see("Write the stories to: data/stories.yml")
        terminal.type(ENTER)
        terminal.see("Write the examples to: data/nlu.yml")
        terminal.type(ENTER)
        terminal.see("causerie train")
        assert terminal.ended() == 0
        assert "Traceback" not in terminal.screen
    assert "- story: interactive_story_1\n" in (project / "data/stories.yml").read_text()
    after = (project / "data/nlu.yml").read_text()
    assert after.replace("    - greetings dear friend\n", "") == before


@pytest.mark.slow
def test_the_stories_are_drawn_while_one_talks(project: Path) -> None:
    port = free_port()
    with PseudoTerminal("interactive", "-m", "models", "-p", str(port - 1), folder=project) as terminal:
        terminal.see(f"http://127.0.0.1:{port}/visualization.html")
        terminal.see("Your input:")
        before = page(port)
        assert "utter_welcome_back" in before
        assert "this conversation" not in before
        terminal.type("/affirm", ENTER)
        terminal.see("wants to run")
        assert "this conversation" in page(port)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            page(port, "/models")
        terminal.type(CTRL_D)
        terminal.see("Nothing")
        assert terminal.ended() == 0


def page(port: int, path: str = "/visualization.html") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return str(answer.read().decode())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.slow
def test_a_taken_port_only_means_that_nothing_is_drawn(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with PseudoTerminal("interactive", "models", "-p", str(port - 1), folder=project) as terminal:
            assert f"the stories are not drawn: port {port}" in terminal.see("Your input:")


@pytest.mark.slow
def test_a_terminal_that_is_closed_ends_it(project: Path) -> None:
    before = (project / "data/stories.yml").read_text()
    with PseudoTerminal("interactive", "-m", "models", QUIET, folder=project) as terminal:
        terminal.see("Your input:")
        terminal.hang_up()
        assert terminal.process.wait(30) != 0
    assert (project / "data/stories.yml").read_text() == before


@pytest.mark.parametrize("verb", ["interactive", "interactive core"])
def test_without_a_terminal_it_says_so(verb: str, causerie: Command, project: Path) -> None:
    done = causerie(*verb.split(), typed="hello\n")
    assert done.returncode == 1
    assert "this is no terminal" in done.stderr
    assert "causerie shell" in done.stderr


@pytest.mark.parametrize(
    ("words", "broken", "told"),
    [
        ((), "data/stories.yml", "data/stories.yml:2"),
        ((), "", "no configuration"),
        (("-m", "nowhere"), "", "no model in 'nowhere'"),
        (("core", "-s", "nowhere"), "", "nowhere"),
    ],
)
def test_what_can_not_be_learnt_from_is_told(
    words: tuple[str, ...], broken: str, told: str, project: Path, tmp_path: Path
) -> None:
    folder = project
    if broken:
        (project / broken).write_text("stories: [\n")
    elif told == "no configuration":
        folder = tmp_path / "empty"
        folder.mkdir()
    ends_with_one("interactive", *words, folder=folder, told=told)


def test_a_project_without_stories_and_rules_is_told(project: Path) -> None:
    for name in ("stories", "rules"):
        (project / f"data/{name}.yml").unlink()
    ends_with_one("interactive", folder=project, told="There are no stories or rules")


@pytest.mark.slow
def test_a_model_that_chooses_nothing_is_told(causerie: Command, project: Path) -> None:
    assert causerie("train", "nlu", "--fixed-model-name", "nlu").returncode == 0
    ends_with_one("interactive", "-m", "models/nlu.tar.gz", folder=project, told="chooses no actions")


def ends_with_one(*words: str, folder: Path, told: str) -> None:
    with PseudoTerminal(*words, QUIET, folder=folder) as terminal:
        terminal.see(told)
        assert terminal.ended() == 1
        assert "Traceback" not in terminal.screen


def test_rasa_x_is_answered_with_what_there_is_instead(causerie: Command) -> None:
    done = causerie("x", "--config-endpoint", "http://127.0.0.1:9", "--no-prompt")
    assert done.returncode == 0
    assert "causerie interactive" in done.stderr
    assert causerie("x", "--production").returncode == 1
