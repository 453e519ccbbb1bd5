"""Every lock store keeps the contract; ``lock_store`` in endpoints.yml names one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from causerie.contracts.lock_store import check_lock_store
from causerie.errors import CauserieError, ComponentError, ProjectError
from causerie.files.endpoints import EndpointConfig, read_endpoints
from causerie.ports import LockStore
from causerie.settings import ticket_lock_lifetime
from causerie.stores.locks.memory import MemoryLockStore
from causerie.stores.locks.redis import RedisLockStore
from causerie.stores.locks.redis_settings import RedisSettings, redis_settings
from causerie.stores.locks.registry import make_lock_store
from tests.server.processes import REDIS, Redis


def read(tmp_path: Path, section: str) -> RedisSettings:
    """The settings of a ``lock_store`` in endpoints.yml."""
    file = tmp_path / "endpoints.yml"
    file.write_text(f"lock_store:\n  type: redis\n{section}")
    endpoint = read_endpoints(file).lock_store
    assert endpoint is not None
    return redis_settings(endpoint, tmp_path)


# --- the contract


async def test_memory_keeps_the_contract() -> None:
    await check_lock_store(MemoryLockStore)


@pytest.mark.skipif(REDIS is None, reason="there is no redis-server on PATH")
async def test_redis_keeps_the_contract_over_two_clients(tmp_path: Path) -> None:
    redis = Redis(tmp_path)
    try:
        await check_lock_store(lambda: RedisLockStore(RedisSettings(port=redis.port), 60), is_shared=True)
    finally:
        redis.stop()


class NoLock(MemoryLockStore):
    """Lets everybody in."""

    @asynccontextmanager
    async def _hold(self, sender_id: str) -> AsyncIterator[None]:
        yield


class LastFirst(MemoryLockStore):
    """Who came last is served first."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[asyncio.Event] = []
        self.is_held = False

    @asynccontextmanager
    async def _hold(self, sender_id: str) -> AsyncIterator[None]:
        if sender_id == "a" and self.is_held:
            self.waiting.append(asyncio.Event())
            await self.waiting[-1].wait()
        self.is_held = True
        yield
        self.is_held = bool(self.waiting)
        if self.waiting:
            self.waiting.pop().set()


