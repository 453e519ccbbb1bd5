"""Twilio's signature: HMAC-SHA1 of the address and the sorted form fields, by the auth token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from sanic import Request

from causerie.channels.receiving.signatures import base64_of, same

Fields = Sequence[tuple[str, str]]
WITH_PORT = re.compile(r":\d+$")
PORTS = {"http": 80, "https": 443}


def fields_of(request: Request) -> list[tuple[str, str]]:
    """The form's fields; none for a body that is no form."""
    kind = (request.headers.get("content-type") or "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return []
    return parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True)


def is_signed(request: Request, fields: Fields, token: str, webhook_url: str = "") -> bool:
    """``webhook_url`` is the address that Twilio calls; without it those that this may be, behind proxies, are tried."""
    given = request.headers.get("x-twilio-signature")
    text = "".join(name + value for name, value in sorted(set(fields)))
    urls = [webhook_url] if webhook_url else list(_addresses(request))
    checks = [same(base64_of(token, (url + text).encode()), given) for url in urls]
    return any(checks)


def _addresses(request: Request) -> Iterator[str]:
    """With the scheme and host of the request, and those that a proxy says it was asked by.

    Twilio signs some addresses with the port and some without, so both are tried.
    """
    parts = urlsplit(request.url)
    schemes = {
        parts.scheme,
        request.headers.get("x-forwarded-proto", parts.scheme).split(",")[0].strip(),
        "https",
    }
    host = request.headers.get("host", parts.netloc)
    asked = {host, request.headers.get("x-forwarded-host", host).split(",")[0].strip()}
    for scheme in sorted(schemes):
        bare = {WITH_PORT.sub("", name) for name in asked}
        for name in sorted({*asked, *bare, *(f"{name}:{PORTS[scheme]}" for name in bare if scheme in PORTS)}):
            yield urlunsplit((scheme, name, parts.path, parts.query, ""))
