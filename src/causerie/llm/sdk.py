"""OpenAI's SDK: the one place that imports it, and the client made of the settings."""

from __future__ import annotations

import importlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2

from causerie.errors import LlmError, LlmReason
from causerie.llm.settings import LlmSettings

NO_KEY = "none"


def load() -> Any:
    """The module ``openai`` (0.6 s the first time); raises LlmError ``not_installed``."""
    try:
        openai = importlib.import_module("openai")
    except ModuleNotFoundError as error:
        raise LlmError(
            LlmReason.NOT_INSTALLED,
            "'llm' in endpoints.yml needs the package openai: pip install '/path/to/causerie[llm]'.",
        ) from error
    _log_no_queries()
    return openai


def open_client(
    settings: LlmSettings, key: str | None, wrap: Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]]
) -> Any:
    """An ``AsyncOpenAI`` or ``AsyncAzureOpenAI`` that never tries twice and has no timeout of its own.

    ``wrap`` sees the bytes of every answer; errors it raises come out of the call.
    """
    openai = load()
    common = {
        "api_key": key or NO_KEY,
        "max_retries": 0,
        "timeout": None,
        "default_headers": dict(settings.headers),
        "default_query": dict(settings.query),
        "http_client": _http_client(openai, key, wrap),
    }
    if settings.azure:
        client = openai.AsyncAzureOpenAI(
            azure_endpoint=settings.base_url, api_version=settings.api_version, **common
        )
    else:
        client = openai.AsyncOpenAI(base_url=settings.base_url, **common)
    # else the SDK would take these from the environment, and tell them to servers of others
    client.organization, client.project = settings.organization, settings.project
    return client


def _http_client(
    openai: Any, key: str | None, wrap: Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]]
) -> httpx2.AsyncClient:
    """The SDK's own kind of client: with the system's proxies, without redirects (they would take keys along)."""

    async def without_a_key(request: httpx2.Request) -> None:
        if key is None and request.headers.get("authorization") == f"Bearer {NO_KEY}":
            del request.headers["authorization"]
        if key is None and request.headers.get("api-key") == NO_KEY:
            del request.headers["api-key"]

    async def watched(response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Watched(response.stream, wrap)

    found: httpx2.AsyncClient = openai.DefaultAsyncHttpxClient(
        follow_redirects=False, timeout=None, event_hooks={"request": [without_a_key], "response": [watched]}
    )
    return found


class _Watched(httpx2.AsyncByteStream):
    """A body whose bytes pass through ``wrap``."""

    def __init__(
        self, inner: httpx2.AsyncByteStream, wrap: Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]]
    ) -> None:
        self._inner = inner
        self._wrap = wrap

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._wrap(self._inner.__aiter__())

    async def aclose(self) -> None:
        await self._inner.aclose()


def _log_no_queries() -> None:
    """httpx2 logs the address of every request; the SDK itself logs no contents."""
    log = logging.getLogger("httpx2")
    if _without_queries not in log.filters:
        log.addFilter(_without_queries)


def _without_queries(record: logging.LogRecord) -> bool:
    """An address in a log line loses its query, which may hold a key."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            item.copy_with(query=None) if isinstance(item, httpx2.URL) and item.query else item
            for item in record.args
        )
    return True
