"""The bodies and events of /v1/responses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count as numbers
from typing import Any

from causerie.contracts.gpt.faults import Fault
from causerie.contracts.gpt.recorded import Recorded
from causerie.contracts.gpt.text import count, tokens

Json = dict[str, Any]
ITEM = "msg_local"
_AT = {"item_id": ITEM, "output_index": 0, "content_index": 0}


def whole(asked: Recorded, text: str, fault: Fault | None = None) -> Json:
    """A ``response`` that is completed, or incomplete for the reason that ``fault`` says."""
    reason = (
        {Fault.LENGTH: "max_output_tokens", Fault.FILTERED: "content_filter"}.get(fault) if fault else None
    )
    status = "incomplete" if reason else "completed"
    output: Any = [_item(status, [_part(text, fault)])]
    if fault is Fault.NULL_CONTENT:
        output = [_item(status, [])]
    if fault is Fault.EMPTY_CHOICES:
        output = []
    if fault is Fault.WRONG_TYPES:
        output = {"first": 7}
    found = _response(asked, status, output)
    return {
        **found,
        "incomplete_details": {"reason": reason} if reason else None,
        "usage": usage(asked, text),
    }


def events(asked: Recorded, text: str, fault: Fault | None = None) -> Iterator[tuple[str, Json]]:
    """Name and data of each event, in OpenAI's order."""
    number = numbers()
    for name, data in _events(asked, text, fault):
        yield name, {"type": name, "sequence_number": next(number), **data}


def _events(asked: Recorded, text: str, fault: Fault | None) -> Iterator[tuple[str, Json]]:
    begun = _response(asked, "in_progress", [])
    yield "response.created", {"response": begun}
    yield "response.in_progress", {"response": begun}
    end = whole(asked, text, fault)
    if fault not in (Fault.EMPTY_CHOICES, Fault.WRONG_TYPES):
        yield from _item_events(text, fault, end["status"])
    yield f"response.{end['status']}", {"response": end}


def _item_events(text: str, fault: Fault | None, status: str) -> Iterator[tuple[str, Json]]:
    yield "response.output_item.added", {"output_index": 0, "item": _item("in_progress", [])}
    parts = [] if fault is Fault.NULL_CONTENT else [_part(text, fault)]
    for part in parts:
        kind, key = ("refusal", "refusal") if fault is Fault.REFUSAL else ("output_text", "text")
        yield "response.content_part.added", {**_AT, "part": {**part, key: ""}}
        logprobs: Json = {} if kind == "refusal" else {"logprobs": []}
        for token in tokens(text):
            yield f"response.{kind}.delta", {**_AT, **logprobs, "delta": token}
        yield f"response.{kind}.done", {**_AT, **logprobs, key: text}
        yield "response.content_part.done", {**_AT, "part": part}
    yield "response.output_item.done", {"output_index": 0, "item": _item(status, parts)}


def usage(asked: Recorded, text: str) -> Json:
    given, made = count(asked.messages), len(tokens(text))
    return {
        "input_tokens": given,
        "input_tokens_details": {"cached_tokens": given // 2, "cache_write_tokens": 0},
        "output_tokens": made,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": given + made,
    }


def _part(text: str, fault: Fault | None) -> Json:
    if fault is Fault.REFUSAL:
        return {"type": "refusal", "refusal": text}
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _item(status: str, content: list[Json]) -> Json:
    return {"id": ITEM, "type": "message", "role": "assistant", "status": status, "content": content}


def _response(asked: Recorded, status: str, output: Any) -> Json:
    return {
        "id": "resp_local",
        "object": "response",
        "created_at": 1_790_000_000,
        "status": status,
        "model": asked.body["model"],
        "output": output,
        "error": None,
        "incomplete_details": None,
        "instructions": asked.body.get("instructions"),
        "metadata": {},
        "parallel_tool_calls": True,
        "temperature": asked.body.get("temperature", 1.0),
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": None,
    }
