"""Responses: what is sent, what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from causerie.errors import LlmReason
from causerie.llm.answered import check_finish, finished
from causerie.llm.completion import Completion, Usage
from causerie.llm.failures import Failed, malformed, of_error_object
from causerie.llm.request import Request
from causerie.llm.settings import LlmSettings
from causerie.llm.wire import Json, listing, mapping, whole_number

ENDS = ("response.completed", "response.incomplete", "response.failed")


def opening(client: Any) -> Any:
    """What sends a request, of an SDK client."""
    return client.responses.with_streaming_response.create


def body(settings: LlmSettings, request: Request, stream: bool) -> Json:
    sent: Json = {
        "model": settings.model,
        "input": [{"role": message.role, "content": message.text} for message in request.messages],
        "max_output_tokens": request.max_output_tokens or settings.max_output_tokens,
        "store": False,  # else OpenAI keeps every answer for 30 days
    }
    if settings.temperature is not None:
        sent["temperature"] = settings.temperature
    if request.schema is not None:
        form = {"type": "json_schema", "name": "answer", "schema": dict(request.schema), "strict": True}
        sent["text"] = {"format": form}
    if stream:
        sent["stream"] = True
    return sent


def read(answer: Json, request: Request) -> Completion:
    """A whole answer; raises Failed when there is nothing in it to say."""
    if answer.get("error"):
        raise of_error_object(answer["error"])
    usage = _usage(answer.get("usage"))
    text, refused = _said(listing(answer.get("output"), "'output'"))
    if refused:
        raise Failed(LlmReason.REFUSED, "The model declined to answer.", usage=usage)
    reason = _finish_reason(answer)
    check_finish(reason, usage)
    return finished(text, usage, str(answer.get("model") or ""), reason, request)


def is_last(event: Json) -> bool:
    """The event that carries the whole response; servers may keep the stream open behind it."""
    return event.get("type") in ENDS


@dataclass(slots=True)
class ResponseStream:
    """Waits for the event that carries the whole response, and hands out words on the way."""

    text: list[str] = field(default_factory=list)
    final: Json | None = None

    def take(self, data: Json) -> str:
        """The piece of text that an event brings, which may be empty."""
        kind = data.get("type")
        if kind == "error" or (kind is None and data.get("error")):
            raise of_error_object(data.get("error") or {**data, "type": None})
        if is_last(data):
            self.final = mapping(data.get("response"), "'response'")
        if kind != "response.output_text.delta":
            return ""
        delta = data.get("delta")
        if not isinstance(delta, str):
            raise malformed("'delta' is no text.")
        self.text.append(delta)
        return delta

    def end(self, request: Request) -> Completion:
        """The whole answer; raises Failed when it did not come to its end."""
        if self.final is None:
            check_finish("", None)
        return read(self.final or {}, request)


def _finish_reason(answer: Json) -> str:
    """In the words of Chat Completions."""
    status, details = answer.get("status"), answer.get("incomplete_details")
    if status == "incomplete":
        reason = details.get("reason") if isinstance(details, dict) else None
        return "content_filter" if reason == "content_filter" else "length"
    if status == "failed":
        raise Failed(LlmReason.SERVER, "An error on its side.", again=True)
    return "stop" if status in ("completed", None) else ""


def _said(output: list[Any]) -> tuple[str, bool]:
    """All text of the answer's messages, and whether one of them declines."""
    text, refused = [], False
    for item in output:
        if mapping(item, "An item of 'output'").get("type") != "message":
            continue  # reasoning
        for part in listing(item.get("content"), "'content'"):
            kind = mapping(part, "A part of 'content'").get("type")
            refused = refused or kind == "refusal"
            if kind == "output_text":
                text.append(str(part.get("text") or ""))
    return "".join(text), refused


def _usage(value: Any) -> Usage | None:
    if not isinstance(value, dict):
        return None
    details = value.get("input_tokens_details")
    cached = whole_number(details.get("cached_tokens")) if isinstance(details, dict) else 0
    given = whole_number(value.get("input_tokens"))
    return Usage(given, min(cached, given), whole_number(value.get("output_tokens")))
