"""The bot's login at Rocket.Chat."""

from __future__ import annotations

from causerie.channels.delivery.cached_login import CachedLogin, ask_once
from causerie.channels.delivery.call import Call
from causerie.channels.receiving.reading import a_text
from causerie.channels.rocketchat.settings import RocketChatSettings
from causerie.errors import PlatformError

#: Logins hold for ninety days unless the server says otherwise; a refusal renews them in any case.
HOLDS = 24 * 3600.0


def make_login(settings: RocketChatSettings) -> CachedLogin:
    return CachedLogin(lambda: _ask(settings))


async def _ask(settings: RocketChatSettings) -> tuple[dict[str, str], float]:
    """Raises PlatformError."""
    body = {"username": settings.user, "password": settings.password}
    reply = await ask_once("Rocket.Chat", Call(f"{settings.base_url}/api/v1/login", json=body))
    token, user = a_text(reply.body, "data", "authToken"), a_text(reply.body, "data", "userId")
    if token is None or user is None:
        raise PlatformError("Rocket.Chat answered the login without a token.", is_final=True)
    return {"X-Auth-Token": token, "X-User-Id": user}, HOLDS
