"""Two processes with one database and one Redis: what happens in one is seen at once in the streams of the other."""

from __future__ import annotations

import signal
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import redis

from causerie.contracts.gpt import LocalGpt
from tests.open_turns.test_answers import BREAKFAST
from tests.server.inn import trained_inn
from tests.server.processes import REDIS, Heard, Redis, Server, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("web-two-processes"),
    pytest.mark.skipif(REDIS is None, reason="there is no redis-server on PATH"),
]
LONG = "Breakfast is served from 7 to 10 in the winter garden [1]. It costs 12 euros for each adult [1]."
#: An answer to what was asked before would come without the GPT.
LATER = "in which garden is breakfast served"
ON, OFF = {"on": True}, {"on": False}


@pytest.fixture(scope="module")
def inn_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained_inn(tmp_path_factory.mktemp("inn"))


class Workers:
    """What is the same for all processes of the bot; ``one`` and ``two`` are two of them."""

    def __init__(self, model: Path, folder: Path, gpt: LocalGpt, poll: float) -> None:
        self.redis = Redis(folder)
        llm = {"model": "m", "base_url": gpt.base_url, "deadline": 30}
        web = {"redis_url": self.redis.url, "poll": poll}
        self.one, self.two = (Server(model, folder, name, web, {"llm": llm}) for name in ("one", "two"))
        self.one.wait()
        self.two.wait()
        self._streams: list[Heard] = []
        until(lambda: self._count() == 2)

    def listen(self, server: Server, conversation: str) -> Heard:
        self._streams.append(Heard(server, conversation))
        return self._streams[-1]

    def close(self) -> None:
        for stream in self._streams:
            stream.leave()
        ends = [server.stop() for server in (self.one, self.two)]
        self.redis.stop()
        assert ends == [0, 0]
        for server in (self.one, self.two):
            assert "Traceback" not in server.told(), server.told()[-3000:]
            assert "was destroyed but it is pending" not in server.told(), server.told()[-3000:]

    def _count(self) -> int:
        """How many processes listen to Redis."""
        with redis.Redis.from_url(self.redis.url) as client:
            return sum(count for _, count in client.pubsub_numsub("causerie:web:0"))


@pytest.fixture(scope="module")
def gpt() -> Iterator[LocalGpt]:
    with LocalGpt(lambda messages: LONG) as running:
        yield running


@pytest.fixture(scope="module")
def both(inn_model: Path, tmp_path_factory: pytest.TempPathFactory, gpt: LocalGpt) -> Iterator[Workers]:
    """They look at the store so rarely that what is seen in time was told by Redis."""
    workers = Workers(inn_model, tmp_path_factory.mktemp("both"), gpt, poll=3600.0)
    yield workers
    workers.close()


@pytest.fixture
def name() -> str:
    return f"web-{uuid.uuid4()}"


def say(server: Server, conversation: str, text: str) -> None:
    body = {"conversation": conversation, "id": uuid.uuid4().hex, "text": text}
    assert server.post("/webhooks/web/messages", body) == {"id": body["id"]}


def test_a_stream_of_the_other_process_shows_the_turn_as_it_goes(
    both: Workers, name: str, gpt: LocalGpt
) -> None:
    gpt.token_delay = 0.02
    here, there = both.listen(both.one, name), both.listen(both.two, name)
    say(both.one, name, BREAKFAST)
    until(lambda: len(there.of("typing")) == 2)
    assert "".join(data["delta"] for data in there.of("delta")) == LONG
    assert there.texts() == [BREAKFAST, LONG]
    assert there.kinds() == here.kinds()
    assert there.of("typing") == [ON, OFF]
    assert there.kinds()[1:3] == ["typing", "delta"]
    assert there.kinds()[-1] == "typing"  # so nothing was dropped before what is stored had come
    say(both.two, name, "hello")
    until(lambda: len(here.of("typing")) == 4)
    assert here.texts() == [BREAKFAST, LONG, "hello", "Hello"]
    assert [data["text"] for data in here.of("draft")] == [LONG, "Hello"]


def test_who_comes_to_the_other_process_in_mid_turn_sees_that_somebody_types(
    both: Workers, name: str, gpt: LocalGpt
) -> None:
    gpt.token_delay = 0.2
    here = both.listen(both.one, name)
    with aside(lambda: say(both.one, name, LATER)):
        until(lambda: here.of("delta"))
        there = both.listen(both.two, name)
        until(lambda: there.of("typing") == [ON])
        until(lambda: there.of("delta"))
        gpt.token_delay = 0.0
    until(lambda: there.texts() == [LATER, LONG])


def test_others_see_nothing_of_it(both: Workers, name: str) -> None:
    stranger, there = both.listen(both.two, name + "-stranger"), both.listen(both.two, name)
    say(both.one, name, "hello")
    until(lambda: len(there.of("typing")) == 2)
    assert stranger.kinds() == ["ready"]


