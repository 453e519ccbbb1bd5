"""The bot's own token, by client credentials."""

from __future__ import annotations

from causerie.channels.botframework.settings import LOGIN, BotFrameworkSettings
from causerie.channels.delivery.cached_login import CachedLogin, ask_once
from causerie.channels.delivery.call import Call
from causerie.channels.receiving.reading import a_text, at
from causerie.errors import PlatformError

SCOPE = "https://api.botframework.com/.default"
#: Seconds by which a token is renewed before its end, and how long one holds that says nothing of it.
MARGIN, HOLDS = 60.0, 3600.0


def make_login(settings: BotFrameworkSettings) -> CachedLogin:
    return CachedLogin(lambda: request_token(settings))


async def request_token(settings: BotFrameworkSettings) -> tuple[dict[str, str], float]:
    """Raises PlatformError."""
    form = {
        "client_id": settings.app_id,
        "client_secret": settings.app_password,
        "grant_type": "client_credentials",
        "scope": SCOPE,
    }
    url = settings.url(LOGIN, f"/{settings.tenant}/oauth2/v2.0/token")
    reply = await ask_once("Microsoft's login", Call(url, form=form))
    token, seconds = a_text(reply.body, "access_token"), at(reply.body, "expires_in")
    if token is None:
        raise PlatformError("Microsoft's login answered without a token.", is_final=True)
    holds = float(seconds) if isinstance(seconds, int | float) else HOLDS
    return {"Authorization": f"Bearer {token}"}, max(holds - MARGIN, 0.0)
