"""What a GPT is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """``schema``: a JSON Schema of an object that the answer has to be. ``purpose`` is for logs and figures."""

    messages: tuple[Message, ...]
    schema: Mapping[str, Any] | None = None
    max_output_tokens: int | None = None
    purpose: str = "answer"


def fingerprint(request: Request, *more: str) -> str:
    """The same for requests that ask the same, whatever their purpose, spacing and capitals."""
    asked = [(message.role, _normal(message.text)) for message in request.messages]
    text = json.dumps([asked, request.schema, request.max_output_tokens, more], sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def _normal(text: str) -> str:
    return " ".join(text.split()).casefold()
