"""rasa_sdk's executor with the actions of one project."""

from __future__ import annotations

import importlib
import inspect
import sys
import traceback
from pathlib import Path
from typing import Any

from causerie.errors import ActionError, ComponentError
from causerie.registry import serve_rasas_names

try:
    from rasa_sdk import Action, utils
    from rasa_sdk.executor import ActionExecutor
except ImportError as error:
    raise ComponentError(
        "The project has custom actions, but rasa_sdk is not installed. Install it with "
        "pip install 'causerie[actions]', or name an action server in endpoints.yml (action_endpoint.url)."
    ) from error


class ProjectExecutor(ActionExecutor):  # type: ignore[misc]
    """Knows the actions of a project's package and of what it imports, not all of the process.

    ``strict``: events that are none are an error instead of being left out, as rasa_sdk does.
    """

    strict = False

    def load(self, project: Path, package: str) -> None:
        """Import the package; raises ComponentError with the real reason when that fails."""
        folder = project.resolve()
        if sys.path[:1] != [str(folder)]:
            sys.path.insert(0, str(folder))
        _forget_foreign(package, folder)
        serve_rasas_names()
        before = set(utils.all_subclasses(Action))
        try:
            self._import_submodules(package)
        except (Exception, SystemExit) as error:
            raise ComponentError(_why_not_loaded(package, error)) from error
        for action in utils.all_subclasses(Action):
            own = action not in before or (_belongs(action.__module__, package) and _is_current(action))
            if own and not action.__module__.startswith("rasa_sdk.") and not inspect.isabstract(action):
                self._register(action, package)

    def validate_events(self, events: Any, action_name: str) -> list[dict[str, Any]]:
        if self.strict:
            bad = None if isinstance(events, list) else events
            bad = next((event for event in events if not _is_event(event)), bad) if bad is None else bad
            if bad is not None:
                raise ActionError(
                    f"The action '{action_name}' must return a list of events; it returned {bad!r:.80}.",
                    action_name,
                    "nonsense",
                )
        found: list[dict[str, Any]] = super().validate_events(events, action_name)
        return found

    def _register(self, action: type, package: str) -> None:
        try:
            self.register_action(action)
        except Exception as error:
            raise ComponentError(_why_not_loaded(package, error)) from error


def _is_event(event: Any) -> bool:
    return isinstance(event, dict) and bool(event.get("event"))


def _belongs(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _is_current(action: type) -> bool:
    """Whether the class is the one its module has now, not one of a module since replaced."""
    return getattr(sys.modules.get(action.__module__), action.__name__, None) is action


def _forget_foreign(package: str, folder: Path) -> None:
    """Another project's package of the same name must not stand in for this one's."""
    for name in [name for name in sys.modules if _belongs(name, package)]:
        file = getattr(sys.modules[name], "__file__", None)
        if file and not Path(file).resolve().is_relative_to(folder):
            del sys.modules[name]
    importlib.invalidate_caches()


def _why_not_loaded(package: str, error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    where = f" ({last.filename}, line {last.lineno})" if last else ""
    return (
        f"The actions package '{package}' can't be loaded: {type(error).__name__}: {error}{where}. "
        "Mend it, or run the actions on a server and name it in endpoints.yml (action_endpoint.url)."
    )
