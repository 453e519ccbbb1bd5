"""A server that has models: ``models`` in endpoints.yml, or ``model_server`` of ``PUT /model``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from causerie.assembly import access
from causerie.errors import EndpointError
from causerie.files.endpoints import EndpointConfig
from causerie.training.archive import MAX_BYTES

if TYPE_CHECKING:
    import httpx2

PAUSE = 100.0
PATIENCE = 60.0
NOTHING_NEW = (204, 304, 404)


@dataclass(frozen=True, slots=True)
class Fetched:
    path: Path
    etag: str | None


@dataclass(slots=True)
class ModelServer:
    """``pause`` is how many seconds pass between two looks; None: one look only."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    pause: float | None = PAUSE
    etag: str | None = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> ModelServer:
        headers, params, auth = access(endpoint)
        pause = endpoint.get("wait_time_between_pulls", PAUSE)
        return cls(endpoint.url or "", headers, params, auth, float(pause) if pause else None)

    @classmethod
    def from_json(cls, raw: Any) -> ModelServer:
        """Raises ValueError for what does not describe one."""
        if not isinstance(raw, dict) or not isinstance(raw.get("url"), str):
            raise ValueError("it must be an object with 'url'")
        options = {str(key): value for key, value in raw.items() if key not in ("url", "type")}
        return cls.of(EndpointConfig(url=raw["url"], options=options))

    async def fetch(self, folder: Path) -> Fetched | None:
        """The server's model as a file in the folder; None when it has none, or none that is new."""
        import httpx2

        headers = {**self.headers, **({"If-None-Match": self.etag} if self.etag else {})}
        try:
            async with (
                httpx2.AsyncClient(auth=self.auth, timeout=PATIENCE, follow_redirects=True) as client,
                client.stream("GET", self.url, headers=headers, params=self.params) as answer,
            ):
                if answer.status_code in NOTHING_NEW:
                    return None
                if answer.status_code != 200:
                    raise EndpointError(f"it answered with status {answer.status_code}.", answer.status_code)
                name = PurePosixPath(answer.headers.get("filename") or "").name or "model.tar.gz"
                path = folder / name
                await _save(answer, path)
                return Fetched(path, answer.headers.get("etag"))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise EndpointError(f"it can't be reached: {error or type(error).__name__}.") from error


async def _save(answer: httpx2.Response, path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        async for piece in answer.aiter_bytes():
            size += len(piece)
            if size > MAX_BYTES:
                raise EndpointError("what it sent is larger than a model may be.")
            file.write(piece)
