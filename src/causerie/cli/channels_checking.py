"""Makes each channel of credentials.yml by itself and lets it ask its platform."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from causerie.channels.registry import make_channels
from causerie.errors import CauserieError
from causerie.files.credentials import read_credentials

NOBODY_TO_ASK = "ready; it needs no platform"
MARKS = {True: Text("✓ ok", "green"), False: Text("✗ failed", "red")}


@dataclass(frozen=True, slots=True)
class Checked:
    """``path`` is what follows the server's address in the platform's settings."""

    channel: str
    is_ok: bool
    told: str
    path: str = ""


def check_channels(credentials: Path | None) -> bool:
    """Prints a table; whether all is well. Raises ProjectError for a file that can't be read."""
    configured = read_credentials(credentials)
    found = asyncio.run(checks(configured or {"rest": {}}))
    table = Table(
        "channel", "", "what was found", "path of the webhook", title=_title(credentials, configured)
    )
    for item in found:
        table.add_row(item.channel, MARKS[item.is_ok], Text(item.told), item.path)
    Console().print(table)
    return all(item.is_ok for item in found)


async def checks(credentials: Mapping[str, Any]) -> list[Checked]:
    """All at once; a channel that is wrong keeps no other from being asked."""
    return list(await asyncio.gather(*(_check(name, options) for name, options in credentials.items())))


async def _check(name: str, options: Any) -> Checked:
    try:
        channels, missing = make_channels({name: options})
    except CauserieError as error:
        return Checked(name, False, str(error))
    if missing:
        return Checked(name, False, "this version can't serve it")
    if not channels:
        return Checked(name, True, "switched off")
    channel = channels[0]
    path = f"/webhooks/{getattr(channel, 'url_prefix', channel.name)}/webhook"
    ask = getattr(channel, "check_platform", None)
    if not callable(ask):
        return Checked(name, True, NOBODY_TO_ASK, path)
    try:
        told = await ask()
    except CauserieError as error:
        return Checked(name, False, str(error), path)
    return Checked(name, True, told, path)


def _title(credentials: Path | None, configured: Mapping[str, Any]) -> str:
    if credentials is None:
        return "There is no credentials.yml: REST is served."
    return f"{credentials}: {len(configured)} channels"
