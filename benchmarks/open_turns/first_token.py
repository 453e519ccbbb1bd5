"""How soon is a GPT's first word shown, and what does a turn that needs no GPT cost more?

    python -m benchmarks.open_turns.first_token

A GPT on this machine sends a token every 20 ms; the assistant is asked over HTTP with ``?stream=true``. Then a
turn that a rule covers is taken in this process, with open turns (and no key) and without them, in turns.
Writes benchmarks/results/open_turns.json.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import tempfile
import time
from pathlib import Path

import httpx2
import numpy as np

from benchmarks.open_turns.inn import ANSWER, QUESTION, an_inn
from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.channels.rest import RestInput
from causerie.contracts.gpt import LocalGpt
from causerie.ports import IncomingMessage
from causerie.server.app import Options, create_app
from causerie.server.served import Served

RESULTS = Path(__file__).parents[1] / "results" / "open_turns.json"
RUNS = 50
TURNS = 500
WARM_UP = 20
TOKEN_DELAY = 0.02  # seconds


def main() -> None:
    os.environ.pop("OPENAI_API_KEY", None)
    found = {"first_delta_after_first_token_ms": asyncio.run(first_words())}
    found["turn_of_a_rule_ms"] = asyncio.run(turns_of_rules())
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(json.dumps(found, indent=2))


async def first_words() -> dict[str, float]:
    """From the moment when the GPT had sent its first token to the first delta, in milliseconds."""
    waited: list[float] = []
    with LocalGpt(lambda messages: ANSWER) as gpt, tempfile.TemporaryDirectory() as folder:
        gpt.token_delay = TOKEN_DELAY
        assistant = an_inn(Path(folder), gpt=gpt.base_url)
        await assistant.start()
        app = create_app(Served(assistant), [RestInput()], Options())
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        if server is None:
            raise RuntimeError("The server did not start.")
        await server.startup()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/rest/webhook?stream=true"
        async with httpx2.AsyncClient(timeout=30) as client:
            for run in range(RUNS + 1):  # the first one opens connections
                shown = await _first_delta(client, address, str(run))
                sent = gpt.asked[-1].first_token
                if sent is None:
                    raise RuntimeError("The GPT sent no token.")
                waited.append(1e3 * (shown - sent))
        await asyncio.sleep(0.05)
        server.close()
        await server.wait_closed()
        await assistant.close()
    return {**percentiles(waited[1:]), "runs": RUNS, "ms_between_tokens": 1e3 * TOKEN_DELAY}


async def _first_delta(client: httpx2.AsyncClient, address: str, sender: str) -> float:
    """When it came; the rest of the answer is read, too."""
    shown = 0.0
    async with client.stream("POST", address, json={"sender": sender, "message": QUESTION}) as answer:
        async for line in answer.aiter_lines():
            told = json.loads(line) if line else {}
            shown = shown or (time.monotonic() if "delta" in told else 0.0)
    if not shown or told.get("text", "").strip() != ANSWER:
        raise RuntimeError(f"The answer was not streamed: {told}")
    return shown


async def turns_of_rules() -> dict[str, dict[str, float]]:
    """With open turns (and no GPT) and without, one after the other, so that the machine's drift hits both."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        inns = {"with_open_turns": an_inn(Path(one)), "without": an_inn(Path(other), open_turns=False)}
        took: dict[str, list[float]] = {name: [] for name in inns}
        for inn in inns.values():
            await inn.start()
        for turn in range(WARM_UP + TURNS):
            for name, inn in inns.items():
                took[name].append(await _turn(inn, f"{turn % 50}"))
        for inn in inns.values():
            await inn.close()
    return {name: percentiles(times[WARM_UP:]) for name, times in took.items()}


async def _turn(inn: Assistant, sender: str) -> float:
    collector, began = Collector(), time.perf_counter()
    await inn.handle(IncomingMessage("hello", sender), collector)
    took = 1e3 * (time.perf_counter() - began)
    if [message.get("text") for message in collector.messages] != ["Hello"]:
        raise RuntimeError(f"No rule answered: {collector.messages}")
    return took


def percentiles(values: list[float]) -> dict[str, float]:
    return {
        "p50": round(float(np.percentile(values, 50)), 3),
        "p95": round(float(np.percentile(values, 95)), 3),
    }


if __name__ == "__main__":
    main()