def test_what_comes_by_the_api_or_is_erased_is_seen_there_too(both: Workers, name: str) -> None:
    there = both.listen(both.two, name)
    path = f"/conversations/{name}/trigger_intent?output_channel=web"
    both.one.post(path, {"name": "greet"})
    until(lambda: there.texts() == ["Hello"])
    both.one.post(f"/conversations/{name}/tracker/events", {"event": "bot", "text": "By hand."})
    until(lambda: there.texts() == ["Hello", "By hand."])
    both.one.delete(f"/webhooks/web/conversations/{name}")
    until(lambda: there.of("gone"))


def test_without_redis_everything_is_answered_and_seen_a_little_later(
    inn_model: Path, tmp_path: Path, gpt: LocalGpt, name: str
) -> None:
    with closing(Workers(inn_model, tmp_path, gpt, poll=0.3)) as both:
        here, there = both.listen(both.one, name), both.listen(both.two, name)
        say(both.one, name, "hello")
        until(lambda: len(there.of("typing")) == 2)
        both.redis.stop()
        for _ in range(3):
            say(both.one, name, "goodbye")
        until(lambda: len(here.texts()) == 8)
        until(lambda: there.texts() == here.texts())
        assert there.texts() == ["hello", "Hello", *["goodbye", "Bye"] * 3]
        for server in (both.one, both.two):
            until(lambda server=server: "Redis is away" in server.told())
        both.redis.start()
        for server in (both.one, both.two):
            until(lambda server=server: "Redis is back" in server.told())
        before = len(there.of("draft"))
        say(both.one, name, "hello")
        until(lambda: len(there.of("draft")) > before)
        for server in (both.one, both.two):
            assert server.told().count("Redis is away") == server.told().count("Redis is back") == 1, (
                server.told()
            )


def test_a_redis_that_hangs_holds_nobody_up(
    inn_model: Path, tmp_path: Path, gpt: LocalGpt, name: str
) -> None:
    with closing(Workers(inn_model, tmp_path, gpt, poll=0.3)) as both:
        there = both.listen(both.two, name)
        say(both.one, name, "hello")
        until(lambda: len(there.of("typing")) == 2)
        both.redis.process.send_signal(signal.SIGSTOP)
        try:
            say(both.one, name, "goodbye")
            until(lambda: there.texts() == ["hello", "Hello", "goodbye", "Bye"])
            assert [data["text"] for data in there.of("draft")] == ["Hello"]
            until(lambda: "Redis is away" in both.one.told())
        finally:
            both.redis.process.send_signal(signal.SIGCONT)
        until(lambda: "Redis is back" in both.one.told())
        say(both.two, name, "hello")
        until(lambda: there.texts()[-1] == "Hello")


def test_what_others_write_there_is_ignored(both: Workers, name: str) -> None:
    there = both.listen(both.two, name)
    told = f'"process": "x", "conversation": "{name}"'
    odd = [
        "no JSON",
        "[]",
        '{"turns": []}',
        '{"process": "x", "turns": [1]}',
        f'{{{told}, "kind": "message", "data": {{"text": "forged"}}}}',
        f'{{{told}, "kind": "draft\\ndata: 1", "data": {{}}}}',
        f'{{{told}, "kind": "draft", "data": "text"}}',
        f'{{{told}, "kind": "draft", "data": {{"text": "\\ud800"}}}}',
        f'{{{told}, "kind": "draft", "data": {{"text": NaN}}}}',
        "[" * 100_000,
        b"\xff\xfe",
    ]
    with redis.Redis.from_url(both.redis.url) as client:
        for one in odd:
            assert client.publish("causerie:web:0", one) == 2
    say(both.one, name, "hello")
    until(lambda: len(there.of("typing")) == 2)
    assert there.texts() == ["hello", "Hello"]
    assert [data["text"] for data in there.of("draft")] == ["Hello"]
    assert both.two.told().count("is no event of the channel 'web'") == len(odd)


def test_a_redis_that_is_away_at_the_start_is_waited_for(inn_model: Path, tmp_path: Path) -> None:
    gone = Redis(tmp_path)
    gone.stop()
    server = Server(inn_model, tmp_path, web={"redis_url": gone.url})
    try:
        server.wait()
        say(server, f"web-{uuid.uuid4()}", "hello")
        until(lambda: "Redis is away" in server.told())
        gone.start()
        until(lambda: "Redis is back" in server.told())
    finally:
        assert server.stop() == 0
        gone.stop()
    assert server.told().count("Redis is away") == 1


@contextmanager
def aside(work: Callable[[], None]) -> Iterator[None]:
    """Does it in a thread of its own, and waits for it at the end."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        yield
        future.result(30)
