"""What credentials.yml says about Twilio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials

API = "https://api.twilio.com"
KEYS = ("account_sid", "auth_token", "twilio_number", "webhook_url", "files", "api_base_url")


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """``webhook_url``: the address that Twilio was given, where proxies hide it from the server."""

    account: str
    token: str
    number: str
    webhook_url: str = ""
    takes_files: bool = False
    base_url: str = API

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> TwilioSettings:
        """Raises ComponentError."""
        read = Credentials("twilio", given, KEYS)
        return cls(
            account=read.required(
                "account_sid", "the account's SID (AC…), on the first page of console.twilio.com"
            ),
            token=read.required("auth_token", "the account's auth token, beside its SID"),
            number=read.required(
                "twilio_number", "the number that the bot writes from, such as +15550001111"
            ),
            webhook_url=read.url("webhook_url"),
            takes_files=read.flag("files"),
            base_url=read.url("api_base_url", API),
        )
