"""Everything that can go wrong with a call → LlmError, with a message a person can act on."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx2

from causerie.errors import LlmError, LlmReason
from causerie.llm import sdk
from causerie.llm.completion import Usage
from causerie.llm.keys import variable_of, without_secrets
from causerie.llm.settings import LlmSettings


class Failed(Exception):
    """A call failed. ``again``: a second try may go better."""

    def __init__(
        self,
        reason: LlmReason,
        detail: str,
        again: bool = False,
        status: int = 0,
        retry_after: float = 0.0,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.again = again
        self.status = status
        self.retry_after = retry_after
        self.usage = usage


def malformed(detail: str) -> Failed:
    return Failed(LlmReason.MALFORMED, detail)


def what_failed(error: Exception) -> Failed:
    """What an exception of the SDK, or of what lies below it, means."""
    if isinstance(error, Failed):
        return error
    if isinstance(error.__cause__, Failed):  # raised below the SDK, which wrapped it
        return error.__cause__
    openai = sdk.load()
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, error.body, error.response.headers)
    if isinstance(error, TimeoutError | openai.APITimeoutError | httpx2.TimeoutException):
        return Failed(LlmReason.TIMEOUT, "It did not answer in time.")
    if isinstance(error.__cause__ or error, httpx2.LocalProtocolError):
        return Failed(LlmReason.BAD_REQUEST, "A header or the address can't be sent as it is.")
    if isinstance(error, openai.APIConnectionError | httpx2.ConnectError):
        return Failed(LlmReason.UNREACHABLE, f"It can't be reached ({_below(error)}).", again=True)
    if isinstance(error, httpx2.TransportError | httpx2.StreamError):
        return Failed(LlmReason.CUT_OFF, "The connection ended before the answer did.", again=True)
    if isinstance(error, httpx2.DecodingError):
        return malformed("The answer's compression is broken.")
    return Failed(LlmReason.BAD_REQUEST, f"The request could not be made ({_at(error)}).")


def explained(
    failed: Failed, settings: LlmSettings, key: str | None, advice: Mapping[LlmReason, str] | None = None
) -> LlmError:
    """The error for people: which model, what happened, what to do; ``advice`` goes before the usual one."""
    told = (advice or {}).get(failed.reason) or _advice(failed.reason, settings)
    who = f"The model '{settings.model}' at {settings.address} gave no answer"
    text = f"{who}: {failed.detail} {told}".strip()
    secrets = [
        key,
        *(value for value in (*settings.headers.values(), *settings.query.values()) if len(value) > 7),
    ]
    return LlmError(
        failed.reason, without_secrets(text, *secrets), failed.status, failed.retry_after, failed.usage
    )


def of_error_object(error: Any, status: int = 0, headers: Mapping[str, str] | None = None) -> Failed:
    """What ``{"message": …, "type": …, "code": …}``, or a message alone, says, wherever it came."""
    said = error if isinstance(error, dict) else {"message": error}
    code, kind = str(said.get("code") or ""), str(said.get("type") or "")
    message = said.get("message")
    detail = _quoted(message) if isinstance(message, str) else ""
    if "insufficient_quota" in (code, kind) or code == "billing_hard_limit_reached":
        return Failed(LlmReason.QUOTA, "The account's money or quota is used up.", status=status)
    if code in ("content_filter", "content_policy_violation"):
        return Failed(LlmReason.FILTERED, "The provider's filter refused the question.", status=status)
    if code in ("context_length_exceeded", "string_above_max_length"):
        return Failed(LlmReason.TOO_LONG, "The question is longer than the model can read.", status=status)
    if status == 429 or code in ("rate_limit_exceeded", "rate_limit_error"):
        return Failed(
            LlmReason.RATE_LIMITED, "Too many requests.", True, status, _seconds_to_wait(headers or {})
        )
    if 400 <= status < 500:
        return _of_client_error(status, detail)
    wait = _seconds_to_wait(headers or {})
    return Failed(LlmReason.SERVER, f"An error on its side{detail}.", True, status, wait)


def _of_status(status: int, body: Any, headers: Mapping[str, str]) -> Failed:
    if 300 <= status < 400:
        detail = f"It answers with status {status}, which sends us to another address; that is not followed."
        return Failed(LlmReason.NOT_FOUND, detail, status=status)
    failed = of_error_object(body, status, headers)
    if headers.get("x-should-retry") == "false":
        failed.again = False
    return failed


def _of_client_error(status: int, detail: str) -> Failed:
    if status == 401:  # what the server says may repeat the key
        return Failed(LlmReason.UNAUTHORISED, "It does not accept the key (status 401).", status=status)
    if status == 403:
        text = f"The key may not do this (status 403){detail}."
        return Failed(LlmReason.UNAUTHORISED, text, status=status)
    if status == 404:
        return Failed(LlmReason.NOT_FOUND, f"There is nothing (status 404){detail}.", status=status)
    if status in (408, 409):
        return Failed(LlmReason.SERVER, f"It asks to try again (status {status}){detail}.", True, status)
    text = f"It does not take the request (status {status}){detail}."
    return Failed(LlmReason.BAD_REQUEST, text, status=status)


def _quoted(message: str) -> str:
    text = " ".join(message.split())[:200].rstrip(".")
    return f": “{text}”" if text else ""


def _below(error: BaseException) -> str:
    """The name of what went wrong at the bottom, such as ``ConnectError: …refused``."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(f"{type(error).__name__}: {error}".split())[:120].rstrip(": .")


def _at(error: BaseException) -> str:
    """Kind and place of an error nobody foresaw; its text may repeat what was sent."""
    frame = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    where = f" in {Path(frame.filename).name}:{frame.lineno}" if frame else ""
    return f"{type(error).__name__}{where}"


def _seconds_to_wait(headers: Mapping[str, str]) -> float:
    """``Retry-After`` in seconds or as a date, and OpenAI's ``retry-after-ms``."""
    try:
        return max(0.0, float(headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    said = headers.get("retry-after", "")
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _advice(reason: LlmReason, settings: LlmSettings) -> str:
    if reason is LlmReason.UNAUTHORISED:
        name = variable_of(settings)
        return (
            f"Check the key in {name}."
            if name
            else "If it needs a key, name its variable with 'api_key_env'."
        )
    return _ADVICE.get(reason, "")


_ADVICE = {
    LlmReason.NOT_FOUND: "Check 'model', 'api' and 'base_url' under 'llm' in endpoints.yml.",
    LlmReason.BAD_REQUEST: "Check 'api' and what is set under 'llm' in endpoints.yml.",
    LlmReason.RATE_LIMITED: "Ask less often, or have the limit raised.",
    LlmReason.QUOTA: "Look at the billing page of the account.",
    LlmReason.MALFORMED: "Check that 'base_url' and 'api' under 'llm' in endpoints.yml belong to this server.",
    LlmReason.TOO_LONG: "Shorten the prompt, or raise 'max_output_tokens'.",
    LlmReason.TIMEOUT: "Raise 'deadline' under 'llm' in endpoints.yml if it is often slow.",
    LlmReason.UNREACHABLE: "Is it running, and is 'base_url' under 'llm' in endpoints.yml right?",
}
