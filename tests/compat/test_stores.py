"""Tracker stores, lock stores, brokers, importers and words written for Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.contracts.tracker_store import check_tracker_store
from causerie.errors import ComponentError, ProjectError, StoreError
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.ports import IncomingMessage
from causerie.stores.locks.registry import make_lock_store
from causerie.stores.trackers.registry import make_tracker_store
from causerie.training.model import Model
from causerie.training.train import train


@pytest.fixture
def model(folder: Path) -> Model:
    return train(read_project(ProjectPaths.in_folder(folder)))


@pytest.fixture
async def wired(folder: Path, model: Model) -> AsyncIterator[Callable[..., Assistant]]:
    """An assistant with these endpoints."""
    made: list[Assistant] = []

    def make(**sections: EndpointConfig) -> Assistant:
        made.append(assemble(model, Surroundings(folder, Endpoints(**sections))))
        return made[-1]

    yield make
    for assistant in made:
        await assistant.close()


async def say(assistant: Assistant, text: str, sender: str = "anna") -> list[str]:
    collector = Collector()
    await assistant.handle(IncomingMessage(text, sender), collector)
    return [message["text"] for message in collector.messages]


def endpoint(kind: str, **options: Any) -> EndpointConfig:
    return EndpointConfig(type=kind, options=options)


def stores(tmp_path: Path) -> dict[str, EndpointConfig]:
    return {
        "folder": endpoint("parts.stores.FolderTrackerStore", folder=str(tmp_path / "talks")),
        "sql": endpoint("parts.stores.CountingSQLTrackerStore", dialect="sqlite", db=str(tmp_path / "t.db")),
    }


@pytest.mark.parametrize("kind", ["folder", "sql"])
async def test_conversations_are_kept_and_go_on(
    wired: Callable[..., Assistant], tmp_path: Path, kind: str
) -> None:
    section = stores(tmp_path)[kind]
    first = wired(tracker_store=section)
    assert await say(first, "hello") == ["Hello!"]
    assert await say(first, "I want red please") == ["You like red."]
    second = wired(tracker_store=section)  # another process
    assert (await second.whole("anna")).slot("colour") == "red"
    await say(second, "bye")
    told = [event.text for event in (await first.whole("anna")).events if hasattr(event, "text")]
    assert told == ["hello", "Hello!", "I want red please", "You like red.", "bye", "Bye."]
    assert [key async for key in second.conversations.store.keys()] == ["anna"]  # noqa: SIM118
    assert await say(first, "hello") == ["Hello!"]


async def test_a_conversation_can_be_erased_where_the_store_can(
    wired: Callable[..., Assistant], tmp_path: Path
) -> None:
    assistant = wired(tracker_store=stores(tmp_path)["folder"])
    await say(assistant, "hello")
    await assistant.delete("anna")
    assert not (await assistant.whole("anna")).events


async def test_a_store_that_can_not_erase_says_so(wired: Callable[..., Assistant], module: Any) -> None:
    name = module(
        """
        from rasa.core.tracker_store import TrackerStore

        class Nowhere(TrackerStore):
            def save(self, tracker):
                pass

            def retrieve(self, sender_id):
                return None
        """,
        "nowhere",
    )
    assistant = wired(tracker_store=endpoint(f"{name}.Nowhere"))
    with pytest.raises(StoreError, match=r"has no method 'delete\(sender_id\)'"):
        await assistant.delete("anna")


@pytest.mark.parametrize("kind", ["folder", "sql"])
async def test_stores_keep_the_contract(folder: Path, tmp_path: Path, kind: str) -> None:
    number = count()

    def fresh() -> Any:
        place = tmp_path / f"store_{next(number)}"
        place.mkdir()
        return make_tracker_store(stores(place)[kind], folder)

    await check_tracker_store(fresh)


async def test_a_store_that_fails_is_told_and_nothing_is_half_kept(
    wired: Callable[..., Assistant], module: Any
) -> None:
    name = module(
        """
        from rasa.core.tracker_store import InMemoryTrackerStore

        class Full(InMemoryTrackerStore):
            async def save(self, tracker):
                if any(getattr(event, "text", "") == "bye" for event in tracker.events):
                    raise OSError("no space left")
                await super().save(tracker)
        """,
        "full_store",
    )
    assistant = wired(tracker_store=endpoint(f"{name}.Full"))
    await say(assistant, "hello")
    before = len((await assistant.whole("anna")).events)
    with pytest.raises(
        StoreError, match=r"full_store\.Full .*'save' failed: OSError: no space left \(line 7\)"
    ):
        await say(assistant, "bye")
    assert len((await assistant.whole("anna")).events) == before


def test_a_store_that_can_not_be_made_is_told(folder: Path) -> None:
    store = make_tracker_store(endpoint("parts.stores.CountingSQLTrackerStore", dialect="klingon"), folder)
    with pytest.raises(ComponentError, match="klingon"):
        store.use_domain(object())  # type: ignore[attr-defined]


async def test_locks_are_held_in_the_order_of_asking(folder: Path, tmp_path: Path) -> None:
    locks = make_lock_store(endpoint("parts.stores.FileLockStore", folder=str(tmp_path / "locks")), folder)
    order: list[int] = []

    async def work(number: int) -> None:
        async with locks.lock("anna"):
            order.append(number)
            await asyncio.sleep(0.01)
            order.append(number)

    await asyncio.gather(*(work(number) for number in range(4)))
    assert order == [0, 0, 1, 1, 2, 2, 3, 3]
    assert not list((tmp_path / "locks").iterdir())


async def test_a_turn_that_fails_lets_go_of_the_lock(folder: Path, tmp_path: Path) -> None:
    locks = make_lock_store(endpoint("parts.stores.FileLockStore", folder=str(tmp_path / "locks")), folder)
    with pytest.raises(ZeroDivisionError):
        async with locks.lock("anna"):
            raise ZeroDivisionError
    async with locks.lock("anna"):
        assert (tmp_path / "locks" / "anna").exists()


def test_a_lock_store_that_can_not_be_made_is_told(folder: Path) -> None:
    with pytest.raises(ComponentError, match=r"FileLockStore .*'__init__' failed: KeyError: 'folder' \(line"):
        make_lock_store(endpoint("parts.stores.FileLockStore"), folder)


async def test_events_are_told_to_the_broker(wired: Callable[..., Assistant]) -> None:
    from parts.stores import TOLD

    assistant = wired(event_broker=endpoint("parts.stores.ListBroker", list="events"))
    await say(assistant, "hello")
    await assistant.close()
    kinds = [event["event"] for event in TOLD.pop("events")]
    assert kinds[:4] == ["action", "session_started", "action", "user"]
    assert kinds[-1] == "closed"


async def test_words_are_found_by_a_class(wired: Callable[..., Assistant]) -> None:
    assistant = wired(nlg=endpoint("parts.words.ShoutingGenerator", mark="?"))
    assert await say(assistant, "hello") == ["HELLO! ? greet"]
    assert await say(assistant, "I want red please") == ["YOU LIKE RED. ? want"]


async def test_words_that_are_none_are_told(
    wired: Callable[..., Assistant], module: Any, caplog: Any
) -> None:
    name = module(
        """
        from rasa.core.nlg.generator import NaturalLanguageGenerator

        class Mumbling(NaturalLanguageGenerator):
            async def generate(self, utter_action, tracker, output_channel, **kwargs):
                return "just a text"
        """,
        "mumbling",
    )
    assistant = wired(nlg=endpoint(f"{name}.Mumbling"))
    assert await say(assistant, "hello") == []
    assert "mumbling.Mumbling" in caplog.text
    assert "'generate' must return a dict" in caplog.text


def with_importer(folder: Path, entry: str) -> ProjectPaths:
    config = folder / "config.yml"
    config.write_text(config.read_text() + f"\nimporters:\n- name: {entry}\n", encoding="utf-8")
    return ProjectPaths.in_folder(folder)


def test_an_importer_brings_everything_from_elsewhere(folder: Path) -> None:
    away = folder / "away"
    away.mkdir()
    for name in ("data/nlu.yml", "data/stories.yml", "domain.yml"):
        (folder / name).rename(away / Path(name).name)
    project = read_project(with_importer(folder, "parts.importers.ElsewhereImporter\n  folder: away"))
    assert [example.intent for example in project.nlu.examples].count("greet") == 3
    assert {story.name for story in (*project.stories, *project.rules)} == {"greeting", "colour", "bye"}
    assert project.domain.slots["colour"].type == "parts.slots.PaletteSlot"
    assert not [problem for problem in project.warnings if "domain" in str(problem)]


async def test_an_importer_adds_to_the_files(folder: Path) -> None:
    project = read_project(with_importer(folder, "parts.importers.MoreExamplesImporter"))
    assert "cheerio" in [example.text for example in project.nlu.examples]
    assistant = assemble(train(project), Surroundings(folder, Endpoints()))
    assert await say(assistant, "thank you") == ["Welcome."]
    await assistant.close()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def get_domain(self): return {}", "'get_domain' must return a Domain; it returned dict"),
        (
            "def get_nlu_data(self, language='en'): raise OSError('away')",
            "'get_nlu_data' failed: OSError: away",
        ),
        ("async def get_stories(self): pass", "'get_stories' is 'async'"),
        ("def get_config(self): return None", "'get_config' must return a dict; it returned NoneType"),
    ],
)
def test_an_importer_that_gives_something_else_is_told(
    folder: Path, module: Any, body: str, expected: str
) -> None:
    name = module(
        f"""
        from rasa.shared.importers.rasa import RasaFileImporter

        class Faulty(RasaFileImporter):
            {body}
        """,
        "faulty_importer",
    )
    with pytest.raises(ProjectError) as error:
        read_project(with_importer(folder, f"{name}.Faulty"))
    assert expected in str(error.value)
    assert "faulty_importer.Faulty" in str(error.value)
    assert "config.yml" in str(error.value)
