"""What is asked, what is answered, and over which address."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing

import pytest

from causerie.contracts.gpt import LocalGpt
from causerie.errors import LlmError, LlmReason
from causerie.llm.client import LlmClient
from causerie.llm.completion import Completion, Usage
from causerie.llm.read_settings import settings_from
from causerie.llm.request import Message, Request

from .asking import KEY, QUESTION, ask, client_of, heard, until_asked, until_no_connection_is_open

both_apis = pytest.mark.parametrize("api", ["chat", "responses"])
both_ways = pytest.mark.parametrize("how", ["complete", "stream"])


@both_ways
@both_apis
async def test_an_answer_comes_with_its_usage(gpt: LocalGpt, api: str, how: str) -> None:
    gpt.answer_with(["From seven to ten."])
    client = client_of(gpt, api=api)
    completion = await ask(client, how)
    assert completion.text == "From seven to ten."
    assert completion.usage == Usage(input=7, cached=3, output=4)
    assert (completion.model, completion.finish_reason) == ("m", "stop")
    assert completion.seconds > 0
    await client.close()


@both_apis
async def test_a_stream_hands_out_words_as_they_come(gpt: LocalGpt, api: str) -> None:
    text = "From seven\u2028 to\x85 ten,\r\nor “später” 🥐."
    gpt.answer_with([text])
    client = client_of(gpt, api=api)
    pieces, completion = await heard(client)
    assert completion.text == text
    assert pieces[0] == "From"
    assert len(pieces) == 7
    await client.close()


async def test_what_was_asked_stands_in_the_request(gpt: LocalGpt) -> None:
    client = client_of(gpt, api="chat", temperature=0.3, max_output_tokens=50)
    await client.complete(QUESTION)
    await client.complete(Request(QUESTION.messages, max_output_tokens=7))
    first, second = (asked.body for asked in gpt.asked)
    assert first == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": "When is breakfast?"},
        ],
        "max_tokens": 50,
        "temperature": 0.3,
    }
    assert second["max_tokens"] == 7
    await client.close()


async def test_openai_is_asked_to_store_nothing(gpt: LocalGpt) -> None:
    client = client_of(gpt, api="responses")
    await client.complete(QUESTION)
    assert gpt.asked[0].path == "/v1/responses"
    assert gpt.asked[0].body["store"] is False
    await client.close()


@both_ways
@both_apis
async def test_a_structured_answer_is_checked_and_read(gpt: LocalGpt, api: str, how: str) -> None:
    schema = {"type": "object", "properties": {"hour": {"type": "integer"}}, "required": ["hour"]}
    request = Request(QUESTION.messages, schema=schema)
    gpt.answer_with(['{"hour": 7}', '{"hour": "seven secrets"}', "At seven."])
    client = client_of(gpt, api=api)
    assert (await ask(client, how, request)).value == {"hour": 7}
    sent = json.dumps(gpt.asked[0].body)
    assert '"json_schema"' in sent
    assert '"hour"' in sent
    for expected in ("breaks the rule 'type' of its schema at \\$.hour", "should be JSON"):
        with pytest.raises(LlmError, match=expected) as caught:
            await ask(client, how, request)
        assert caught.value.reason is LlmReason.MALFORMED
        assert caught.value.usage is not None
        assert "secrets" not in str(caught.value)
    await client.close()


async def test_azure_is_asked_by_deployment_with_its_own_header(gpt: LocalGpt) -> None:
    settings = settings_from({"model": "my-gpt", "base_url": gpt.root_url, "api_version": "2024-10-21"})
    client = LlmClient(settings, {"AZURE_OPENAI_API_KEY": KEY})
    assert (await client.complete(QUESTION)).text
    asked = gpt.asked[0]
    assert asked.path == "/openai/deployments/my-gpt/chat/completions"
    assert asked.query == {"api-version": "2024-10-21"}
    assert asked.headers["api-key"] == KEY
    assert "authorization" not in asked.headers
    await client.close()


async def test_a_model_at_home_needs_no_key_and_gets_none(
    gpt: LocalGpt, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "belongs-to-openai")
    client = LlmClient(settings_from({"model": "llama3.2", "base_url": gpt.base_url}))
    assert (await client.complete(QUESTION)).text
    asked = gpt.asked[0]
    assert asked.path == "/v1/chat/completions"
    assert "authorization" not in asked.headers
    assert "belongs-to-openai" not in json.dumps(asked.headers)
    await client.close()


async def test_own_headers_query_and_organization_are_sent(gpt: LocalGpt) -> None:
    client = client_of(
        gpt, headers={"x-team": "hotel"}, query={"tier": "2"}, organization="org-1", project="p-1"
    )
    await client.complete(QUESTION)
    asked = gpt.asked[0]
    assert asked.headers["x-team"] == "hotel"
    assert asked.query == {"tier": "2"}
    assert (asked.headers["openai-organization"], asked.headers["openai-project"]) == ("org-1", "p-1")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    await client.close()


@both_apis
async def test_a_caller_that_gives_up_closes_the_connection(gpt: LocalGpt, api: str) -> None:
    gpt.delay = 60
    client = client_of(gpt, api=api)
    asking = asyncio.create_task(client.complete(QUESTION))
    await until_asked(gpt)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await until_no_connection_is_open(gpt)
    assert gpt.asked[0].hung_up
    assert client.breaker.state.failures == 0
    await client.close()


@both_apis
async def test_who_stops_listening_closes_the_connection(gpt: LocalGpt, api: str) -> None:
    gpt.answer_with(["word " * 1000])
    gpt.token_delay = 0.01
    client = client_of(gpt, api=api)
    async with aclosing(client.stream(QUESTION)) as stream:
        assert await anext(stream) == "word"
    await until_no_connection_is_open(gpt)
    assert gpt.asked[0].hung_up
    await client.close()


@both_apis
async def test_a_listener_that_is_cancelled_closes_the_connection(gpt: LocalGpt, api: str) -> None:
    gpt.answer_with(["word " * 1000])
    gpt.token_delay = 0.01
    client = client_of(gpt, api=api)
    heard_some = asyncio.Event()

    async def listen() -> None:
        async for _ in client.stream(QUESTION):
            heard_some.set()

    listening = asyncio.create_task(listen())
    await heard_some.wait()
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    await until_no_connection_is_open(gpt)
    await client.close()


@both_apis
async def test_the_deadline_goes_on_while_the_caller_works_on_a_piece(gpt: LocalGpt, api: str) -> None:
    gpt.answer_with(["one two three"])
    client = client_of(gpt, api=api, deadline=0.3)
    pieces = []
    with pytest.raises(LlmError) as caught:
        async with aclosing(client.stream(QUESTION)) as stream:
            async for piece in stream:
                pieces.append(piece)
                await asyncio.sleep(0.4)
    assert pieces == ["one"]
    assert caught.value.reason is LlmReason.TIMEOUT
    await client.close()


@both_apis
async def test_a_connection_serves_many_calls(gpt: LocalGpt, api: str) -> None:
    client = client_of(gpt, api=api)
    for _ in range(3):
        await ask(client, "complete")
        await ask(client, "stream")
    assert gpt.connections_made == 1
    await client.close()


async def test_fifty_conversations_ask_at_once(gpt: LocalGpt) -> None:
    gpt.answer_with(lambda messages: f"Answer to {messages[-1]['content']}")
    client = client_of(gpt)
    requests = [Request((Message("user", f"question {number}"),)) for number in range(50)]
    found = await asyncio.gather(
        *(ask(client, "stream" if number % 2 else "complete", one) for number, one in enumerate(requests))
    )
    assert [completion.text for completion in found] == [f"Answer to question {n}" for n in range(50)]
    assert all(isinstance(completion, Completion) for completion in found)
    await client.close()
    await until_no_connection_is_open(gpt)
