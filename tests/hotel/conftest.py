"""A hotel of its own for every test: fresh books, and a clock that stands still."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from causerie.files.project import ProjectPaths, read_project
from causerie.training.model import Model
from causerie.training.train import train

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

NOON = "2026-11-20T12:00:00"
NIGHT = "2026-11-20T23:30:00"


@pytest.fixture(autouse=True)
def hotel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Books in an empty folder, at noon on 20 November 2026."""
    path = tmp_path / "hotel.db"
    monkeypatch.setenv("HOTEL_DATABASE", str(path))
    monkeypatch.setenv("HOTEL_NOW", NOON)
    yield path
    from actions.database import close_books

    close_books()


@pytest.fixture(scope="session")
def model() -> Model:
    """The assistant, trained from this repository's own files."""
    return train(read_project(ProjectPaths.in_folder(PROJECT)))


@pytest.fixture
def at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTEL_NOW", NIGHT)


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    import yaml

    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def turn() -> Callable[..., Any]:
    """Build a tracker as it stands when an action is called."""
    from rasa_sdk import Tracker

    def build(
        text: str = "",
        intent: str | None = None,
        slots: dict[str, Any] | None = None,
        fresh: dict[str, Any] | None = None,
        form: str | None = None,
        entities: list[dict[str, Any]] | None = None,
        before: list[dict[str, Any]] | None = None,
    ) -> Tracker:
        message = {"text": text, "intent": {"name": intent}, "entities": entities or []}
        events: list[dict[str, Any]] = list(before or [])
        events.append({"event": "user", "text": text, "parse_data": message})
        if form:
            events.append({"event": "action", "name": form})
        events += [{"event": "slot", "name": k, "value": v} for k, v in (fresh or {}).items()]
        return Tracker(
            sender_id="guest",
            slots={**(slots or {}), **(fresh or {})},
            latest_message=message,
            events=events,
            paused=False,
            followup_action=None,
            active_loop={"name": form} if form else {},
            latest_action_name="action_listen",
        )

    return build


@pytest.fixture
def run() -> Callable[..., Any]:
    """Run an action; return the slots it set, and the names of the responses it uttered."""
    import asyncio
    import inspect

    from rasa_sdk.executor import CollectingDispatcher

    def run_action(action: Any, tracker: Any, domain: dict[str, Any] | None = None) -> tuple[dict, list]:
        dispatcher = CollectingDispatcher()
        result = action.run(dispatcher, tracker, domain or {})
        events = asyncio.run(_await(result)) if inspect.isawaitable(result) else result
        slots = {event["name"]: event["value"] for event in events or [] if event["event"] == "slot"}
        return slots, dispatcher.messages

    return run_action


async def _await(awaitable: Any) -> Any:
    return await awaitable
