"""Locks in a real Redis: who dies, hangs or is cut off holds nobody up for long, and nothing breaks."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis as client
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from causerie.errors import StoreError
from causerie.files.endpoints import EndpointConfig
from causerie.stores.locks.redis import RedisLockStore
from causerie.stores.locks.redis_settings import RedisSettings
from tests.server.processes import REDIS, Redis, free_port

pytestmark = [
    pytest.mark.xdist_group("redis-locks"),
    pytest.mark.skipif(REDIS is None, reason="there is no redis-server on PATH"),
]
SOON = 10  # a bound for what comes at once
HOLDER = """
import asyncio, logging, sys
from causerie.stores.locks.redis import RedisLockStore
from causerie.stores.locks.redis_settings import RedisSettings

logging.basicConfig(stream=sys.stdout, format="%(message)s")

async def main():
    store = RedisLockStore(RedisSettings(port=int(sys.argv[1])), float(sys.argv[2]))
    async with store.lock("ann"):
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
    await store.close()
    print("over", flush=True)

asyncio.run(main())
"""


class Shared:
    """A Redis and processes that share it."""

    def __init__(self, folder: Path) -> None:
        self.server = Redis(folder)
        self.asked = client.Redis(port=self.server.port, db=1)
        self.stores: list[RedisLockStore] = []
        self.processes: list[subprocess.Popen[str]] = []

    def store(self, lifetime: float = 60, **settings: Any) -> RedisLockStore:
        self.stores.append(RedisLockStore(RedisSettings(port=self.server.port, **settings), lifetime))
        return self.stores[-1]

    def holder(self, lifetime: float) -> subprocess.Popen[str]:
        """Another process that asks for the lock of Ann's conversation, and lets go of it after a line."""
        command = [sys.executable, "-c", HOLDER, str(self.server.port), str(lifetime)]
        self.processes.append(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        return self.processes[-1]

    def line(self) -> int:
        """How many tickets there are, of all conversations."""
        keys: Any = self.asked.keys()
        return sum(int(self.asked.hlen(key)) for key in keys)  # type: ignore[arg-type]

    def commands(self) -> int:
        """How many scripts were run."""
        stats: Any = self.asked.info("commandstats")
        return sum(stats.get(f"cmdstat_{name}", {}).get("calls", 0) for name in ("evalsha", "eval"))

    async def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                with suppress(OSError):
                    pipe.close()
        for store in self.stores:
            await store.close()
        self.asked.close()
        self.server.stop()


@pytest.fixture
async def shared(tmp_path: Path) -> AsyncIterator[Shared]:
    shared = Shared(tmp_path)
    yield shared
    await shared.close()


async def until(what: Callable[[], Any]) -> None:
    async with asyncio.timeout(SOON):
        while not what():  # noqa: ASYNC110 - what is asked for happens in Redis
            await asyncio.sleep(0.01)


async def hold(store: RedisLockStore, until: asyncio.Event | None = None, sender: str = "ann") -> None:
    async with store.lock(sender):
        if until is not None:
            await until.wait()


async def line_of(
    shared: Shared, store: RedisLockStore, go: asyncio.Event | None = None
) -> asyncio.Task[None]:
    """Somebody who stands in line, or has the lock."""
    before = shared.line()
    task = asyncio.create_task(hold(store, go))
    await until(lambda: shared.line() > before or task.done())
    return task


# --- what it costs


async def test_a_turn_that_nobody_contends_costs_two_commands(shared: Shared) -> None:
    store = shared.store()
    await hold(store)
    await until(lambda: not shared.line())
    before = shared.commands()
    for _ in range(10):
        await hold(store)
    await until(lambda: not shared.line())
    assert shared.commands() - before == 20
    assert shared.asked.pubsub_channels() == [], "nobody waited, so nobody listens"
    assert shared.asked.keys() == [], "nothing is left"


async def test_who_waits_is_called_and_does_not_ask_again_and_again(shared: Shared) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(), go)
    waiting = await line_of(shared, shared.store())
    await until(shared.asked.pubsub_channels)
    await asyncio.sleep(0.1)
    before = shared.commands()
    await asyncio.sleep(0.5)
    assert shared.commands() == before
    go.set()
    async with asyncio.timeout(SOON):  # by itself it would look after 20 seconds
        await asyncio.gather(holding, waiting)


