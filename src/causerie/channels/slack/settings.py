"""What credentials.yml says about Slack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials
from causerie.channels.receiving.edits import answers_edits

API = "https://slack.com/api"
KEYS = (
    "slack_token", "slack_channel", "slack_signing_secret", "slack_app_token", "proxy",
    "slack_retry_reason_header", "slack_retry_number_header", "errors_ignore_retry", "use_threads",
    "conversation_granularity", "files", "edits", "stream", "api_base_url",
)  # fmt: skip
GRANULARITIES = ("sender", "channel", "thread")


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """``app_token`` means Socket Mode: no public address, and no signing secret, are needed. ``takes_files``: what
    users upload is named in the metadata of their message. ``answers_edits``: an edited message is a new one. ``streams``:
    answers are shown while they are made.
    """

    token: str
    channel: str | None = None
    signing_secret: str = ""
    app_token: str | None = None
    proxy: str | None = None
    retry_reason_header: str = "x-slack-retry-reason"
    retry_number_header: str = "x-slack-retry-num"
    ignored_retries: tuple[str, ...] = ("http_timeout",)
    use_threads: bool = False
    granularity: str = "sender"
    takes_files: bool = False
    answers_edits: bool = False
    streams: bool = False
    base_url: str = API

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> SlackSettings:
        """Raises ComponentError that says which key is missing and where Slack shows it."""
        read = Credentials("slack", given, KEYS)
        token = read.required(
            "slack_token",
            "the bot's token (xoxb-…), under 'OAuth & Permissions' of your app at api.slack.com/apps",
        )
        app_token = None
        if read.given.get("slack_app_token") is not None:
            app_token = read.required(
                "slack_app_token",
                "the token for Socket Mode (xapp-…), under 'Basic Information', 'App-Level Tokens'",
            )
        secret = ""
        if app_token is None or read.given.get("slack_signing_secret") is not None:
            secret = read.required(
                "slack_signing_secret",
                "the secret that Slack signs its requests with, under 'Basic Information' of your app "
                "(or 'slack_app_token' for Socket Mode)",
            )
        return cls(
            token=token,
            channel=read.text("slack_channel") or None,
            signing_secret=secret,
            app_token=app_token,
            proxy=read.text("proxy") or None,
            retry_reason_header=read.text("slack_retry_reason_header", "x-slack-retry-reason"),
            retry_number_header=read.text("slack_retry_number_header", "x-slack-retry-num"),
            ignored_retries=tuple(read.texts("errors_ignore_retry", ["http_timeout"])),
            use_threads=read.flag("use_threads"),
            granularity=read.one_of("conversation_granularity", GRANULARITIES, "sender"),
            takes_files=read.flag("files"),
            answers_edits=answers_edits(read),
            streams=read.flag("stream"),
            base_url=read.url("api_base_url", API),
        )
