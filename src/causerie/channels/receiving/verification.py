"""How Meta verifies a webhook: it asks with a word, and wants its challenge back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from sanic import HTTPResponse, Request
from sanic import text as text_response

from causerie.channels.describing import TEXT, WORDS, Query, described
from causerie.channels.receiving.signatures import same
from causerie.errors import RequestError

QUESTIONS = tuple(Query(f"hub.{name}", WORDS) for name in ("mode", "verify_token", "challenge"))


def verification(word: str) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
    """The handler of GET; ``word`` is the one in credentials.yml."""

    @described("The webhook's verification.", {200: {TEXT: WORDS}}, QUESTIONS, fails=(400, 403))
    async def verify(request: Request) -> HTTPResponse:
        if not same(word, request.args.get("hub.verify_token")):
            return text_response("failure, invalid token", status=403)
        challenge = request.args.get("hub.challenge")
        if challenge is None:
            raise RequestError(
                400, "BadRequest", "'hub.challenge' is missing.", {"parameter": "hub.challenge"}
            )
        return text_response(challenge)

    return verify
