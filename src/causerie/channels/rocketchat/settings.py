"""What credentials.yml says about Rocket.Chat."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.receiving.edits import answers_edits

log = logging.getLogger(__name__)
KEYS = ("user", "password", "server_url", "webhook_token", "livechat_token", "cards", "edits", "api_base_url")


@dataclass(frozen=True, slots=True)
class RocketChatSettings:
    """Tokens that are not set are not checked. ``shows_cards``: elements get their texts and buttons.
    ``answers_edits``: an edited message is a new one.
    """

    user: str
    password: str
    base_url: str
    webhook_tokens: tuple[str, ...] = ()
    livechat_token: str | None = None
    shows_cards: bool = False
    answers_edits: bool = False

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> RocketChatSettings:
        """Raises ComponentError."""
        read = Credentials("rocketchat", given, KEYS)
        user = read.required("user", "the user name of the bot's account (Administration, Users)")
        password = read.required("password", "the password of the bot's account")
        read.required("server_url", "the address of Rocket.Chat, such as https://chat.example.com")
        tokens = read.texts("webhook_token")
        if not all(tokens):
            raise read.wrong("webhook_token", "the token of the outgoing webhook, or a list of several", "")
        livechat = read.text("livechat_token") or None
        if not tokens and livechat is None:
            log.warning(
                "The channel 'rocketchat' has neither 'webhook_token' nor 'livechat_token': anyone who knows the "
                "webhook's address can write to the bot. Set them to the token of the outgoing webhook and the "
                "secret token of Omnichannel."
            )
        return cls(
            user=user,
            password=password,
            base_url=read.url("api_base_url", _with_scheme(read.text("server_url"))),
            webhook_tokens=tuple(tokens),
            livechat_token=livechat,
            shows_cards=read.flag("cards"),
            answers_edits=answers_edits(read),
        )


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"https://{url}"
