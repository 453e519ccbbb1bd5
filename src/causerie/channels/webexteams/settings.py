"""What credentials.yml says about Webex."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials

log = logging.getLogger(__name__)
API = "https://webexapis.com/v1"
KEYS = ("access_token", "room", "secret", "cards", "api_base_url")


@dataclass(frozen=True, slots=True)
class WebexSettings:
    """``room``: where all answers go. ``shows_cards``: buttons are cards, and not lines of text."""

    token: str
    room: str | None = None
    secret: str | None = None
    shows_cards: bool = False
    base_url: str = API

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> WebexSettings:
        """Raises ComponentError."""
        read = Credentials("webexteams", given, KEYS)
        token = read.required(
            "access_token", "the bot's access token, shown once when the bot is made (developer.webex.com)"
        )
        secret = None
        if read.given.get("secret") is None:
            log.warning(
                "The channel 'webexteams' has no 'secret': anyone can call its webhook, though only messages that "
                "the bot can read at Webex are answered. Make the webhook with a secret and set 'secret' to it."
            )
        else:
            secret = read.required("secret", "the secret that the webhook was made with")
        return cls(
            token=token,
            room=read.text("room") or None,
            secret=secret,
            shows_cards=read.flag("cards"),
            base_url=read.url("api_base_url", API),
        )
