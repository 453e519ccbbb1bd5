"""Understanding on another server: ``nlu`` in endpoints.yml."""

from __future__ import annotations

from typing import Any

import httpx2

from causerie.errors import EndpointError


class HttpInterpreter:
    """Asks ``<url>/model/parse``; raises EndpointError when that fails."""

    def __init__(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> None:
        self._url = f"{url.rstrip('/')}/model/parse"
        self._client = httpx2.AsyncClient(headers=headers or {}, params=params or {}, auth=auth, timeout=30.0)

    async def parse_data(
        self, text: str, metadata: dict[str, Any] | None = None, time: float | None = None
    ) -> dict[str, Any]:
        try:
            answer = await self._client.post(self._url, json={"text": text})
            answer.raise_for_status()
            parsed = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise EndpointError(f"The NLU server {self._url} failed: {error}") from error
        if not isinstance(parsed, dict):
            raise EndpointError(f"The NLU server {self._url} answered something else than an object.")
        return parsed

    async def close(self) -> None:
        await self._client.aclose()
