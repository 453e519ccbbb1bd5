"""Reads typed values from a section of a file; what is wrong becomes a problem with its place."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from causerie.errors import Place
from causerie.files.nodes import describe_value, shorten
from causerie.files.problems import Problems
from causerie.registry import did_you_mean

Default = TypeVar("Default", float, float | None)
Count = TypeVar("Count", int, int | None)


@dataclass(frozen=True, slots=True)
class Section:
    """``what`` is its name in messages; ``places`` are those of its keys, ``place`` its own."""

    values: Mapping[str, Any]
    what: str
    place: Place
    problems: Problems
    places: Mapping[str, Place] = field(default_factory=dict)

    def wrong(self, key: str, message: str, **details: str) -> None:
        self.problems.error(message, self.places.get(key, self.place), **details)

    def known(self, keys: Collection[str], advice: Mapping[str, str], besides: Collection[str] = ()) -> None:
        for key in self.values:
            if key not in keys and key not in besides:
                self.wrong(
                    key,
                    f"{self.what} knows no key '{key}'.",
                    expected=", ".join(keys),
                    found=f"'{key}'",
                    advice=advice.get(key) or did_you_mean(key, list(keys)),
                    kind="unknown_key",
                    name=key,
                )

    def text(self, key: str, required: str = "") -> str | None:
        """``required`` is the advice when there is none."""
        value = self.values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None or required:
            self._mistyped(key, "text", value, required or "Put it in quotes, or leave the key out.")
        return None

    def choice(self, key: str, among: tuple[Any, ...], default: Any) -> Any:
        value = self.values.get(key)
        if value is None or value in among:
            return default if value is None else value
        self._mistyped(key, " or ".join(f"'{name}'" for name in among), value)
        return default

    def number(
        self,
        key: str,
        default: Default,
        above: float = -math.inf,
        at_least: float = -math.inf,
        at_most: float = math.inf,
    ) -> Default:
        value = _as_number(self.values.get(key))
        if value is None:
            return default
        if isinstance(value, float) and above < value < math.inf and at_least <= value <= at_most:
            return value
        self._mistyped(key, f"a number{_range(above, at_least, at_most)}", self.values.get(key))
        return default

    def whole(self, key: str, default: Count, at_least: int) -> Count:
        value = _as_number(self.values.get(key))
        if value is None:
            return default
        if isinstance(value, float) and value.is_integer() and value >= at_least:
            return int(value)
        self._mistyped(key, f"a whole number from {at_least} up", self.values.get(key))
        return default

    def texts(self, key: str) -> dict[str, str]:
        """A mapping of names to texts; its values stay out of messages, as they may be secret."""
        found: dict[str, str] = {}
        for name, value in self.part(key).values.items():
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                found[name] = str(value)
            else:
                self.wrong(
                    key,
                    f"'{name}' under '{key}' of {self.what} must be text.",
                    expected="text",
                    found="something else",
                    advice="Put it in quotes.",
                )
        return found

    def part(self, key: str) -> Section:
        """The section under ``key``; empty when there is none."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, dict):
            self._mistyped(key, "a mapping ('key: value' lines)", value)
        values = {str(name): item for name, item in value.items()} if isinstance(value, dict) else {}
        place = self.places.get(key, self.place)
        return Section(values, f"'{key}' of {self.what}", place, self.problems)

    def _mistyped(self, key: str, expected: str, value: Any, advice: str = "") -> None:
        found = shorten(_describe(value))
        message = f"'{key}' of {self.what} must be {expected}."
        self.wrong(key, message, expected=expected, found=found, advice=advice, kind="wrong_type")


def _as_number(value: Any) -> float | str | None:
    """A number, also one that came as text from the environment; other values as text."""
    if isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, int | float):
        return None if value is None else float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)


def _describe(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return f"a list of {len(value)}" if isinstance(value, list) else describe_value(value)


def _range(above: float, at_least: float, at_most: float) -> str:
    if at_most < math.inf:
        return f" from {at_least:g} to {at_most:g}"
    if at_least > -math.inf:
        return f" from {at_least:g} up"
    return f" above {above:g}" if above > -math.inf else ""
