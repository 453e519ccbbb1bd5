"""A program that talks by REST and is called back with the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from platform_driver import Shown

from contract_drivers.rest import Rest, piece_shown


class Callback(Rest):
    name = "callback"
    host = "callback.example"
    late = True
    path = "/webhooks/callback/webhook"

    def credentials(self, fake: str) -> Any:
        return {"url": f"{fake}/callback.example/inbox", "retry": True}

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [piece_shown(call.body) for call in calls]


DRIVER = Callback()
