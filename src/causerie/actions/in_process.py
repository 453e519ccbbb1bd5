"""Custom actions in this process: the project's ``actions`` package, by rasa_sdk's own executor."""

from __future__ import annotations

import asyncio
import sys
import traceback
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causerie.actions.action_thread import ActionThread
from causerie.actions.json_history import JsonHistory
from causerie.dialogue.tracker import Tracker
from causerie.dialogue.tracker_json import state_with
from causerie.domain import Domain
from causerie.errors import ActionError, ActionRejected, ComponentError
from causerie.ports import Json, Say
from causerie.registry import did_you_mean

if TYPE_CHECKING:
    from rasa_sdk.executor import ActionExecutor

NOT_INSTALLED = (
    "The project has custom actions, but rasa_sdk is not installed. Install it with "
    "pip install 'causerie[actions]', or name an action server in endpoints.yml (action_endpoint.url)."
)


class InProcessActions:
    """Runs actions in a thread with its own loop, each within ``timeout`` seconds."""

    def __init__(
        self, project: Path, package: str, domain_json: Json, *, timeout: float = 30.0, version: str = ""
    ) -> None:
        self._executor = load_package(project, package)
        self._domain_json = domain_json
        self._timeout = timeout
        self._version = version
        self._thread = ActionThread()
        self._history = JsonHistory()

    def knows(self, name: str) -> bool:
        return name in self._executor.actions

    async def run(self, name: str, tracker: Tracker, domain: Domain, say: Say | None = None) -> Json:
        if not self.knows(name):
            known = [str(action) for action in self._executor.actions]
            raise ActionError(
                f"The project's code has no action '{name}'. {did_you_mean(name, known)}".rstrip(),
                name,
                "unknown",
            )
        dispatcher = _speaking_dispatcher(say) if say else None
        call = self._call(name, tracker)
        try:
            result = await self._thread.run(self._executor.run(call, None, dispatcher), self._timeout)
        except TimeoutError:
            raise ActionError(
                f"The action '{name}' did not end within {self._timeout:g} s.", name, "timeout"
            ) from None
        except Exception as error:
            raise _as_action_error(name, error) from error
        return {"events": result.events, "responses": result.responses} if result else {}

    async def close(self) -> None:
        self._thread.close()

    def _call(self, name: str, tracker: Tracker) -> Json:
        state = state_with(tracker, self._history.of(tracker.events))
        for key in ("slots", "latest_message", "active_loop"):
            state[key] = deepcopy(state[key])
        return {
            "next_action": name,
            "sender_id": tracker.sender_id,
            "tracker": state,
            "domain": self._domain_json,
            "version": self._version,
        }


def load_package(project: Path, package: str) -> ActionExecutor:
    """Register all actions of a package; raises ComponentError with the real reason if it can't."""
    try:
        from rasa_sdk.executor import ActionExecutor
    except ImportError as error:
        raise ComponentError(NOT_INSTALLED) from error
    folder = str(project.resolve())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    executor = ActionExecutor()
    try:
        __import__(package)
        executor.register_package(package)
    except (Exception, SystemExit) as error:
        raise ComponentError(_why_not_loaded(package, error)) from error
    return executor


def has_package(project: Path, package: str = "actions") -> bool:
    """Whether the project's folder holds this package or module."""
    place = project.joinpath(*package.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def _why_not_loaded(package: str, error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    where = f" ({last.filename}, line {last.lineno})" if last else ""
    return (
        f"The actions package '{package}' can't be loaded: {type(error).__name__}: {error}{where}. "
        "Mend it, or run the actions on a server and name it in endpoints.yml (action_endpoint.url)."
    )


def _as_action_error(name: str, error: Exception) -> ActionError:
    from rasa_sdk.interfaces import ActionExecutionRejection

    if isinstance(error, ActionExecutionRejection):
        return ActionRejected(error.action_name, str(error))
    last = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    where = f" in {Path(last.filename).name}, line {last.lineno}" if last else ""
    return ActionError(f"The action '{name}' raised {type(error).__name__}{where}: {error}", name, "failed")


def _speaking_dispatcher(say: Say) -> Any:
    """A dispatcher that says each message at once instead of when the action has ended."""
    from rasa_sdk.executor import CollectingDispatcher

    loop = asyncio.get_running_loop()

    class SpeakingDispatcher(CollectingDispatcher):  # type: ignore[misc]
        def utter_message(self, *args: Any, **kwargs: Any) -> None:
            super().utter_message(*args, **kwargs)
            asyncio.run_coroutine_threadsafe(say(deepcopy(self.messages[-1])), loop).result()

    return SpeakingDispatcher()
