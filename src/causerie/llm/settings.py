"""What ``llm`` in endpoints.yml says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Api = Literal["chat", "responses"]
OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Prices:
    """Per million tokens, in a currency of your choice; ``cached_input`` is what cached input tokens cost."""

    input: float = 0.0
    output: float = 0.0
    cached_input: float | None = None


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """After ``failures`` calls in a row that failed, none is made for ``pause`` seconds. 0: never."""

    failures: int = 5
    pause: float = 30.0


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that may be spent; None: no limit. ``cost`` is in the currency of the prices."""

    tokens: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """``day`` is one of UTC. ``calls_per_minute`` is for each user; 0: no limit."""

    day: Limit = Limit()
    conversation: Limit = Limit()
    turn: Limit = Limit()
    calls_per_minute: int = 0


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """One model behind one address. ``deadline``: seconds for a whole call, retry and stream included."""

    model: str
    api: Api = "responses"
    base_url: str = OPENAI
    api_version: str | None = None
    api_key_env: str | None = None
    deadline: float = 20.0
    temperature: float | None = None
    max_output_tokens: int = 1000
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    organization: str | None = None
    project: str | None = None
    price: Prices = Prices()
    breaker: BreakerSettings = BreakerSettings()
    limits: Limits = Limits()

    @property
    def azure(self) -> bool:
        """Only Azure's addresses carry a version of the API."""
        return self.api_version is not None

    @property
    def at_openai(self) -> bool:
        return is_openai(self.base_url)

    @property
    def address(self) -> str:
        """The address as messages may show it."""
        return self.base_url.rstrip("/")


def is_openai(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    return host == "openai.com" or host.endswith(".openai.com")