async def test_those_who_wait_take_turns_in_the_order_of_their_coming(shared: Shared) -> None:
    order: list[int] = []

    async def turn(number: int, store: RedisLockStore) -> None:
        async with store.lock("ann"):
            order.append(number)

    go = asyncio.Event()
    tasks = [await line_of(shared, shared.store(), go)]
    for number in range(5):
        tasks.append(asyncio.create_task(turn(number, shared.store())))
        await until(lambda number=number: shared.line() == number + 2)
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(*tasks)
    assert order == [0, 1, 2, 3, 4]


# --- processes that die or stand still


async def test_the_lock_of_a_process_that_died_becomes_free(shared: Shared) -> None:
    dying = shared.holder(0.5)
    assert dying.stdout is not None
    assert await asyncio.to_thread(dying.stdout.readline) == "held\n"
    waiting = await line_of(shared, shared.store(0.5))
    await asyncio.wait([waiting], timeout=1.2)
    assert not waiting.done(), "it lives, so its lease is renewed"
    dying.kill()
    async with asyncio.timeout(SOON):
        await waiting


async def test_who_dies_while_waiting_holds_nobody_up(shared: Shared) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(0.5), go)
    dying = shared.holder(0.5)
    await until(lambda: shared.line() == 2)
    waiting = await line_of(shared, shared.store(0.5))
    dying.kill()
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(holding, waiting)


async def test_what_a_dead_process_left_goes_by_itself(shared: Shared) -> None:
    dying = shared.holder(0.3)
    assert dying.stdout is not None
    await asyncio.to_thread(dying.stdout.readline)
    dying.kill()
    await until(lambda: not shared.asked.keys())


async def test_a_long_turn_keeps_its_lock(shared: Shared, caplog: pytest.LogCaptureFixture) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(0.3), go)
    waiting = await line_of(shared, shared.store(0.3))
    await asyncio.wait([waiting], timeout=1.5)
    assert not waiting.done()
    assert shared.line() == 2, "who waits keeps the place as well"
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(holding, waiting)
    assert not caplog.records


async def test_who_stood_still_for_too_long_is_told_that_the_lock_was_lost(shared: Shared) -> None:
    frozen = shared.holder(0.5)
    assert frozen.stdin is not None
    assert frozen.stdout is not None
    await asyncio.to_thread(frozen.stdout.readline)
    os.kill(frozen.pid, signal.SIGSTOP)
    go = asyncio.Event()
    holding = asyncio.create_task(hold(shared.store(0.5), go))
    await asyncio.wait([holding], timeout=1.5)
    assert shared.line() == 1, "its ticket has run out"
    os.kill(frozen.pid, signal.SIGCONT)
    assert "lock of a conversation was lost" in await asyncio.to_thread(frozen.stdout.readline)
    await until(lambda: shared.line() == 1)
    frozen.stdin.write("\n")
    frozen.stdin.flush()
    assert await asyncio.to_thread(frozen.stdout.read) == "over\n", "told once, and the turn was finished"
    assert shared.line() == 1, "it took back nobody else's ticket"
    go.set()
    await holding


# --- who leaves


async def test_who_is_cancelled_while_waiting_leaves_the_line(shared: Shared) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(), go)
    leaving = await line_of(shared, shared.store())
    staying = await line_of(shared, shared.store())
    leaving.cancel()
    await until(lambda: shared.line() == 2)
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(holding, staying)
    assert leaving.cancelled()


