"""What clients send: a token when they connect, a session, messages."""

from __future__ import annotations

import json
import logging
import uuid
import warnings
from typing import Any

import jwt

from causerie.channels.receiving.reading import a_text, at
from causerie.channels.receiving.signatures import digest
from causerie.channels.socketio.settings import SocketIOSettings
from causerie.ports import IncomingMessage

log = logging.getLogger(__name__)
LONGEST_ID = 255


def is_let_in(auth: Any, settings: SocketIOSettings) -> bool:
    """Without ``jwt_key`` everybody; with it those whose ``auth.token`` is signed by it."""
    if settings.jwt_key is None:
        return True
    token = (a_text(auth, "token") or "").removeprefix("Bearer ").strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
            jwt.decode(token, settings.jwt_key, [settings.jwt_method], options={"verify_aud": False})
    except jwt.PyJWTError as error:
        log.info("A client was refused: its token was not accepted (%s).", error)
        return False
    return True


def requested_session(data: Any) -> str:
    """The session a client asks for, or a new one."""
    found = a_text(data, "session_id")
    return found if found and len(found) <= LONGEST_ID else uuid.uuid4().hex


def message_of(data: Any, sender: str, settings: SocketIOSettings) -> IncomingMessage | None:
    """None for what is no message. A text alone is one, too."""
    if isinstance(data, str):
        data = {"message": data}
    if not isinstance(data, dict):
        log.warning("What a client sent as '%s' is no message: %r.", settings.user_event, data)
        return None
    text = data.get("message")
    if text is None:
        text = ""
    if not isinstance(text, str):
        log.warning("'message' of a client's '%s' is no text: %r.", settings.user_event, text)
        return None
    given = a_text(data, "message_id") or a_text(data, "id")
    return IncomingMessage(
        text=text,
        sender_id=sender,
        channel="socketio",
        message_id=f"{given}-{digest(text)}" if given else None,
        metadata=_metadata(at(data, settings.metadata_key)),
    )


def _metadata(raw: Any) -> dict[str, Any]:
    """An object, or an object as JSON text; anything else is left out."""
    if isinstance(raw, str) and raw:
        try:
            raw = json.loads(raw)
        except (ValueError, RecursionError):
            log.warning("The metadata of a message is no JSON: %r; it was left out.", raw[:80])
            return {}
    if raw and not isinstance(raw, dict):
        log.warning("The metadata of a message is no object: %r; it was left out.", raw)
    return raw if isinstance(raw, dict) else {}
