"""Where a session is written, and what is left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from causerie.assembly import Surroundings, make_runner
from causerie.domain.names import ACTION_LISTEN
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.files.project import ProjectPaths, read_project

from .conftest import DOMAIN, NLU, STORIES, Project

EXPORT = (None, "Export & quit")
EVENING = ("evening hello", True, True, True)


def steps(project: Project) -> list[dict[str, object]]:
    return list(yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"])


async def test_what_is_written_can_be_read_again(project: Project) -> None:
    await project.session(*EVENING, *EXPORT, "", "")
    read = read_project(ProjectPaths.in_folder(project.folder))
    assert "interactive_story_1" in [story.name for story in read.stories]
    assert "evening hello" in [example.text for example in read.nlu.examples]


async def test_messages_may_be_told_in_the_stories(project: Project) -> None:
    await project.session(*EVENING, *EXPORT, "", "", end_to_end=True)
    assert steps(project)[0] == {"intent": "greet", "user": "evening hello"}


async def test_for_the_dialogue_alone_no_examples_are_written(project: Project) -> None:
    await project.session(*EVENING, *EXPORT, "", nlu=False)
    assert project.read("data/nlu.yml") == NLU


async def test_files_that_are_not_there_are_made(project: Project) -> None:
    designer = await project.session(*EVENING, *EXPORT, "new.txt", "data/new/mine.yml", "data/new/nlu.yml")
    assert any("Type the name of a YAML file" in line for line in designer.seen)
    assert project.read("data/stories.yml") == STORIES
    assert yaml.safe_load(project.read("data/new/mine.yml")).keys() == {"version", "stories"}
    assert yaml.safe_load(project.read("data/new/nlu.yml"))["nlu"][0]["intent"] == "greet"
    assert "interactive_story_1" in [
        story.name for story in read_project(ProjectPaths.in_folder(project.folder)).stories
    ]


async def test_all_may_go_to_one_file(project: Project) -> None:
    await project.session(*EVENING, *EXPORT, "", "data/stories.yml")
    found = yaml.safe_load(project.read("data/stories.yml"))
    assert found["nlu"] == [{"intent": "greet", "examples": "- evening hello\n"}]
    assert len(found["stories"]) == 2


async def test_of_a_domain_in_several_files_one_is_chosen(project: Project) -> None:
    folder = project.folder / "domain"
    folder.mkdir()
    shutil.move(project.folder / "domain.yml", folder / "all.yml")
    (folder / "a.yml").write_text("# the rest\nactions:\n- action_other\n")
    designer = await project.session(
        *("hello", True, False, "<a new action>", "utter_hi", "Hi!", False, ACTION_LISTEN),
        *EXPORT,
        "",
        "a.yml",
    )
    assert [Path(title).name for title in designer.offered[-1]] == ["all.yml", "a.yml"]
    assert project.read("domain/all.yml") == DOMAIN
    assert project.read("domain/a.yml").startswith("# the rest\nactions:\n- action_other\n")
    assert yaml.safe_load(project.read("domain/a.yml"))["responses"] == {"utter_hi": [{"text": "Hi!"}]}


async def test_a_project_that_was_broken_meanwhile_can_be_mended(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.folder / "data/nlu.yml").write_text("nlu: [")
    told = await project.session(*EVENING, *EXPORT, False, None, "Quit without writing anything")
    assert any("nlu.yml:1" in line for line in told.seen)
    assert project.read("data/stories.yml") == STORIES
    (project.folder / "data/nlu.yml").write_text(NLU)
    await project.session(*EXPORT, "", "")
    assert len(steps(project)) == 2


async def test_a_file_that_cannot_be_written_is_told_and_another_may_be_named(project: Project) -> None:
    (project.folder / "taken").write_text("")
    designer = await project.session(*EVENING, *EXPORT, "taken/a.yml", "", True, "", "")
    assert any("taken" in line and "Nothing more was written" in line for line in designer.seen)
    assert len(steps(project)) == 2


async def test_who_leaves_the_questions_is_back_in_the_conversation(project: Project) -> None:
    await project.session(*EVENING, *EXPORT, None, "Undo the last step", True, *EXPORT, "", "")
    assert project.ended
    assert len(steps(project)) == 2


async def test_a_message_that_nobody_looked_at_is_left_out(project: Project) -> None:
    await project.session(*EVENING, "night hello", *EXPORT, "", "")
    assert "night" not in project.read("data/nlu.yml")
    assert len(steps(project)) == 2


@pytest.mark.parametrize(("listens", "length"), [(True, 4), (False, 2)])
async def test_whether_an_unfinished_turn_counts_is_asked(
    listens: bool, length: int, project: Project
) -> None:
    await project.session(*EVENING, "hello", True, True, *EXPORT, listens, "", "")
    assert len(steps(project)) == length


async def test_an_example_of_another_intent_is_told(project: Project) -> None:
    designer = await project.session("goodbye", False, "greet", "", True, True, *EXPORT, "", "")
    assert any("'goodbye' is an example of 'bye' too" in line and "nlu.yml" in line for line in designer.seen)


async def test_an_action_server_that_is_down_is_told(project: Project) -> None:
    nowhere = Endpoints(action_endpoint=EndpointConfig(url="http://127.0.0.1:9/webhook"))
    processor, model = project.assistant.processor, project.assistant.model
    object.__setattr__(processor, "runner", make_runner(model, Surroundings(project.folder, nowhere)))
    designer = await project.session(
        "hello", True, False, "action_break", False, ACTION_LISTEN, None, "Quit without writing anything"
    )
    assert any("failed: " in line and "127.0.0.1:9" in line for line in designer.seen)
