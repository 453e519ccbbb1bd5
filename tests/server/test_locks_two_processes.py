"""Two processes with one database and locks in one Redis: a conversation's turns are taken one at a time."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.server.processes import REDIS, Redis, Server, until
from tests.server.test_killed import FILES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("locks-two-processes"),
    pytest.mark.skipif(REDIS is None, reason="there is no redis-server on PATH"),
]
MESSAGES = 30


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose bot counts by a slot: it reads the number, waits, and says the next one."""
    folder = tmp_path_factory.mktemp("counting")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(dedent(content))
    command = [sys.executable, "-m", "causerie", "train", "--fixed-model-name", "counting"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


class Pair:
    def __init__(self, folder: Path, redis: Redis) -> None:
        self.redis = redis
        locks = {"type": "redis", "url": "127.0.0.1", "port": redis.port, "socket_timeout": 5}
        self.servers = [
            Server(folder / "models" / "counting.tar.gz", folder, name, endpoints={"lock_store": locks})
            for name in ("one", "two")
        ]

    def say(self, number: int, sender: str = "ann") -> list[str]:
        body = {"sender": sender, "message": "/count", "message_id": f"{sender}-{number}"}
        answer = self.servers[number % 2].post("/webhooks/rest/webhook", body)
        return [message["text"] for message in answer]


@pytest.fixture(scope="module")
def pair(counting: Path) -> Iterator[Pair]:
    redis = Redis(counting)
    pair = Pair(counting, redis)
    try:
        for server in pair.servers:
            server.wait()
        yield pair
    finally:
        ends = [server.stop() for server in pair.servers]
        redis.stop()
    assert ends == [0, 0]
    for server in pair.servers:
        assert "Traceback" not in server.told(), server.told()[-3000:]
        assert "was destroyed but it is pending" not in server.told(), server.told()[-3000:]


def turns(events: list[dict[str, Any]]) -> list[list[str]]:
    """What stands in the tracker after each message."""
    begins = [index for index, event in enumerate(events) if event["event"] == "user"]
    return [
        [event.get("name") or event["event"] for event in events[begin:end]]
        for begin, end in zip(begins, [*begins[1:], len(events)], strict=True)
    ]


def test_turns_of_one_conversation_never_overlap(pair: Pair) -> None:
    with ThreadPoolExecutor(MESSAGES) as pool:
        said = list(pool.map(pair.say, range(MESSAGES)))
    assert sorted(said, key=lambda texts: int(texts[0])) == [[str(n + 1)] for n in range(MESSAGES)]
    for server in pair.servers:
        events = server.events("ann")
        ids = [event["message_id"] for event in events if event["event"] == "user"]
        assert sorted(ids) == sorted(f"ann-{number}" for number in range(MESSAGES))
        found = turns(events)
        assert found == [found[0]] * MESSAGES
        assert found[0].count("action_count") == found[0].count("bot") == 1
        assert found[0][-1] == "action_listen"


def test_without_redis_nothing_of_a_turn_is_done(pair: Pair) -> None:
    assert [pair.say(number, "ben") for number in (0, 1)] == [["1"], ["2"]]
    pair.redis.stop()
    try:
        for number in (2, 3):
            with pytest.raises(urllib.error.HTTPError) as refused:
                pair.say(number, "ben")
            with refused.value as answer:
                told = json.loads(answer.read())
            assert (answer.code, told["reason"]) == (503, "StoreUnavailable")
            assert f"The lock store redis://127.0.0.1:{pair.redis.port}/1 can't be used" in told["message"]
    finally:
        pair.redis.start()
    assert [pair.say(number, "ben") for number in (2, 3)] == [["3"], ["4"]], "and sent again it is"
    assert len(turns(pair.servers[0].events("ben"))) == 4


def test_without_redis_the_server_does_not_start(counting: Path, tmp_path: Path) -> None:
    gone = Redis(tmp_path)
    gone.stop()
    locks = {"type": "redis", "url": gone.url}
    server = Server(
        counting / "models" / "counting.tar.gz", tmp_path, "three", endpoints={"lock_store": locks}
    )
    try:
        assert until(lambda: server.process.poll() is not None)
        assert server.process.returncode == 1
    finally:
        server.stop()
    (told,) = server.told().splitlines()
    assert told.startswith(f"error: The lock store {gone.url} can't be used: ")
    assert told.endswith("Is Redis running, and is 'lock_store' in endpoints.yml right?")
