"""What open turns came to is counted, and served as Prometheus reads it."""

from __future__ import annotations

import re
import socket

import httpx2

from causerie.channels.rest import RestInput
from causerie.contracts.gpt import Fault
from causerie.server.app import Options, create_app
from causerie.server.served import Served

from .test_answers import BREAKFAST, GOOD


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, (name, text)
    return float(found[1])


async def test_open_turns_are_counted_by_kind_and_the_breaker_is_seen(inn, gpt):
    gpt.answer_with(lambda messages: GOOD)
    house = await inn(llm="  breaker: {failures: 1, pause: 60}\n  price: {input: 1, output: 2}\n")
    app = create_app(Served(house.assistant), [RestInput()], Options(enable_api=True))
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    await server.startup()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx2.AsyncClient(base_url=address) as http:
        await house.say(BREAKFAST)
        await house.say("is breakfast served before the election")
        first = (await http.get("/metrics")).text
        gpt.fault = Fault.SERVER_ERROR
        await house.say(f"{BREAKFAST} please")
        answer = await http.get("/metrics")
    server.close()
    await server.wait_closed()
    assert answer.headers["content-type"].startswith("text/plain")
    assert value(first, 'causerie_open_turns_total{kind="generated",why=""}') == 1
    assert value(first, 'causerie_open_turns_total{kind="refused",why="topic"}') == 1
    assert value(first, 'causerie_gpt_tokens_total{kind="output"}') > 0
    assert value(first, "causerie_gpt_cost_total") > 0
    assert value(first, "causerie_gpt_available") == 1
    assert value(answer.text, 'causerie_open_turns_total{kind="retrieved",why="server"}') == 1
    assert value(answer.text, "causerie_gpt_available") == 0
    assert value(answer.text, "causerie_knowledge_passages") > 2


async def test_before_a_model_is_loaded_the_figures_say_so():
    app = create_app(Served(), [RestInput()], Options(enable_api=True))
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    await server.startup()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx2.AsyncClient(base_url=address) as http:
        answer = await http.get("/metrics")
    server.close()
    await server.wait_closed()
    assert answer.status_code == 200
    assert value(answer.text, "causerie_model_loaded") == 0
    assert "causerie_model_info" not in answer.text
