"""What credentials.yml says about Google Chat."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.credentials import Credentials

log = logging.getLogger(__name__)
API = "https://www.googleapis.com"
KEYS = ("project_id", "sender_id", "files", "api_base_url")
SENDERS = ("display_name", "user")


@dataclass(frozen=True, slots=True)
class HangoutsSettings:
    """``project``: whose tokens are checked; None: none are. ``by_user``: conversations by the user's id."""

    project: str | None = None
    by_user: bool = False
    takes_files: bool = False
    base_url: str = API

    @classmethod
    def read(cls, given: dict[str, Any] | None) -> HangoutsSettings:
        """Raises ComponentError."""
        read = Credentials("hangouts", given, KEYS)
        project = None
        if read.given.get("project_id") is None:
            log.warning(
                "The channel 'hangouts' has no 'project_id': anyone who knows the webhook's address can write in "
                "a user's name. Set it to the number of the project in Google Cloud."
            )
        else:
            project = read.required("project_id", "the number of the project in Google Cloud (Welcome page)")
        return cls(
            project=project,
            by_user=read.one_of("sender_id", SENDERS, SENDERS[0]) == "user",
            takes_files=read.flag("files"),
            base_url=read.url("api_base_url", API),
        )
