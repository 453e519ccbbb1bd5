"""Is an answer whole, and what it was asked to be?"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from causerie.errors import LlmReason
from causerie.llm.completion import Completion, Usage
from causerie.llm.failures import Failed
from causerie.llm.request import Request


def check_finish(reason: str, usage: Usage | None) -> None:
    """Raises Failed when the model did not stop by itself; reasons as Chat Completions names them."""
    if reason == "length":
        text = "The answer would be longer than 'max_output_tokens' allows."
        raise Failed(LlmReason.TOO_LONG, text, usage=usage)
    if reason == "content_filter":
        raise Failed(LlmReason.FILTERED, "The provider's filter stopped the answer.", usage=usage)
    if not reason:
        raise Failed(LlmReason.CUT_OFF, "The answer ended before its end.", again=True, usage=usage)


def finished(text: str, usage: Usage | None, model: str, reason: str, request: Request) -> Completion:
    """The completion; raises Failed when it is empty, or not what ``request.schema`` says."""
    if not text.strip():
        raise Failed(LlmReason.MALFORMED, "The answer holds no text.", usage=usage)
    value = None if request.schema is None else _structured(text, request.schema, usage)
    return Completion(text, usage, model, reason, value=value)


def _structured(text: str, schema: Any, usage: Usage | None) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        detail = "The answer should be JSON and is none."
        raise Failed(LlmReason.MALFORMED, detail, usage=usage) from None
    checker = import_module("jsonschema").Draft202012Validator(schema)  # only who asks for JSON pays for it
    wrong = next(checker.iter_errors(value), None)
    if wrong is not None:  # where and which rule; what stands there is the conversation's
        detail = f"The answer breaks the rule '{wrong.validator}' of its schema at {wrong.json_path}."
        raise Failed(LlmReason.MALFORMED, detail, usage=usage)
    return value
