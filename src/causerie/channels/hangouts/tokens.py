"""Whether an event comes from Google Chat: by a token that Google signs for the project."""

from __future__ import annotations

import re
from typing import Any

import jwt
from cryptography.x509 import load_pem_x509_certificate

from causerie.channels.delivery.cached_login import ask_once
from causerie.channels.delivery.call import Call
from causerie.channels.hangouts.settings import HangoutsSettings
from causerie.channels.receiving.remote_keys import RemoteKeys
from causerie.errors import PlatformError

ISSUER = "chat@system.gserviceaccount.com"
CERTIFICATES = f"/service_accounts/v1/metadata/x509/{ISSUER}"
LEEWAY, HOLDS = 60, 3600.0
MAX_AGE = re.compile(r"\bmax-age=(\d{1,9})\b")


class TokenCheck:
    """Google's certificates are fetched when the first event comes."""

    def __init__(self, settings: HangoutsSettings, keys: RemoteKeys | None = None) -> None:
        self.settings = settings
        self.keys = keys or RemoteKeys(lambda: fetch_certificates(settings.base_url))

    async def is_right(self, header: str | None) -> bool:
        """Raises PlatformError while Google's certificates can't be had."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.find(key_id) if isinstance(key_id, str) else None
            if key is None:
                return False
            jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.settings.project,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "aud", "iss"]},
            )
        except jwt.PyJWTError:
            return False
        return True


async def fetch_certificates(base_url: str) -> tuple[dict[str, Any], float]:
    """Public keys by their id, and how long Google lets them be kept. Raises PlatformError."""
    reply = await ask_once("Google", Call(base_url + CERTIFICATES, method="GET"))
    keys = {}
    for key_id, certificate in (reply.body if isinstance(reply.body, dict) else {}).items():
        try:
            keys[key_id] = load_pem_x509_certificate(str(certificate).encode()).public_key()
        except ValueError as error:
            raise PlatformError(f"A certificate of Google's can't be read: {error}.") from error
    if not keys:
        raise PlatformError("Google gives no certificates.")
    found = MAX_AGE.search(reply.headers.get("cache-control") or "")
    return keys, float(found[1]) if found else HOLDS
