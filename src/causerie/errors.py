"""Every error Causerie raises on purpose, as one tree.

CauserieError
├── ProjectError        the user's files are wrong; carries all problems of the run
├── ModelError          an archive can't be read or does not fit
├── ComponentError      a component, policy or store is configured wrongly or missing
├── StoreError          a database refused or can't be reached
├── ActionError         an action failed, hung, or answered nonsense
│   └── ActionRejected  an action declined to run; the next best prediction follows
├── EndpointError       a remote service failed
│   ├── LlmError        a GPT gave no answer that can be used; its reason is one of LlmReason
│   └── PlatformError   a messaging platform refused a call or can't be reached
├── RequestError        an HTTP request is wrong
└── NobodyListens       who was shown an answer has left before its end
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from causerie.llm.completion import Usage

Severity = Literal["error", "warning"]


class CauserieError(Exception):
    """Base of all errors raised on purpose; its text is meant for people."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the user's files something stands; lines and columns count from 1, 0 is unknown."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file or "<input>"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong, what was expected, what came, what to do."""

    message: str
    place: Place = Place()
    expected: str = ""
    found: str = ""
    advice: str = ""
    severity: Severity = "error"
    kind: str = ""
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.severity}: {self.message}"]
        if self.expected:
            lines.append(f"    expected: {self.expected}")
        if self.found:
            lines.append(f"    found:    {self.found}")
        if self.advice:
            lines.append(f"    advice:   {self.advice}")
        return "\n".join(lines)


class ProjectError(CauserieError):
    """The project's files hold mistakes; ``problems`` are all that the run found."""

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(CauserieError):
    """A model archive is truncated, foreign, hostile, or of another version."""


class ComponentError(CauserieError):
    """A component, policy, store or channel is unknown, misconfigured, or not installed."""


class StoreError(CauserieError):
    """A tracker, lock or model store, or an event broker, failed."""


class ActionError(CauserieError):
    """An action raised, ran out of time, answered nonsense, or could not be reached."""

    def __init__(self, message: str, action: str = "", reason: str = "failed") -> None:
        super().__init__(message)
        self.action = action
        self.reason = reason


class ActionRejected(ActionError):
    """An action declined to run in this state of the conversation."""

    def __init__(self, action: str, message: str = "") -> None:
        super().__init__(message or f"The action '{action}' declined to run.", action, "rejected")


class EndpointError(CauserieError):
    """A remote service could not be reached or answered something else than agreed."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class LlmReason(StrEnum):
    """Why a GPT gave no answer that can be used."""

    NOT_INSTALLED = "not_installed"  # the package 'openai' is missing
    NO_KEY = "no_key"
    UNAUTHORISED = "unauthorised"  # the key is wrong, or may not do this
    NOT_FOUND = "not_found"  # no such model, deployment or address
    BAD_REQUEST = "bad_request"  # the server does not take what was sent
    RATE_LIMITED = "rate_limited"  # too much at once; later it goes on
    QUOTA = "quota"  # the account has no money left
    REFUSED = "refused"  # the model declined
    FILTERED = "filtered"  # the provider's content filter stepped in
    CUT_OFF = "cut_off"  # the answer ended before its end
    MALFORMED = "malformed"  # what came is no answer
    TOO_LONG = "too_long"  # the question or the answer is longer than allowed
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    SERVER = "server"  # an error on the other side
    OVER_BUDGET = "over_budget"  # our own limit is reached
    BREAKER_OPEN = "breaker_open"  # it failed so often that it is left alone for a while


class LlmError(EndpointError):
    """A GPT gave no answer that can be used.

    ``retry_after``: seconds the server asks to wait, 0 when it says nothing. ``usage``: the tokens that
    the call cost all the same, where the server told.
    """

    def __init__(
        self,
        reason: LlmReason,
        message: str,
        status: int = 0,
        retry_after: float = 0.0,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(message, status)
        self.reason = reason
        self.retry_after = retry_after
        self.usage = usage


class PlatformError(EndpointError):
    """A messaging platform refused a call or can't be reached.

    ``is_final``: trying again is no use. ``wait``: seconds the platform asks to wait, None if it says nothing.
    """

    def __init__(self, message: str, *, is_final: bool = False, wait: float | None = None) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.wait = wait


class RequestError(CauserieError):
    """An HTTP request is wrong; ``status`` is what it is answered with."""

    def __init__(
        self, status: int, reason: str, message: str, details: dict[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.details = details or {}


class NobodyListens(CauserieError):
    """Who was shown an answer has left before its end; the turn goes on without."""