async def test_who_is_cancelled_while_asking_leaves_nothing(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent can't be called back: it must not arrive after what takes the ticket back."""
    store, cable = shared.store(), asyncio.Event()
    enter = store._tickets.enter
    sent: list[asyncio.Task[float]] = []

    async def arrive(line: str, ticket: str) -> float:
        await cable.wait()
        return await enter(line, ticket)

    async def slow(line: str, ticket: str) -> float:
        sent.append(asyncio.create_task(arrive(line, ticket)))
        return await asyncio.shield(sent[-1])

    monkeypatch.setattr(store._tickets, "enter", slow)
    leaving = asyncio.create_task(hold(store))
    await until(lambda: sent)
    leaving.cancel()
    await asyncio.wait([leaving])
    await asyncio.sleep(0.1)
    cable.set()
    await asyncio.wait(sent)
    await until(lambda: not store._returns)
    assert not shared.line()


async def test_who_is_cancelled_in_a_turn_gives_the_lock_back(shared: Shared) -> None:
    turn = await line_of(shared, shared.store(), asyncio.Event())
    turn.cancel()
    async with asyncio.timeout(SOON):
        await hold(shared.store())


# --- Redis goes away


async def test_a_redis_that_is_not_there(shared: Shared) -> None:
    shared.server.stop()
    store = shared.store()
    where = rf"redis://localhost:{shared.server.port}/1 can't be used: .*Is Redis running"
    with pytest.raises(StoreError, match=where):
        await store.start()
    with pytest.raises(StoreError, match=where):
        await hold(store)
    shared.server.start()
    await store.start()
    await hold(store)


async def test_a_redis_that_was_started_anew_between_turns_is_no_matter(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    store = shared.store()
    await asyncio.gather(*(hold(store, sender=str(number)) for number in range(5)))
    await until(lambda: not shared.line())
    shared.server.stop()
    shared.server.start()
    await asyncio.gather(*(hold(store, sender=str(number)) for number in range(5)))
    assert not caplog.records


async def test_a_turn_goes_on_without_redis_and_says_so_once(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    store, go = shared.store(0.3), asyncio.Event()
    turns = [asyncio.create_task(hold(store, go, sender)) for sender in ("ann", "ben")]
    await until(lambda: shared.line() == 2)
    shared.server.stop()
    await until(lambda: "locks can't be kept" in caplog.text)
    await asyncio.sleep(0.3)
    go.set()
    await asyncio.gather(*turns)
    assert caplog.text.count("locks can't be kept") == 1
    shared.server.start()
    await hold(store)
    assert caplog.text.count("is back") == 1
    assert "ann" not in caplog.text


async def test_a_redis_that_forgot_everything_gives_the_lock_to_who_had_it(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(0.3), go)
    shared.server.stop()
    shared.server.start()
    await until(lambda: shared.line() == 1)
    waiting = await line_of(shared, shared.store(0.3))
    await asyncio.wait([waiting], timeout=0.5)
    assert not waiting.done()
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(holding, waiting)
    assert "was lost" not in caplog.text


async def test_what_a_turn_raises_is_not_hidden_by_a_redis_that_went_away(shared: Shared) -> None:
    store = shared.store()
    with pytest.raises(ZeroDivisionError):
        async with store.lock("ann"):
            shared.server.stop()
            raise ZeroDivisionError


async def test_who_waits_is_told_when_redis_goes_away(shared: Shared) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(), go)
    waiting = await line_of(shared, shared.store())
    await until(shared.asked.pubsub_channels)
    shared.server.stop()
    async with asyncio.timeout(SOON):
        with pytest.raises(StoreError, match="can't be used"):
            await waiting
    go.set()
    await holding


async def test_a_redis_that_hangs_is_waited_for_as_long_as_the_timeout_says(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    store, go = shared.store(1, socket_timeout=0.3), asyncio.Event()
    holding = await line_of(shared, store, go)
    shared.server.process.send_signal(signal.SIGSTOP)
    try:
        async with asyncio.timeout(SOON):
            with pytest.raises(StoreError, match=r"(?i)timeout"):
                await hold(store, sender="ben")
            go.set()
            await holding
        await until(lambda: "locks can't be kept" in caplog.text)
    finally:
        shared.server.process.send_signal(signal.SIGCONT)
    async with asyncio.timeout(SOON):  # what was sent while it hung counts no longer than the lifetime
        await hold(store)
        await hold(store, sender="ben")


async def test_a_call_that_got_lost_is_only_late(shared: Shared) -> None:
    go = asyncio.Event()
    holding = await line_of(shared, shared.store(0.9), go)
    waiting = await line_of(shared, shared.store(0.9))
    await until(shared.asked.pubsub_channels)
    kinds: Any = shared.asked.client_list(_type="pubsub")
    for one in kinds:
        shared.asked.client_kill(one["addr"])
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(holding, waiting)


async def test_a_store_can_be_closed_while_it_connects_anew(shared: Shared) -> None:
    for steps in range(30):
        store = RedisLockStore(RedisSettings(port=shared.server.port), 60)
        await store._bell.listen()
        shared.asked.client_kill_filter(_type="pubsub")
        for _ in range(steps):
            await asyncio.sleep(0)
        async with asyncio.timeout(SOON):
            await store.close()


async def test_keys_that_hold_something_else_are_told(shared: Shared) -> None:
    store = shared.store()
    shared.asked.set(store._ticket("ann").line, "text")
    with pytest.raises(StoreError, match=r"(?i)wrong kind|WRONGTYPE"):
        await hold(store)


# --- who may come in


async def test_passwords(tmp_path: Path) -> None:
    server = Redis(tmp_path, "--requirepass", "right")
    right = RedisLockStore(RedisSettings(port=server.port, password="right"), 60)
    wrong = [
        RedisLockStore(RedisSettings(port=server.port, password="wr0ng"), 60),
        RedisLockStore(RedisSettings(port=server.port, password="right", username="nobody"), 60),
        RedisLockStore(RedisSettings(port=server.port), 60),
    ]
    try:
        await right.start()
        for store in wrong:
            with pytest.raises(StoreError, match=r"(?i)password|auth") as raised:
                await store.start()
            assert "wr0ng" not in str(raised.value)
    finally:
        for store in (right, *wrong):
            await store.close()
        server.stop()


async def test_an_account_needs_no_other_rights(shared: Shared) -> None:
    rights: Any = ["+evalsha", "+script|load", "+time", "+hgetall", "+hset", "+hdel", "+pexpire"]
    rights += ["+publish", "+subscribe", "+unsubscribe", "+ping", "+select", "+client"]
    shared.asked.execute_command("ACL", "SETUSER", "bot", "on", ">pw", "~lock:*", "&lock:calls:*", *rights)
    one, two = (shared.store(username="bot", password="pw") for _ in range(2))
    await one.start()
    go = asyncio.Event()
    holding, waiting = await line_of(shared, one, go), await line_of(shared, two)
    go.set()
    async with asyncio.timeout(SOON):
        await asyncio.gather(holding, waiting)
    shared.asked.execute_command("ACL", "SETUSER", "bot", "-evalsha")
    with pytest.raises(StoreError, match=r"(?i)permission"):
        await one.start()


async def test_conversations_are_neither_in_keys_nor_in_the_log(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "causerie")
    go = asyncio.Event()
    turn = asyncio.create_task(hold(shared.store(key_prefix="hotel:lock:"), go, "ann-at-home"))
    await until(shared.line)
    (key,) = shared.asked.keys()  # type: ignore[misc]
    assert key.startswith(b"hotel:lock:")
    assert b"ann" not in key
    go.set()
    await turn
    assert "ann" not in caplog.text


async def test_bots_with_other_prefixes_do_not_wait_for_each_other(shared: Shared) -> None:
    async with shared.store(key_prefix="one:lock:").lock("ann"), asyncio.timeout(SOON):
        await hold(shared.store(key_prefix="two:lock:"))


# --- TLS


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``own.pem`` and ``own.key`` are of ``localhost``, and their own authority."""
    folder = tmp_path_factory.mktemp("certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "own.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "own.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder


@pytest.fixture
def tls_port(certificates: Path, tmp_path: Path) -> Iterator[int]:
    """Of a Redis that asks its clients for a certificate, too."""
    port = free_port()
    options = ["--tls-port", str(port), "--tls-cert-file", str(certificates / "own.pem")]
    options += ["--tls-key-file", str(certificates / "own.key")]
    options += ["--tls-ca-cert-file", str(certificates / "own.pem")]
    server = Redis(tmp_path, *options)
    yield port
    server.stop()


async def test_certificates_are_shown_and_checked(tls_port: int, certificates: Path) -> None:
    own = {"ssl_certfile": "own.pem", "ssl_keyfile": "own.key", "ssl_ca_certs": "own.pem"}
    tried: list[tuple[dict[str, Any], str]] = [
        ({"use_ssl": True, **own}, ""),
        ({"url": f"rediss://localhost:{tls_port}/1", **own}, ""),
        ({"url": "127.0.0.1", "use_ssl": True, "ssl_check_hostname": False, **own}, ""),
        ({"url": "127.0.0.1", "use_ssl": True, **own}, "certificate"),
        ({"use_ssl": True, **own, "ssl_ca_certs": None}, "certificate"),
        ({"use_ssl": True, "ssl_ca_certs": "own.pem"}, "can't be used"),
        ({**own}, "can't be used"),
    ]
    for options, problem in tried:
        url = options.pop("url", "localhost")
        port = {} if "://" in url else {"port": tls_port}
        endpoint = EndpointConfig("redis", url, {**options, **port})
        store = RedisLockStore.from_endpoint(endpoint, certificates)
        with pytest.raises(StoreError, match=problem) if problem else nullcontext():
            await store.start()
        await store.close()
