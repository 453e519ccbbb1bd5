"""What credentials.yml says about WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.receiving.edits import answers_edits

API, VERSION = "https://graph.facebook.com", "v23.0"
KEYS = (
    "access_token", "phone_number_id", "verify", "app_secret", "choose", "files", "typing", "edits", "api_base_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WhatsAppSettings:
    """``choose`` is written on the button that opens a list. ``takes_files``: what users send is named in the
    metadata of their message. ``answers_edits``: an edited message is a new one.
    """

    token: str
    phone_number_id: str
    verify: str
    app_secret: str
    choose: str = "…"
    takes_files: bool = False
    types: bool = True
    answers_edits: bool = False
    base_url: str = API

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> WhatsAppSettings:
        """Raises ComponentError."""
        read = Credentials("whatsapp", given, KEYS)
        return cls(
            token=read.required(
                "access_token", "the token of a system user, under 'WhatsApp', 'API Setup' of your app"
            ),
            phone_number_id=read.required(
                "phone_number_id", "the id of your number, under 'WhatsApp', 'API Setup'"
            ),
            verify=read.required(
                "verify", "a word of your choice, the same as under 'Verify token' of the webhook"
            ),
            app_secret=read.required("app_secret", "the app's secret, under 'App settings', 'Basic'"),
            choose=read.text("choose", "…"),
            takes_files=read.flag("files"),
            types=read.flag("typing", True),
            answers_edits=answers_edits(read),
            base_url=read.url("api_base_url", API),
        )
