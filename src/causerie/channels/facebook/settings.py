"""What credentials.yml says about Messenger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.receiving.edits import answers_edits

API, VERSION = "https://graph.facebook.com", "v23.0"
KEYS = ("verify", "secret", "page-access-token", "edits", "api_base_url")


@dataclass(frozen=True, slots=True)
class FacebookSettings:
    """``answers_edits``: an edited message is a new one."""

    verify: str
    secret: str
    page_token: str
    answers_edits: bool = False
    base_url: str = API

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> FacebookSettings:
        """Raises ComponentError."""
        read = Credentials("facebook", given, KEYS)
        return cls(
            verify=read.required(
                "verify", "a word of your choice, the same as under 'Verify token' of the webhook"
            ),
            secret=read.required("secret", "the app's secret, under 'App settings', 'Basic'"),
            page_token=read.required(
                "page-access-token", "the token of your page, under 'Messenger', 'API settings'"
            ),
            answers_edits=answers_edits(read),
            base_url=read.url("api_base_url", API),
        )
