"""What credentials.yml says about Telegram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials

API = "https://api.telegram.org"
KEYS = (
    "access_token", "verify", "webhook_url", "secret_token", "polling", "typing", "acknowledge", "files",
    "stream", "api_base_url",
)  # fmt: skip
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """``acknowledges``: a press of a button is confirmed, so that it doesn't look busy. ``takes_files``: what
    users send is named in the metadata of their message, and their reactions are kept as feedback. ``streams``:
    answers are shown while they are made.
    """

    token: str
    bot: str = ""
    webhook_url: str = ""
    secret_token: str | None = None
    polls: bool = False
    types: bool = False
    acknowledges: bool = False
    takes_files: bool = False
    streams: bool = False
    api: str = API

    @property
    def base_url(self) -> str:
        return f"{self.api}/bot{self.token}"

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> TelegramSettings:
        """Raises ComponentError."""
        read = Credentials("telegram", given, KEYS)
        token = read.required("access_token", "the bot's token, as @BotFather gives it (123456:ABC…)")
        polls = read.flag("polling")
        bot, webhook_url = read.text("verify").lstrip("@"), read.url("webhook_url")
        if not polls:
            bot = read.required("verify", "the bot's user name, as @BotFather knows it").lstrip("@")
            webhook_url = read.required(
                "webhook_url",
                "the address where Telegram reaches this server, https://…/webhooks/telegram/webhook "
                "(or set 'polling: true', which needs none)",
            )
            webhook_url = read.url("webhook_url")
        secret = None
        if read.given.get("secret_token") is not None:
            secret = read.required("secret_token", "a secret that Telegram shall send with every update")
            if not SECRET.fullmatch(secret):
                found = f"{len(secret)} characters with others among them"
                raise read.wrong("secret_token", "1 to 256 letters, digits, '-' or '_'", found)
        return cls(
            token=token,
            bot=bot,
            webhook_url=webhook_url,
            secret_token=secret,
            polls=polls,
            types=read.flag("typing", polls),
            acknowledges=read.flag("acknowledge", polls),
            takes_files=read.flag("files"),
            streams=read.flag("stream"),
            api=read.url("api_base_url", API),
        )
