"""The bodies and events of /v1/chat/completions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from causerie.contracts.gpt.faults import Fault
from causerie.contracts.gpt.recorded import Recorded
from causerie.contracts.gpt.text import count, tokens

Json = dict[str, Any]


def whole(asked: Recorded, text: str, fault: Fault | None = None) -> Json:
    """A ``chat.completion``; ``fault`` may be one that an answer itself can have."""
    message: Json = {"role": "assistant", "content": text, "refusal": None}
    if fault is Fault.NULL_CONTENT:
        message["content"] = None
    if fault is Fault.REFUSAL:
        message |= {"content": None, "refusal": text}
    choice = {"index": 0, "message": message, "finish_reason": finish(fault), "logprobs": None}
    choices: Any = [] if fault is Fault.EMPTY_CHOICES else [choice]
    if fault is Fault.WRONG_TYPES:
        choices = {"first": 7}
    return {**_head(asked, "chat.completion"), "choices": choices, "usage": usage(asked, text)}


def events(asked: Recorded, text: str, fault: Fault | None = None) -> Iterator[tuple[str, Json]]:
    """Name (always empty here) and data of each event; ``[DONE]`` follows them."""
    if fault in (Fault.EMPTY_CHOICES, Fault.WRONG_TYPES):
        choices: Any = [] if fault is Fault.EMPTY_CHOICES else {"first": 7}
        yield "", {**_head(asked, "chat.completion.chunk"), "choices": choices}
        return
    yield "", _chunk(asked, {"role": "assistant", "content": "", "refusal": None})
    key = "refusal" if fault is Fault.REFUSAL else "content"
    if fault is not Fault.NULL_CONTENT:
        for token in tokens(text):
            yield "", _chunk(asked, {key: token})
    yield "", _chunk(asked, {}, finish(fault))
    if (asked.body.get("stream_options") or {}).get("include_usage"):
        yield "", {**_head(asked, "chat.completion.chunk"), "choices": [], "usage": usage(asked, text)}


def finish(fault: Fault | None) -> str:
    return {Fault.LENGTH: "length", Fault.FILTERED: "content_filter"}.get(fault, "stop") if fault else "stop"


def usage(asked: Recorded, text: str) -> Json:
    given, made = count(asked.messages), len(tokens(text))
    return {
        "prompt_tokens": given,
        "completion_tokens": made,
        "total_tokens": given + made,
        "prompt_tokens_details": {"cached_tokens": given // 2, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }


def _chunk(asked: Recorded, delta: Json, reason: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return {**_head(asked, "chat.completion.chunk"), "choices": [choice]}


def _head(asked: Recorded, kind: str) -> Json:
    return {"id": "chatcmpl-local", "object": kind, "created": 1_790_000_000, "model": asked.body["model"]}
