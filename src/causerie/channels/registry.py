"""Names in ``credentials.yml`` → channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from causerie.errors import ComponentError
from causerie.ports import InputChannel
from causerie.registry import Registry

CHANNELS = Registry(
    "channel",
    {
        "rest": "causerie.channels.rest.RestInput",
        "callback": "causerie.channels.callback.CallbackInput",
    },
)
LATER = (
    "socketio", "slack", "telegram", "facebook", "twilio", "twilio_voice", "mattermost",
    "rocketchat", "botframework", "webexteams", "hangouts", "rasa", "cmdline",
)  # fmt: skip


def make_channels(credentials: Mapping[str, Any]) -> tuple[list[InputChannel], list[str]]:
    """The configured channels (REST when there are none), and those that can't be served yet."""
    missing = [name for name in credentials if name in LATER]
    found = {name: options for name, options in credentials.items() if name not in missing}
    if not found:
        found = {"rest": None}
    channels = []
    for name, options in found.items():
        cls = cast(Any, CHANNELS.find(name))
        if not hasattr(cls, "from_credentials"):
            raise ComponentError(
                f"The channel '{name}' has no 'from_credentials(credentials)', which makes it."
            )
        channels.append(cast(InputChannel, cls.from_credentials(options)))
    return channels, missing
