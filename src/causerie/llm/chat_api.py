"""Chat Completions: what is sent, what comes back."""

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


def opening(client: Any) -> Any:
    """What sends a request, of an SDK client."""
    return client.chat.completions.with_streaming_response.create


def body(settings: LlmSettings, request: Request, stream: bool) -> Json:
    # OpenAI's newer models refuse 'max_tokens'; many other servers know nothing else.
    limit = "max_completion_tokens" if settings.at_openai or settings.azure else "max_tokens"
    sent: Json = {
        "model": settings.model,
        "messages": [{"role": message.role, "content": message.text} for message in request.messages],
        limit: request.max_output_tokens or settings.max_output_tokens,
    }
    if settings.temperature is not None:
        sent["temperature"] = settings.temperature
    if request.schema is not None:
        form = {"name": "answer", "schema": dict(request.schema), "strict": True}
        sent["response_format"] = {"type": "json_schema", "json_schema": form}
    if stream:
        sent |= {"stream": True, "stream_options": {"include_usage": True}}
    return sent


def read(answer: Json, request: Request) -> Completion:
    """A whole answer; raises Failed when there is nothing in it to say."""
    stream = ChatStream()
    stream.take(answer, part="message")
    return stream.end(request)


def is_last(event: Json) -> bool:
    """No event is: ``[DONE]`` follows the last."""
    return False


@dataclass(slots=True)
class ChatStream:
    """Gathers what the chunks bring."""

    text: list[str] = field(default_factory=list)
    refusal: bool = False
    without_choices: bool = False
    finish_reason: str = ""
    model: str = ""
    usage: Usage | None = None

    def take(self, data: Json, part: str = "delta") -> str:
        """The piece of text that a chunk brings, which may be empty."""
        if data.get("error"):
            raise of_error_object(data["error"])
        self.model = str(data.get("model") or self.model)
        self.usage = _usage(data.get("usage")) or self.usage
        choices = listing(data.get("choices"), "'choices'")
        if not choices:
            self.without_choices = True  # as the last chunk is, which brings the usage
            return ""
        choice = mapping(choices[0], "A choice")
        self.finish_reason = str(choice.get("finish_reason") or self.finish_reason)
        said = mapping(choice.get(part), f"'{part}'")
        self.refusal = self.refusal or bool(said.get("refusal"))
        content = said.get("content")
        if content is not None and not isinstance(content, str):
            raise malformed("'content' is no text.")
        self.text.append(content or "")
        return content or ""

    def end(self, request: Request) -> Completion:
        """The whole answer; raises Failed when it did not come to its end."""
        if self.refusal:
            raise Failed(LlmReason.REFUSED, "The model declined to answer.", usage=self.usage)
        if self.without_choices and not (self.finish_reason or self.text):
            raise malformed("The answer has no choices.")
        check_finish(self.finish_reason, self.usage)
        return finished("".join(self.text), self.usage, self.model, self.finish_reason, request)


def _usage(value: Any) -> Usage | None:
    if not isinstance(value, dict):
        return None
    details = value.get("prompt_tokens_details")
    cached = whole_number(details.get("cached_tokens")) if isinstance(details, dict) else 0
    given = whole_number(value.get("prompt_tokens"))
    return Usage(given, min(cached, given), whole_number(value.get("completion_tokens")))
