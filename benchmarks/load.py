"""Messages to a server, one after the other and many at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2

MESSAGES = ("hello", "I am very sad", "no", "yes that helped", "I feel great", "are you a bot?", "bye")
TURNS_PER_CONVERSATION = 7


@dataclass(frozen=True, slots=True)
class Load:
    """Latency in ms, one client; throughput in messages per second, many clients."""

    p50_ms: float
    p95_ms: float
    per_second: float


def measure(url: str, turns: int, clients: int, messages: Sequence[str] = MESSAGES) -> Load:
    """``turns`` by one client for the latency, then as many by ``clients`` at once."""
    alone, _ = asyncio.run(_send(url, turns, 1, messages, "alone"))
    _, seconds = asyncio.run(_send(url, turns, clients, messages, "crowd"))
    alone.sort()
    return Load(
        statistics.median(alone) * 1e3,
        alone[int(len(alone) * 0.95)] * 1e3,
        (turns // clients * clients) / seconds,
    )


async def _send(
    url: str, turns: int, clients: int, messages: Sequence[str], name: str
) -> tuple[list[float], float]:
    latencies: list[float] = []
    async with httpx2.AsyncClient(timeout=120) as client:

        async def talk(number: int) -> None:
            for turn in range(turns // clients):
                sender = f"{name}-{number}-{turn // TURNS_PER_CONVERSATION}"
                started = time.perf_counter()
                answer = await client.post(
                    f"{url}/webhooks/rest/webhook",
                    json={"sender": sender, "message": messages[turn % len(messages)]},
                )
                answer.raise_for_status()
                latencies.append(time.perf_counter() - started)

        await talk_all(talk, 1 if clients == 1 else clients)
        latencies.clear()
        started = time.perf_counter()
        await talk_all(talk, clients)
        return latencies, time.perf_counter() - started


async def talk_all(talk, clients: int) -> None:  # type: ignore[no-untyped-def]
    await asyncio.gather(*(talk(number) for number in range(clients)))