@pytest.mark.parametrize(("make", "told"), [(NoLock, "two hold"), (LastFirst, "first is served first")])
async def test_the_contract_finds_what_does_not_keep_it(make: type[LockStore], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        await check_lock_store(make)


# --- names


def test_names(tmp_path: Path) -> None:
    assert isinstance(make_lock_store(None, tmp_path), MemoryLockStore)
    assert isinstance(make_lock_store(EndpointConfig("in_memory"), tmp_path), MemoryLockStore)
    assert isinstance(make_lock_store(EndpointConfig("redis"), tmp_path), RedisLockStore)
    assert isinstance(make_lock_store(EndpointConfig("Redis"), tmp_path), RedisLockStore)
    with pytest.raises(ComponentError, match="Did you mean 'redis'"):
        make_lock_store(EndpointConfig("rediss"), tmp_path)


def test_the_package_is_named_where_it_is_missing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.modules['redis'] = None\n"
        "from causerie.files.endpoints import EndpointConfig\n"
        "from causerie.stores.locks.registry import make_lock_store\n"
        "make_lock_store(EndpointConfig('in_memory'), Path())\n"
        "make_lock_store(EndpointConfig('redis'), Path())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "needs the package redis: pip install 'causerie[redis]'." in done.stderr


# --- keys


def test_the_defaults_are_rasas(tmp_path: Path) -> None:
    settings = read(tmp_path, "")
    assert settings == RedisSettings("localhost", 6379, 1, None, None, False)
    assert (settings.key_prefix, settings.socket_timeout) == ("lock:", 10)
    assert settings.address == "redis://localhost:6379/1"


def test_all_keys_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_PORT", "6380")
    settings = read(
        tmp_path,
        "  url: redis.example.com\n  port: ${REDIS_PORT}\n  db: 3\n  username: bot\n  password: 1234\n"
        "  use_ssl: true\n  key_prefix: hotel\n  socket_timeout: 2.5\n  ssl_check_hostname: false\n",
    )
    assert settings == RedisSettings(
        "redis.example.com",
        6380,
        3,
        "bot",
        "1234",
        True,
        ssl_check_hostname=False,
        key_prefix="hotel:lock:",
        socket_timeout=2.5,
    )
    assert "1234" not in repr(settings)
    assert settings.address == "rediss://redis.example.com:6380/3"


@pytest.mark.parametrize(
    ("section", "settings"),
    [
        ("url: redis://h", RedisSettings("h")),
        ("url: redis://h:1/0", RedisSettings("h", 1, 0)),
        ("url: 'rediss://u:p%2Fw@h:1/2'", RedisSettings("h", 1, 2, "u", "p/w", True)),
        ("url: redis://:pw@h\n  db: 4\n  port: 7", RedisSettings("h", 7, 4, None, "pw")),
        ("url: 'redis://[::1]:7'", RedisSettings("::1", 7)),
        ("url: '::1'", RedisSettings("::1")),
        ("url: redis://h/2\n  db: 2\n  use_ssl: true", RedisSettings("h", 6379, 2, use_ssl=True)),
        ("url:\n  port:\n  password: ''\n  use_ssl: 'False'", RedisSettings()),
    ],
)
def test_addresses(section: str, settings: RedisSettings, tmp_path: Path) -> None:
    assert read(tmp_path, f"  {section}\n") == settings


@pytest.mark.parametrize(
    ("section", "expected", "found"),
    [
        ("url: localhost:6379", "the name of a host, or an address", "not shown"),
        ("url: http://localhost", "the name of a host, or an address", "not shown"),
        ("url: 'redis://h:port'", "the name of a host, or an address", "not shown"),
        ("url: 'redis://h/one'", "the name of a host, or an address", "not shown"),
        ("url: 'redis://h?db=1'", "the name of a host, or an address", "not shown"),
        ("url: 'redis://'", "the name of a host, or an address", "not shown"),
        ("url: a host", "the name of a host, or an address", "not shown"),
        ("url: redis://h/2\n  db: 3", "left out", "the number 3"),
        ("port: 0", "a whole number from 1 to 65535", "the number 0"),
        ("port: 70000", "a whole number from 1 to 65535", "the number 70000"),
        ("port: six", "a whole number from 1 to 65535", "the text 'six'"),
        ("port: true", "a whole number from 1 to 65535", "the truth value true"),
        ("port: 6379.5", "a whole number from 1 to 65535", "the number 6379.5"),
        ("db: -1", "a whole number from 0 up", "the number -1"),
        ("username: [a]", "text", "a list"),
        ("password: {a: very-secret}", "text", "a mapping"),
        ("use_ssl: perhaps", "true or false", "the text 'perhaps'"),
        ("ssl_check_hostname: 1", "true or false", "the number 1"),
        ("socket_timeout: 0", "a number of seconds above 0", "the number 0"),
        ("socket_timeout: soon", "a number of seconds above 0", "the text 'soon'"),
        ("socket_timeout: .inf", "a number of seconds above 0", "the number inf"),
        ("ssl_certfile: nowhere.pem", "a file that is there", "the text 'nowhere.pem'"),
    ],
)
def test_a_wrong_key_is_told_with_its_place(section: str, expected: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as raised:
        read(tmp_path, f"  {section}\n")
    (problem,) = raised.value.problems
    assert problem.place.file == str(tmp_path / "endpoints.yml")
    assert problem.place.line == 3 + section.count("\n")
    assert problem.expected.startswith(expected)
    assert found in problem.found
    assert "very-secret" not in str(problem)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as raised:
        read(tmp_path, "  url: 'redsi://:very-secret@h'\n  prot: 6380\n  db: one\n")
    told = str(raised.value)
    assert "The lock store 'redis' has no key 'prot'." in told
    assert "Did you mean 'port'?" in told
    assert "'lock_store › db' must be a whole number from 0 up." in told
    assert "'lock_store › url' must be the name of a host" in told
    assert "very-secret" not in told
    assert len(raised.value.problems) == 3


@pytest.mark.parametrize("prefix", ["a-b", "a:b", "''", "7", "[a]"])
def test_a_prefix_that_is_not_alphanumeric_is_left_out(
    prefix: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert read(tmp_path, f"  key_prefix: {prefix}\n").key_prefix == "lock:"
    assert "must be letters and digits" in caplog.text


def test_certificates_that_can_not_be_used_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(ProjectError, match="certificates of 'lock_store' can't be used"):
        read(tmp_path, "  use_ssl: true\n  ssl_ca_certs: ca.pem\n")
    with pytest.raises(ProjectError, match="certificates of 'lock_store' can't be used"):
        read(tmp_path, "  use_ssl: true\n  ssl_certfile: ca.pem\n")
    with pytest.raises(ProjectError, match="'ssl_keyfile' needs 'ssl_certfile'"):
        read(tmp_path, "  use_ssl: true\n  ssl_keyfile: ca.pem\n")
    assert read(tmp_path, "  ssl_ca_certs: ca.pem\n").ssl_ca_certs == str(tmp_path / "ca.pem")
    assert "no effect without 'use_ssl: true'" in caplog.text


@pytest.mark.parametrize(("value", "seconds"), [(None, 60), ("", 60), ("0", 60), ("7", 7), ("2.5", 2.5)])
def test_the_lifetime(value: str | None, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TICKET_LOCK_LIFETIME", raising=False)
    if value is not None:
        monkeypatch.setenv("TICKET_LOCK_LIFETIME", value)
    assert ticket_lock_lifetime() == seconds


@pytest.mark.parametrize("value", ["-1", "soon", "nan", "inf"])
def test_a_wrong_lifetime_stops_the_start(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TICKET_LOCK_LIFETIME", value)
    with pytest.raises(CauserieError, match="TICKET_LOCK_LIFETIME must be a number"):
        make_lock_store(EndpointConfig("redis"), tmp_path)
