"""OpenAI's own SDK, used plainly, finds in the local GPT what it finds at OpenAI."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import httpx2
import openai
import pytest
from openai import AsyncOpenAI

from causerie.contracts.gpt import Fault, LocalGpt

HELLO = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Say hello."}]


@pytest.fixture
async def sdk(gpt: LocalGpt) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=gpt.base_url, api_key="sk-test", max_retries=0) as client:
        yield client


async def test_a_chat_completion_is_read_by_the_sdk(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.answer_with(lambda messages: f"You said: {messages[-1]['content']}")
    answer = await sdk.chat.completions.create(model="m", messages=HELLO)
    assert answer.choices[0].message.content == "You said: Say hello."
    assert answer.choices[0].finish_reason == "stop"
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (6, 4)


async def test_a_chat_stream_comes_word_by_word_with_its_usage(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.answer_with(["One two\u2028 three."])
    stream = await sdk.chat.completions.create(
        model="m", messages=HELLO, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    words = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert [word for word in words if word] == ["One", " two", "\u2028 three."]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage.completion_tokens == 3


async def test_half_a_pair_of_surrogates_is_streamed_as_json_can(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.answer_with(["One \ud83d two é."])
    stream = await sdk.chat.completions.create(model="m", messages=HELLO, stream=True)
    words = [chunk.choices[0].delta.content async for chunk in stream if chunk.choices]
    assert "".join(word or "" for word in words) == "One \ud83d two é."


async def test_a_response_is_read_by_the_sdk(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.answer_with(lambda messages: " and ".join(message["content"] for message in messages))
    answer = await sdk.responses.create(model="m", instructions="Be short.", input="Say hello.")
    assert answer.output_text == "Be short. and Say hello."
    assert answer.status == "completed"
    assert answer.usage.output_tokens == 5


async def test_a_stream_of_a_response_has_openais_events(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.answer_with(["One two."])
    async with sdk.responses.stream(model="m", input="Say it.") as stream:
        kinds = [event.type async for event in stream]
        final = await stream.get_final_response()
    assert final.output_text == "One two."
    assert kinds == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]


async def test_texts_that_share_words_have_vectors_near_each_other(sdk: AsyncOpenAI) -> None:
    texts = ["when is breakfast", "breakfast is when", "may I bring a dog"]
    found = await sdk.embeddings.create(model="e", input=texts, dimensions=64)
    first, second, third = (item.embedding for item in found.data)
    assert len(first) == 64
    assert _dot(first, second) == pytest.approx(1.0, abs=1e-5)
    assert _dot(first, third) < 0.6
    plain = await sdk.embeddings.create(model="e", input=texts[0], dimensions=64, encoding_format="float")
    assert plain.data[0].embedding == pytest.approx(first, abs=1e-6)


def _dot(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


async def test_moderation_flags_what_the_test_says(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.flagged = lambda text: "idiot" in text
    found = await sdk.moderations.create(input=["you idiot", "good morning"])
    assert [result.flagged for result in found.results] == [True, False]


async def test_every_request_is_recorded(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    await sdk.chat.completions.create(model="m", messages=HELLO, temperature=0.5)
    asked = gpt.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == "Bearer sk-test"
    assert asked.body["temperature"] == 0.5
    assert asked.messages == HELLO


async def test_a_fault_in_the_list_of_answers_fails_its_request(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.answer_with(["first", Fault.OVERLOADED, "third"])
    said = []
    for _ in range(3):
        try:
            answer = await sdk.chat.completions.create(model="m", messages=HELLO)
            said.append(answer.choices[0].message.content)
        except openai.InternalServerError as error:
            said.append(error.status_code)
    assert said == ["first", 503, "third"]


async def test_a_wrong_key_is_told_as_openai_tells_it(gpt: LocalGpt, sdk: AsyncOpenAI) -> None:
    gpt.key = "sk-right"
    with pytest.raises(openai.AuthenticationError, match="Incorrect API key provided: sk-test"):
        await sdk.chat.completions.create(model="m", messages=HELLO)


@pytest.mark.parametrize("fault", [Fault.CUT_STREAM, Fault.RESET_STREAM, Fault.CUT_BODY, Fault.GARBAGE])
async def test_streams_break_after_some_words(gpt: LocalGpt, sdk: AsyncOpenAI, fault: Fault) -> None:
    gpt.fault = fault
    heard = []
    stream = await sdk.chat.completions.create(model="m", messages=HELLO, stream=True)
    with contextlib.suppress(openai.OpenAIError, ValueError):
        async for chunk in stream:
            heard.append(chunk)
    assert 0 < len(heard) <= 5
    assert all(chunk.choices[0].finish_reason is None for chunk in heard)


async def test_an_unknown_path_is_404(gpt: LocalGpt) -> None:
    async with httpx2.AsyncClient() as client:
        answer = await client.get(f"{gpt.base_url}/nothing")
    assert answer.status_code == 404


def test_it_ends_with_its_connections(gpt: LocalGpt) -> None:
    with httpx2.Client() as client:
        client.post(f"{gpt.base_url}/embeddings", json={"model": "e", "input": "x"})
        assert gpt.open_connections == 1
        gpt.refuse_connections()
        assert gpt.open_connections == 0
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(gpt.base_url)
        gpt.listen_again()
        assert httpx2.get(gpt.base_url).status_code == 404
