"""One request → its answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from causerie.contracts.gpt import chat, failing, responses
from causerie.contracts.gpt.faults import STREAM_ONLY, Fault
from causerie.contracts.gpt.http import Answering
from causerie.contracts.gpt.recorded import Recorded
from causerie.contracts.gpt.streaming import Events, is_word, stream
from causerie.contracts.gpt.text import embedding, plain, tokens

HUGE = "All work and no play. " * 500_000  # 11 MB


@dataclass(frozen=True, slots=True)
class Script:
    """What was set when the request came."""

    text: str
    fault: Fault | None
    delay: float
    token_delay: float
    retry_after: float
    key: str | None
    vector_size: int
    flagged: Callable[[str], bool]


async def answer(asked: Recorded, script: Script, to: Answering) -> None:
    if script.delay:
        await asyncio.sleep(script.delay)
    if script.key and script.key not in (_key(asked), asked.headers.get("api-key")):
        await failing.fail(Fault.UNAUTHORISED, to, 0.0, _key(asked), {})
    elif asked.path.endswith("/chat/completions"):
        await _said(asked, script, to, chat)
    elif asked.path.endswith("/responses"):
        await _said(asked, script, to, responses)
    elif asked.path.endswith("/embeddings"):
        await _embedded(asked, script, to)
    elif asked.path.endswith("/moderations"):
        await to.json(200, _moderations(asked, script.flagged))
    else:
        await to.json(404, failing.error(f"Unknown request URL: {asked.method} {asked.path}."))


async def _said(asked: Recorded, script: Script, to: Answering, api: Any) -> None:
    """An answer by ``api``: the module ``chat`` or ``responses``."""
    fault, text = script.fault, script.text
    streaming = asked.streaming and fault not in _NO_STREAM
    if fault is Fault.HUGE:
        text = HUGE
    if fault and not (streaming and fault in _IN_STREAM):
        whole = api.whole(asked, text)
        if await failing.fail(fault, to, script.retry_after, _key(asked), whole):
            return
    if streaming:
        events = api.events(asked, text, fault) if fault is not Fault.HUGE else _large_pieces(api, asked)
        await stream(to, _counted(events, asked), api is chat, script.token_delay, fault)
    else:
        await to.json(200, api.whole(asked, text, None if fault in STREAM_ONLY else fault))


def _counted(events: Events, asked: Recorded) -> Events:
    for name, data in events:
        yield name, data  # comes back when it was sent
        if is_word(name, data):
            asked.tokens_sent += 1
            asked.first_token = asked.first_token or time.monotonic()


_IN_STREAM = frozenset({Fault.SLOW_BODY, Fault.CUT_BODY, Fault.RESET_STREAM})
_NO_STREAM = frozenset({Fault.WRONG_CONTENT_TYPE})


def _large_pieces(api: Any, asked: Recorded) -> Any:
    """A huge answer as one huge event, not as two million small ones."""
    for name, data in api.events(asked, "huge"):
        if name == "response.output_text.delta":
            yield name, {**data, "delta": HUGE}
        elif data.get("choices") and data["choices"][0]["delta"].get("content"):
            yield name, {**data, "choices": [{**data["choices"][0], "delta": {"content": HUGE}}]}
        else:
            yield name, data


async def _embedded(asked: Recorded, script: Script, to: Answering) -> None:
    """Faults of an answer's words mean nothing here; those of its parts do."""
    whole = _embeddings(asked, script.vector_size)
    if script.fault is Fault.EMPTY_CHOICES:
        whole["data"] = []
    elif script.fault in (Fault.WRONG_TYPES, Fault.NULL_CONTENT):
        whole["data"][0]["embedding"] = "a text" if script.fault is Fault.WRONG_TYPES else None
    elif script.fault and await failing.fail(script.fault, to, script.retry_after, _key(asked), whole):
        return
    await to.json(200, whole)


def _embeddings(asked: Recorded, size: int) -> dict[str, Any]:
    given = asked.body["input"]
    texts = [given] if isinstance(given, str) else list(given)
    dimensions, encoding = asked.body.get("dimensions", size), asked.body.get("encoding_format", "float")
    used = sum(len(tokens(text)) for text in texts)
    return {
        "object": "list",
        "model": asked.body["model"],
        "data": [
            {"object": "embedding", "index": index, "embedding": embedding(text, dimensions, encoding)}
            for index, text in enumerate(texts)
        ],
        "usage": {"prompt_tokens": used, "total_tokens": used},
    }


def _moderations(asked: Recorded, flagged: Callable[[str], bool]) -> dict[str, Any]:
    given = asked.body["input"]
    texts = (
        [given]
        if isinstance(given, str)
        else [plain([item]) if isinstance(item, dict) else item for item in given]
    )
    results = []
    for text in texts:
        found = flagged(text)
        results.append(
            {
                "flagged": found,
                "categories": {"harassment": found, "violence": False},
                "category_scores": {"harassment": 0.99 if found else 0.01, "violence": 0.01},
                "category_applied_input_types": {"harassment": ["text"], "violence": ["text"]},
            }
        )
    return {
        "id": "modr-local",
        "model": asked.body.get("model", "omni-moderation-latest"),
        "results": results,
    }


def _key(asked: Recorded) -> str:
    return asked.headers.get("authorization", "").removeprefix("Bearer ")
