"""The keys of one channel in credentials.yml, read with clear complaints."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Any

from causerie.errors import ComponentError
from causerie.registry import did_you_mean

log = logging.getLogger(__name__)


class Credentials:
    """``keys`` are all that the channel knows; others are told in the log."""

    def __init__(self, channel: str, given: Mapping[str, Any] | None, keys: Collection[str]) -> None:
        if given is not None and not isinstance(given, Mapping):
            raise ComponentError(
                f"'{channel}' in credentials.yml must hold keys and values; found {given!r:.60}."
            )
        self.channel = channel
        self.given = dict(given or {})
        for key in self.given:
            if key not in keys:
                advice = did_you_mean(str(key), list(keys))
                log.warning("The channel '%s' in credentials.yml has no key '%s'. %s", channel, key, advice)

    def required(self, key: str, what: str) -> str:
        """A text that must be there. ``what`` says what it is and where to find it."""
        value = self.given.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip() and not _unset(value):
            return value
        found = "nothing" if value in (None, "") else f"{_hidden(value)}"
        if isinstance(value, str) and _unset(value):
            found = f"{value}, a variable that the environment doesn't have"
        raise ComponentError(
            f"The channel '{self.channel}' in credentials.yml needs '{key}': {what}; found {found}."
        )

    def text(self, key: str, default: str = "") -> str:
        value = self.given.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.wrong(key, "a text", value)
        return str(value)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.given.get(key)
        if value is None:
            return default
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false", value)
        return value

    def number(self, key: str, default: float, least: float = 0) -> float:
        value = self.given.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
            raise self.wrong(key, f"a number from {least:g} up", value)
        return value

    def one_of(self, key: str, choices: Collection[str], default: str) -> str:
        value = self.given.get(key, default)
        if value not in choices:
            raise self.wrong(key, f"one of {', '.join(choices)}", value)
        return str(value)

    def texts(self, key: str, default: Collection[str] = ()) -> list[str]:
        """A list of texts; a text alone is a list of one."""
        value = self.given.get(key)
        if value is None:
            return list(default)
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of texts", value)
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.given.get(key) or {}
        if not isinstance(value, dict):
            raise self.wrong(key, "keys and values", value)
        return value

    def url(self, key: str, default: str = "") -> str:
        """Without a slash at the end."""
        value = self.text(key, default)
        if value and not value.startswith(("http://", "https://")):
            raise self.wrong(key, "an address that begins with https:// or http://", value)
        return value.rstrip("/")

    def wrong(self, key: str, expected: str, value: Any) -> ComponentError:
        return ComponentError(
            f"'{key}' of the channel '{self.channel}' in credentials.yml must be {expected}; "
            f"found {_hidden(value)}."
        )


def _unset(value: str) -> bool:
    """A ``${NAME}`` that is still there names a variable without value."""
    return value.startswith("${") and value.endswith("}")


def _hidden(value: Any) -> str:
    """Credentials don't belong into logs: long texts are cut."""
    text = repr(value)
    return text if len(text) <= 24 else text[:12] + "…"
