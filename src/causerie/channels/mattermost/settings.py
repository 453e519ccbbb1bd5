"""What credentials.yml says about Mattermost."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.receiving.signatures import hex_of

log = logging.getLogger(__name__)
KEYS = (
    "url", "token", "webhook_url", "webhook_token", "acknowledge", "typing", "stream", "api_base_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MattermostSettings:
    """``webhook_tokens``: those of outgoing webhooks and slash commands; none: they are not checked.

    ``acknowledges``: a press of a button is answered with the JSON that Mattermost expects. ``streams``:
    answers are shown while they are made.
    """

    base_url: str
    token: str
    webhook_url: str
    webhook_tokens: tuple[str, ...] = ()
    acknowledges: bool = False
    types: bool = False
    streams: bool = False

    @property
    def proof(self) -> str | None:
        """What our buttons carry, so that a press of one can be told from an invented one; no secret itself."""
        return hex_of(self.webhook_tokens[0], b"causerie button") if self.webhook_tokens else None

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> MattermostSettings:
        """Raises ComponentError."""
        read = Credentials("mattermost", given, KEYS)
        read.required("url", "the address of Mattermost's API, https://…/api/v4")
        token = read.required(
            "token", "the bot's access token, shown once when the bot account is made (Integrations)"
        )
        read.required(
            "webhook_url",
            "the address where Mattermost reaches this server, https://…/webhooks/mattermost/webhook",
        )
        tokens = read.texts("webhook_token")
        if not all(tokens):
            raise read.wrong("webhook_token", "the token of the outgoing webhook, or a list of several", "")
        if not tokens:
            log.warning(
                "The channel 'mattermost' has no 'webhook_token': anyone who knows the webhook's address can "
                "write in a user's name. Set it to the token of the outgoing webhook (a list for several)."
            )
        return cls(
            base_url=read.url("api_base_url", read.url("url")),
            token=token,
            webhook_url=read.url("webhook_url"),
            webhook_tokens=tuple(tokens),
            acknowledges=read.flag("acknowledge"),
            types=read.flag("typing"),
            streams=read.flag("stream"),
        )
