"""A section of endpoints.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2

from causerie.compat.rasa.shared.exceptions import FileNotFoundException
from causerie.errors import EndpointError
from causerie.files.endpoints import EndpointConfig as Section
from causerie.files.endpoints import read_endpoints

KNOWN = ("params", "headers", "basic_auth", "token", "token_name", "cafile")


class EndpointConfig:
    """``kwargs`` holds the keys that mean something only to the class that is named by ``type``."""

    def __init__(
        self,
        url: str | None = None,
        params: dict[str, Any] | None = None,
        headers: dict[str, Any] | None = None,
        basic_auth: dict[str, str] | None = None,
        token: str | None = None,
        token_name: str = "token",
        cafile: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.url = url
        self.params = params or {}
        self.headers = headers or {}
        self.basic_auth = basic_auth or {}
        self.token = token
        self.token_name = token_name
        self.cafile = cafile
        self.type = kwargs.pop("store_type", kwargs.pop("type", None))
        self.kwargs = kwargs

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> EndpointConfig:
        return cls(**data)

    @classmethod
    def of(cls, section: Section) -> EndpointConfig:
        """The same section, as Rasa's classes expect it."""
        return cls(url=section.url, type=section.type, **section.options)

    def combine_parameters(self, kwargs: dict[str, Any] | None = None) -> dict[str, Any]:
        token = {self.token_name: self.token} if self.token else {}
        return {**self.params, **token, **((kwargs or {}).pop("params", None) or {})}

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        **kwargs: Any,
    ) -> Any:
        """The JSON that the endpoint answers; raises EndpointError for a status of 400 and more."""
        url = concat_url(self.url or "", subpath)
        headers = {**self.headers, **kwargs.pop("headers", {})}
        basic = (self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None
        async with httpx2.AsyncClient(headers=headers, auth=basic, timeout=300) as client:
            answer = await client.request(method, url, params=self.combine_parameters(kwargs), **kwargs)
        if answer.status_code >= 400:
            raise EndpointError(f"{url} answered {answer.status_code}.", answer.status_code)
        return answer.json() if answer.content else None


def concat_url(base: str, subpath: str | None) -> str:
    return f"{base.rstrip('/')}/{subpath.lstrip('/')}" if subpath else base


def read_endpoint_config(filename: str | Path, endpoint_type: str) -> EndpointConfig | None:
    """One section of a file; None where there is no such section."""
    if not Path(filename).exists():
        raise FileNotFoundException(f"There is no file '{filename}'.")
    section = read_endpoints(filename).raw.get(endpoint_type)
    return EndpointConfig.from_dict(dict(section)) if section else None
