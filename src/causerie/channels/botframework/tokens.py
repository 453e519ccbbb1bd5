"""Whether an activity comes from Microsoft's connector.

As Microsoft's "Authentication with the Bot Connector API" asks: key, signature, audience, issuer, times, the
channel that the key is good for, and the address where answers go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from causerie.channels.botframework.settings import OPENID, BotFrameworkSettings
from causerie.channels.delivery.cached_login import ask_once
from causerie.channels.delivery.call import Call
from causerie.channels.receiving.reading import a_list, a_text
from causerie.channels.receiving.remote_keys import RemoteKeys
from causerie.errors import PlatformError

ISSUER = "https://api.botframework.com"
CONFIGURATION = "/v1/.well-known/openidconfiguration"
#: Clocks may differ by five minutes; keys are asked for again every day.
LEEWAY, HOLDS = 300, 24 * 3600.0
NO_HEADER = "No authorization header provided."
NO_BEARER = "No Bearer token provided in Authorization header."
INVALID = "Could not validate JWT token."


@dataclass(frozen=True, slots=True)
class Key:
    """``endorsed``: the channels it may speak for; empty: all."""

    key: Any
    endorsed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """What a token with a right signature says, and the channels that its key may speak for."""

    claims: Mapping[str, Any]
    endorsed: frozenset[str]


class InvalidToken(Exception):
    """``str`` is what the sender is told."""


class TokenCheck:
    """Microsoft's keys are fetched when the first activity comes."""

    def __init__(self, settings: BotFrameworkSettings, keys: RemoteKeys | None = None) -> None:
        self.settings = settings
        self.keys = keys or RemoteKeys(lambda: fetch_keys(settings))

    async def read(self, header: str | None) -> Token:
        """Raises InvalidToken; PlatformError while Microsoft's keys can't be had."""
        token = bearer_of(header)
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.find(key_id) if isinstance(key_id, str) else None
            if key is None:
                raise InvalidToken(INVALID)
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self.settings.app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "aud", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise InvalidToken(INVALID) from error
        return Token(claims, key.endorsed)

    def check(self, token: Token, activity: Mapping[str, Any]) -> None:
        """Raises InvalidToken for an activity that this token was not made for."""
        channel = a_text(activity, "channelId")
        if token.endorsed and channel and channel not in token.endorsed:
            raise InvalidToken(INVALID)
        if "serviceUrl" in activity and not self.is_right_service(token.claims, activity["serviceUrl"]):
            raise InvalidToken(INVALID)

    def is_right_service(self, claims: Mapping[str, Any], given: Any) -> bool:
        """Whether answers go where the token says; else the bot's own token would go to an unknown place."""
        claimed = next((claims[name] for name in claims if name.lower() == "serviceurl"), None)
        if not isinstance(given, str) or not isinstance(claimed, str):
            return False
        return _plain(self.settings.real(given)) == _plain(claimed) and self.settings.is_known(given)


def bearer_of(header: str | None) -> str:
    """Raises InvalidToken."""
    if not header:
        raise InvalidToken(NO_HEADER)
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken(NO_BEARER)
    return token.strip()


async def fetch_keys(settings: BotFrameworkSettings) -> tuple[dict[str, Key], float]:
    """Raises PlatformError."""
    told = await ask_once("Microsoft", Call(settings.url(OPENID, CONFIGURATION), method="GET"))
    address = a_text(told.body, "jwks_uri")
    if address is None or not (address.startswith("https://") or settings.api):
        raise PlatformError("Microsoft does not say where its keys are.")
    found = await ask_once("Microsoft", Call(address, method="GET"))
    keys = {}
    for item in a_list(found.body, "keys"):
        key_id = a_text(item, "kid")
        if key_id is None or item.get("kty") != "RSA":
            continue
        endorsed = frozenset(name for name in a_list(item, "endorsements") if isinstance(name, str))
        try:
            keys[key_id] = Key(jwt.PyJWK(item, algorithm="RS256").key, endorsed)
        except (jwt.PyJWTError, ValueError) as error:
            raise PlatformError(f"A key of Microsoft's can't be read: {error}.") from error
    if not keys:
        raise PlatformError("Microsoft gives no keys.")
    return keys, HOLDS


def _plain(url: str) -> str:
    return url.rstrip("/").lower()
