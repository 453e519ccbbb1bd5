"""Custom actions in this process: the project's ``actions`` package, by rasa_sdk's own executor."""

from __future__ import annotations

import asyncio
import importlib
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
from causerie.errors import ActionError, ActionRejected
from causerie.ports import Json, Say
from causerie.registry import did_you_mean

if TYPE_CHECKING:
    from causerie.actions.project_executor import ProjectExecutor


class InProcessActions:
    """Runs actions in a thread with its own loop, each within ``timeout`` seconds."""

    def __init__(
        self,
        project: Path,
        package: str,
        domain_json: Json,
        *,
        timeout: float = 30.0,
        strict: bool = False,
        version: str = "",
    ) -> None:
        self._executor = load_package(project, package, strict)
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
            result = await self._thread.run(self._guarded(name, call, dispatcher), self._timeout)
        except TimeoutError:
            raise ActionError(
                f"The action '{name}' did not end within {self._timeout:g} s.", name, "timeout"
            ) from None
        except ActionError:
            raise
        except Exception as error:
            raise _as_action_error(name, error) from error
        return {"events": result.events, "responses": result.responses} if result else {}

    async def close(self) -> None:
        self._thread.close()

    async def _guarded(self, name: str, call: Json, dispatcher: Any) -> Any:
        """A SystemExit would end the thread's loop; here it is one more way to fail."""
        try:
            return await self._executor.run(call, None, dispatcher)
        except SystemExit as error:
            raise _as_action_error(name, error) from None

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


def load_package(project: Path, package: str, strict: bool = False) -> ProjectExecutor:
    """The project's actions; raises ComponentError with the real reason if they can't be loaded."""
    from causerie.actions.project_executor import ProjectExecutor

    executor = ProjectExecutor()
    executor.strict = strict
    executor.load(project, package)
    return executor


def has_package(project: Path, package: str = "actions") -> bool:
    """Whether the project's folder holds this package or module."""
    place = project.joinpath(*package.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def forget_package(package: str) -> None:
    """The next runner reads the package's files anew; those at work keep what they have."""
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def _as_action_error(name: str, error: BaseException) -> ActionError:
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
