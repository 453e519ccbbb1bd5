"""No custom actions: a project without an ``actions`` package and without an action server."""

from __future__ import annotations

from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.errors import ActionError
from causerie.ports import Json, Say


class NoActions:
    """Fails for every action with what to do about it."""

    def __init__(self, why: str = "") -> None:
        self._why = why or (
            "The project has no 'actions' package, and endpoints.yml names no action server "
            "(action_endpoint.url)."
        )

    def knows(self, name: str) -> bool:
        return False

    async def run(self, name: str, tracker: Tracker, domain: Domain, say: Say | None = None) -> Json:
        raise ActionError(f"The custom action '{name}' can't run. {self._why}", name, "unreachable")

    async def close(self) -> None:
        pass
