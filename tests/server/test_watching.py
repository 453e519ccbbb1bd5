"""``run --watch``: what is saved is live, mistakes are told, and the trained model follows."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from textwrap import dedent

import pytest

from causerie.actions.in_process import forget_package
from causerie.assembly import Surroundings, assemble
from causerie.files.endpoints import Endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.ports import BotMessage, IncomingMessage
from causerie.server.served import Served
from causerie.server.watching import Watcher, changed_files, watched
from causerie.training.archive import load, save
from causerie.training.latest import find_model
from causerie.training.train import train

PACKAGE = "watched_actions"  # not the hotel's
FILES = {
    "config.yml": """
        recipe: default.v1
        assistant_id: watched
        language: en
        pipeline: [{name: WhitespaceTokenizer}, {name: DIETClassifier}]
        policies: [{name: RulePolicy}]
    """,
    "domain.yml": """
        version: "3.1"
        intents: [greet, leave]
        responses: {utter_hello: [{text: Hello}], utter_bye: [{text: Bye}]}
    """,
    "data/nlu.yml": """
        version: "3.1"
        nlu:
          - intent: greet
            examples: |
              - hello
              - good morning
              - hey there
          - intent: leave
            examples: |
              - goodbye
              - see you later
              - I have to go
    """,
    "data/rules.yml": """
        version: "3.1"
        rules:
          - {rule: greet, steps: [{intent: greet}, {action: utter_hello}]}
          - {rule: leave, steps: [{intent: leave}, {action: utter_bye}]}
    """,
}


class Ear:
    name = "ear"

    def __init__(self) -> None:
        self.heard: list[str | None] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.heard.append(message.text)


class Watched:
    """A project on the disk, what serves it, and what the watcher told."""

    def __init__(self, folder: Path) -> None:
        for name, text in FILES.items():
            self.write(folder / name, text)
        self.folder = folder
        self.paths = ProjectPaths.in_folder(folder)
        self.models = folder / "models"
        model = train(read_project(self.paths))
        save(model, self.models / "first.tar.gz")
        around = Surroundings(folder, Endpoints(), PACKAGE)
        self.served = Served(assemble(model, around), around, self.models)
        self.told: list[str] = []
        self.watcher = Watcher(self.served, self.paths, self.told.append)

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")

    async def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        await self.watcher.take_in({path})

    async def answers(self, text: str) -> list[str | None]:
        ear = Ear()
        assert self.served.assistant
        await self.served.assistant.handle(IncomingMessage(text, "anna"), ear)
        return ear.heard

    async def trained(self) -> None:
        assert self.watcher.training
        await self.watcher.training


@pytest.fixture
async def project(tmp_path: Path) -> AsyncIterator[Watched]:
    found = Watched(tmp_path)
    await found.watcher.begin()
    yield found
    await found.watcher.stop_training()
    await found.served.close()


async def test_a_response_is_live_and_kept_without_a_training(project: Watched) -> None:
    await project.change("domain.yml", "{text: Hello}", "{text: Welcome}")
    assert await project.answers("hello") == ["Welcome"]
    assert project.watcher.training is None
    (response,) = load(find_model(project.models)).domain.responses["utter_hello"]
    assert response.fields["text"] == "Welcome"


async def test_a_rule_is_live(project: Watched) -> None:
    await project.change(
        "data/rules.yml", "{intent: leave}, {action: utter_bye}", "{intent: leave}, {action: utter_hello}"
    )
    assert await project.answers("goodbye") == ["Hello"]


async def test_an_example_is_live_and_trained_beside(project: Watched) -> None:
    await project.change("data/nlu.yml", "- goodbye", "- goodbye\n      - toodle pip")
    assert await project.answers("toodle pip") == ["Bye"]
    await project.trained()
    assert await project.answers("toodle pip") == ["Bye"]
    written = load(find_model(project.models))
    assert all(written.fingerprints.values())
    assert project.served.assistant
    assert project.served.assistant.model.fingerprints == written.fingerprints


async def test_a_mistake_is_told_with_its_place_and_changes_nothing(project: Watched) -> None:
    await project.change("domain.yml", "intents: [greet, leave]", "intents: [greet, leave")
    assert "domain.yml:" in project.told[-1]
    assert "stays as it is" in project.told[-1]
    assert await project.answers("hello") == ["Hello"]
    await project.change("domain.yml", "intents: [greet, leave", "intents: [greet, leave]")
    await project.change("domain.yml", "{text: Hello}", "{text: Hi again}")
    assert await project.answers("hello") == ["Hi again"]


async def test_rules_that_contradict_each_other_change_nothing(project: Watched) -> None:
    rule = "  - {rule: greet, steps: [{intent: greet}, {action: utter_hello}]}\n"
    other = "  - {rule: also greet, steps: [{intent: greet}, {action: utter_bye}]}\n"
    await project.change("data/rules.yml", rule, rule + other)
    assert "can't be used" in project.told[-1]
    assert await project.answers("hello") == ["Hello"]


async def test_another_pipeline_is_left_to_a_training(project: Watched) -> None:
    await project.change("config.yml", "{name: DIETClassifier}", "{name: KeywordIntentClassifier}")
    assert await project.answers("hey there") == ["Hello"]
    await project.trained()
    assert project.served.assistant
    assert project.served.assistant.model.pipeline
    assert [step.title for step in project.served.assistant.model.pipeline.steps][
        -1
    ] == "KeywordIntentClassifier"


async def test_a_training_that_fails_is_told(project: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    project.served.models = project.folder / "config.yml"  # a file: no model can be saved in it
    await project.change("data/nlu.yml", "- goodbye", "- goodbye\n      - toodle pip")
    await project.trained()
    assert "The training failed" in project.told[-1]
    assert await project.answers("toodle pip") == ["Bye"]


async def test_a_model_that_is_not_of_these_files_is_trained_first(project: Watched) -> None:
    path = project.folder / "data/nlu.yml"
    path.write_text(path.read_text("utf-8").replace("- goodbye", "- goodbye\n      - toodle pip"), "utf-8")
    late = Watcher(project.served, project.paths, project.told.append)
    await late.begin()
    assert late.training
    await late.training
    assert await project.answers("toodle pip") == ["Bye"]


async def test_changed_code_of_actions_is_used(tmp_path: Path) -> None:
    code = """
        from rasa_sdk import Action

        class Tell(Action):
            def name(self):
                return "action_tell"

            def run(self, dispatcher, tracker, domain):
                dispatcher.utter_message(text="WORD")
                return []
    """
    (tmp_path / PACKAGE).mkdir()
    (tmp_path / PACKAGE / "__init__.py").write_text(dedent(code).replace("WORD", "one"), "utf-8")
    rules = FILES["data/rules.yml"].replace("utter_hello", "action_tell")
    domain = FILES["domain.yml"].replace("intents:", "actions: [action_tell]\n        intents:")
    files = {**FILES, "data/rules.yml": rules, "domain.yml": domain}
    original = dict(FILES)
    FILES.update(files)
    try:
        project = Watched(tmp_path)
    finally:
        FILES.update(original)
    assert await project.answers("hello") == ["one"]
    path = tmp_path / PACKAGE / "__init__.py"
    path.write_text(dedent(code).replace("WORD", "another"), "utf-8")
    await project.watcher.take_in({path})
    assert await project.answers("hello") == ["another"]
    path.write_text("def broken(:\n", "utf-8")
    await project.watcher.take_in({path})
    assert "can't be loaded" in project.told[-1]
    assert await project.answers("hello") == ["another"]
    await project.served.close()
    forget_package(PACKAGE)
    sys.path[:] = [entry for entry in sys.path if entry != str(tmp_path)]


async def test_files_that_are_written_replaced_and_made_are_noticed(project: Watched) -> None:
    seen: list[set[Path]] = []
    noticed = asyncio.Event()

    async def follow() -> None:
        async for files in changed_files(watched(project.paths)):
            seen.append(files)
            noticed.set()

    async def until(done: Callable[[], bool]) -> None:
        while not done():
            noticed.clear()
            await asyncio.wait_for(noticed.wait(), 10)

    following = asyncio.create_task(follow())
    await asyncio.sleep(0.5)
    domain = project.folder / "domain.yml"
    domain.write_text(domain.read_text("utf-8") + "\n", "utf-8")
    await until(lambda: any(domain in files for files in seen))
    seen.clear()
    fresh = project.folder / "domain.new"
    fresh.write_text(domain.read_text("utf-8"), "utf-8")
    fresh.replace(domain)  # as editors save
    await until(lambda: any(domain in files for files in seen))
    (project.folder / "data" / ".nlu.yml.swp").write_text("x", "utf-8")
    (project.folder / "data" / "more").mkdir()
    await asyncio.sleep(0.5)
    made = project.folder / "data" / "more" / "nlu.yml"
    made.write_text('version: "3.1"\n', "utf-8")
    await until(lambda: any(made in files for files in seen))
    assert all(".swp" not in str(path) for files in seen for path in files)
    following.cancel()
    await asyncio.wait([following])
