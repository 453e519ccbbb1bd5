"""The keys of ``lock_store``, each held against what it must be; all mistakes are gathered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from causerie.errors import Place
from causerie.files.nodes import describe_value
from causerie.files.problems import Problems
from causerie.registry import did_you_mean

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

SECRETS = ("url", "password")  # an address may hold a password, too


@dataclass(frozen=True, slots=True)
class Keys:
    """A key that is left out, null or wrong gives its default. Numbers may be text: ``${NAME}`` gives that."""

    endpoint: EndpointConfig
    problems: Problems = field(default_factory=Problems)

    def only(self, known: Sequence[str]) -> None:
        for key in self.endpoint.options:
            if key not in known:
                self.problems.error(
                    f"The lock store '{self.endpoint.type}' has no key '{key}'.",
                    self._place(key),
                    expected=", ".join(known),
                    advice=did_you_mean(key, list(known)),
                )

    def text(self, key: str) -> str | None:
        """A number too: a password may look like one."""
        value = self.endpoint.get(key)
        if isinstance(value, str | int | float | None) and not isinstance(value, bool):
            return None if value in (None, "") else str(value)
        self.wrong(key, "text", "Put it in quotes.")
        return None

    def whole(self, key: str, default: int, least: int, most: int | None = None) -> int:
        value = self.endpoint.get(key)
        number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
        if number is None:
            return default
        is_whole = isinstance(number, int) and not isinstance(number, bool)
        if is_whole and least <= number and (most is None or number <= most):
            return int(number)
        self.wrong(key, f"a whole number from {least} " + ("up" if most is None else f"to {most}"))
        return default

    def seconds(self, key: str, default: float) -> float:
        value = self.endpoint.get(key)
        if value is None:
            return default
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if 0 < number < math.inf:
            return number
        self.wrong(key, "a number of seconds above 0")
        return default

    def switch(self, key: str, default: bool) -> bool:
        value = self.endpoint.get(key)
        match value.lower() if isinstance(value, str) else value:
            case True | "true":
                return True
            case False | "false":
                return False
            case None:
                return default
        self.wrong(key, "true or false")
        return default

    def file(self, key: str, folder: Path) -> str | None:
        path = self.text(key)
        if path is None:
            return None
        if not (folder / path).is_file():
            self.wrong(key, "a file that is there", f"Paths count from the folder {folder}.")
        return str(folder / path)

    def wrong(self, key: str, expected: str, advice: str = "") -> None:
        """What was found is told, unless it may be a secret."""
        value = self.endpoint.url if key == "url" else self.endpoint.get(key)
        if isinstance(value, list | dict):
            found = "a list" if isinstance(value, list) else "a mapping"
        else:
            found = "a value that is not shown here" if key in SECRETS else describe_value(value)
        self.problems.error(
            f"'lock_store › {key}' must be {expected}.",
            self._place(key),
            expected=expected,
            found=found,
            advice=advice,
        )

    def _place(self, key: str) -> Place:
        return self.endpoint.places.get(key, self.endpoint.place)
