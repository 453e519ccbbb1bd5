"""The key of a model, from the environment only; and texts without it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from causerie.errors import LlmError, LlmReason
from causerie.llm.settings import LlmSettings

_LOOKS_SECRET = re.compile(r"\b(sk|pk|rk)-[\w*-]{4,}|Bearer\s+[\w.~+/=-]+", re.IGNORECASE)


def key_for(settings: LlmSettings, environment: Mapping[str, str]) -> str | None:
    """The key to send, None for servers that need none; raises LlmError ``no_key``.

    OpenAI's key goes to OpenAI and Azure's to Azure; another server gets only what 'api_key_env' names.
    """
    name = variable_of(settings)
    if name is None:
        return None
    key = environment.get(name, "").strip()
    if not key:
        raise LlmError(
            LlmReason.NO_KEY,
            f"The model '{settings.model}' at {settings.address} needs a key, and the environment variable "
            f"{name} is not set. Set it, or name another with 'api_key_env' under 'llm' in endpoints.yml; "
            "a model on your own machine needs none: name it with 'base_url'.",
        )
    if any(letter.isspace() or not letter.isprintable() or ord(letter) > 126 for letter in key):
        raise LlmError(
            LlmReason.NO_KEY,
            f"The environment variable {name} holds spaces or letters that no key has; copy the key again.",
        )
    return key


def variable_of(settings: LlmSettings) -> str | None:
    if settings.api_key_env:
        return settings.api_key_env
    if settings.azure:
        return "AZURE_OPENAI_API_KEY"
    return "OPENAI_API_KEY" if settings.at_openai else None


def without_secrets(text: str, *secrets: str | None) -> str:
    """The text with these secrets, and all that looks like a key, taken out."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    return _LOOKS_SECRET.sub("…", text)
