"""What the widget posts, checked."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from causerie.channels.web.files import Files
from causerie.dialogue.event_json import EventError, from_dict
from causerie.dialogue.events import Event
from causerie.errors import RequestError
from causerie.ports import IncomingMessage

Json = dict[str, Any]
ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_TEXT, LONGEST_TITLE, LONGEST_COMMENT, MOST_METADATA, MOST_FILES = 20_000, 500, 5_000, 50, 10


def message_of(body: Json, conversation: str, files: Files | None) -> IncomingMessage:
    """Raises RequestError 400 that names the field."""
    text = _text(body, "text", LONGEST_TEXT, required=True)
    metadata = {} if body.get("metadata") is None else body["metadata"]
    if not isinstance(metadata, dict) or len(metadata) > MOST_METADATA:
        raise _wrong("metadata", f"an object with at most {MOST_METADATA} keys", metadata)
    metadata = dict(metadata)
    if title := _text(body, "title", LONGEST_TITLE):
        metadata["title"] = title
    if language := _text(body, "language", 35):
        if not LANGUAGE.fullmatch(language):
            raise _wrong("language", "a language such as 'en' or 'pt-BR'", language)
        metadata["language"] = language
    if body.get("silent") is True:
        metadata["silent"] = True
    if body.get("files"):
        metadata["files"] = _files(body["files"], conversation, files)
    return IncomingMessage(text or "", conversation, "web", id_of(body), metadata)


def feedback_of(body: Json) -> Event:
    """Raises RequestError 400."""
    for key, longest in (("message", 100), ("comment", LONGEST_COMMENT)):
        _text(body, key, longest)
    if body.get("value") is None and body.get("rating") is None and not body.get("message"):
        raise RequestError(400, "BadRequest", "Feedback needs a 'value' for a message, or a 'rating'.")
    fields = {key: body.get(key) for key in ("message", "value", "rating", "comment")}
    try:
        return from_dict({"event": "feedback", **fields})
    except EventError as error:
        raise RequestError(400, "BadRequest", str(error)) from error


def id_of(body: Json) -> str:
    found = body.get("id")
    if not isinstance(found, str) or not ID.fullmatch(found):
        raise _wrong("id", "8 to 64 letters, digits, '-' or '_', different for each message", found)
    return found


def _files(ids: Any, conversation: str, files: Files | None) -> list[Json]:
    if not isinstance(ids, list) or len(ids) > MOST_FILES or not all(isinstance(item, str) for item in ids):
        raise _wrong("files", f"a list of at most {MOST_FILES} ids of files", ids)
    if files is None:
        raise _wrong("files", "left out: this assistant takes no files", ids)
    return [asdict(files.find(conversation, item)[0]) for item in ids]


def _text(body: Json, key: str, longest: int, required: bool = False) -> str | None:
    found = body.get(key)
    if found is None and not required:
        return None
    if not isinstance(found, str) or len(found) > longest:
        raise _wrong(key, f"a text of at most {longest:,} characters", found)
    return found


def _wrong(key: str, expected: str, found: Any) -> RequestError:
    shown = f"{len(found):,} characters" if isinstance(found, str) and len(found) > 80 else repr(found)[:80]
    return RequestError(
        400, "BadRequest", f"'{key}' must be {expected}; found {shown}.", {"parameter": key, "in": "body"}
    )
