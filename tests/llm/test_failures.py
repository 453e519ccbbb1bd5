"""Servers say what is wrong in many ways."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.errors import LlmReason
from causerie.llm.failures import explained, of_error_object
from causerie.llm.read_settings import settings_from

R = LlmReason


@pytest.mark.parametrize(
    ("error", "status", "reason", "again"),
    [
        ("model 'llama9' not found", 404, R.NOT_FOUND, False),  # Ollama says it without an object
        ({"message": "no such model", "type": "NotFoundError", "code": 404}, 404, R.NOT_FOUND, False),  # vLLM
        ("<html>Bad gateway</html>", 502, R.SERVER, True),
        (None, 503, R.SERVER, True),
        (None, 429, R.RATE_LIMITED, True),
        ({"code": "insufficient_quota"}, 429, R.QUOTA, False),
        ({"type": "insufficient_quota"}, 0, R.QUOTA, False),
        ({"code": "content_filter"}, 400, R.FILTERED, False),
        ({"code": "rate_limit_exceeded"}, 0, R.RATE_LIMITED, True),
        ({"code": "server_error", "message": "x"}, 0, R.SERVER, True),
        ([1, 2], 422, R.BAD_REQUEST, False),
        ({"message": {"deep": 1}, "code": ["x"]}, 400, R.BAD_REQUEST, False),
    ],
)
def test_every_error_object_has_its_reason(error: Any, status: int, reason: LlmReason, again: bool) -> None:
    failed = of_error_object(error, status)
    assert (failed.reason, failed.again) == (reason, again)


def test_what_the_server_says_is_passed_on_in_short() -> None:
    failed = of_error_object({"message": "Unsupported\n parameter:  'temperature'. " + "x" * 500}, 400)
    assert "“Unsupported parameter: 'temperature'. xxx" in failed.detail
    assert len(failed.detail) < 300


def test_a_server_that_repeats_a_secret_is_not_quoted_with_it() -> None:
    settings = settings_from(
        {"model": "m", "headers": {"x-token": "token-8f2c1"}, "query": {"k": "query-5a7b9"}}
    )
    failed = of_error_object({"message": "Bad: my-own-key, token-8f2c1, query-5a7b9, Bearer abc.def"}, 400)
    told = str(explained(failed, settings, "my-own-key"))
    assert "“Bad: …, …, …, …”" in told


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Sat, 01 Jan 2000 00:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, 0.0),
        ({"retry-after": "-3"}, 0.0),
        ({}, 0.0),
    ],
)
def test_how_long_to_wait_is_read_from_the_headers(headers: dict[str, str], seconds: float) -> None:
    assert of_error_object(None, 429, headers).retry_after == seconds


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({}, "Check the key in OPENAI_API_KEY."),
        ({"api_key_env": "MINE"}, "Check the key in MINE."),
        ({"base_url": "http://localhost:8000/v1"}, "name its variable with 'api_key_env'"),
    ],
)
def test_who_is_not_let_in_is_told_which_key(values: dict[str, str], advice: str) -> None:
    error = explained(of_error_object(None, 401), settings_from({"model": "m", **values}), None)
    assert advice in str(error)
    assert error.status == 401
