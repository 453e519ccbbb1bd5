"""RabbitMQ and Kafka, with fakes at the border of the libraries that speak to them."""

from __future__ import annotations

import asyncio
import builtins
import json
import sys
from pathlib import Path
from typing import Any

import aio_pika
import pytest
from aiokafka.errors import KafkaConnectionError

from causerie.errors import ComponentError, StoreError
from causerie.files.endpoints import EndpointConfig
from causerie.stores.brokers import kafka
from causerie.stores.brokers.registry import make_broker

EVENTS = [{"sender_id": "ada", "event": "user", "text": "é"}, {"sender_id": "bob", "event": "restart"}]


class FakeRabbit:
    """What ``aio_pika.connect`` gives, down to the messages of each queue."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.queues: dict[str, list[aio_pika.Message]] = {}
        self.exchanges: list[tuple[str, Any]] = []
        self.error: Exception | None = None
        self.closed = 0

    async def connect(self, url: str, **options: Any) -> FakeRabbit:
        self.urls.append(url)
        if self.error:
            raise self.error
        return self

    async def channel(self) -> FakeRabbit:
        return self

    async def declare_exchange(self, name: str, kind: Any) -> FakeRabbit:
        self.exchanges.append((name, kind))
        return self

    async def declare_queue(self, name: str, durable: bool) -> FakeRabbit:
        assert durable
        self.queues.setdefault(name, [])
        return self

    async def bind(self, exchange: Any, routing_key: str) -> None:
        assert (exchange, routing_key) == (self, "")

    async def publish(self, message: aio_pika.Message, routing_key: str, timeout: float) -> None:
        if self.error:
            raise self.error
        for queue in self.queues.values():
            queue.append(message)

    async def close(self) -> None:
        self.closed += 1


@pytest.fixture
def rabbit(monkeypatch: pytest.MonkeyPatch) -> FakeRabbit:
    fake = FakeRabbit()
    monkeypatch.setattr(aio_pika, "connect", fake.connect)
    return fake


def broker_of(kind: str | None, url: str | None, **options: Any) -> Any:
    return make_broker(EndpointConfig(kind, url, options), Path())


async def test_rabbitmq_gets_each_event_as_a_lasting_message(
    rabbit: FakeRabbit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASA_ENVIRONMENT", "production")
    broker = broker_of(None, "mq.example", username="u", password="p/w", queues=["one", "two"])
    await broker.publish(EVENTS)
    await broker.close()
    assert rabbit.urls == ["amqp://u:p%2Fw@mq.example:5672/"]
    assert rabbit.exchanges == [("rasa-exchange", aio_pika.ExchangeType.FANOUT)]
    assert list(rabbit.queues) == ["one", "two"]
    for queue in rabbit.queues.values():
        assert [json.loads(message.body) for message in queue] == EVENTS
        assert {message.app_id for message in queue} == {"production"}
        assert {message.delivery_mode for message in queue} == {aio_pika.DeliveryMode.PERSISTENT}
    assert rabbit.closed == 1


async def test_rabbitmq_that_is_away_is_told_and_connected_to_anew(rabbit: FakeRabbit) -> None:
    broker = broker_of("pika", "amqps://u:p@mq.example:5671/talk?x=1", queues="one")
    rabbit.error = ConnectionRefusedError("refused")
    with pytest.raises(StoreError, match=r"mq\.example.*refused"):
        await broker.publish(EVENTS)
    rabbit.error = None
    await broker.publish(EVENTS[:1])
    rabbit.error = aio_pika.exceptions.AMQPError("gone")
    with pytest.raises(StoreError, match="gone"):
        await broker.publish(EVENTS)
    rabbit.error = None
    await broker.publish(EVENTS[1:])
    assert [json.loads(message.body) for message in rabbit.queues["one"]] == EVENTS
    assert rabbit.urls == ["amqps://u:p@mq.example:5671/talk?x=1"] * 3


async def test_events_that_shall_not_be_kept_are_dropped_and_said(
    rabbit: FakeRabbit, caplog: pytest.LogCaptureFixture
) -> None:
    broker = broker_of("pika", "mq.example", should_keep_unpublished_messages=False)
    rabbit.error = ConnectionRefusedError("refused")
    await broker.publish(EVENTS)
    assert "2 events are dropped" in caplog.text


class FakeProducer:
    """Stands for AIOKafkaProducer; ``made`` lists all there were."""

    made: list[FakeProducer] = []
    error: Exception | None = None

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.sent: list[tuple[Any, ...]] = []
        self.running = False
        self.made.append(self)

    async def start(self) -> None:
        if self.error:
            raise self.error
        self.running = True

    async def stop(self) -> None:
        self.running = False

    async def send(self, topic: str, value: bytes, key: bytes | None, headers: Any) -> Any:
        self.sent.append((topic, json.loads(value), key, headers))
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done


@pytest.fixture
def producers(monkeypatch: pytest.MonkeyPatch) -> list[FakeProducer]:
    monkeypatch.setattr(FakeProducer, "made", [])
    monkeypatch.setattr(FakeProducer, "error", None)
    monkeypatch.setattr(kafka, "AIOKafkaProducer", FakeProducer)
    return FakeProducer.made


async def test_kafka_gets_each_event_as_a_message(producers: list[FakeProducer]) -> None:
    broker = broker_of(
        "kafka", "k.example:9092", topic="talk", partition_by_sender=True, security_protocol="plaintext"
    )
    await broker.publish(EVENTS)
    await broker.close()
    (producer,) = producers
    assert producer.options == {"bootstrap_servers": "k.example:9092", "security_protocol": "PLAINTEXT"}
    environment = [("RASA_ENVIRONMENT", b"RASA_ENVIRONMENT_NOT_SET")]
    assert producer.sent == [
        ("talk", EVENTS[0], b"ada", environment),
        ("talk", EVENTS[1], b"bob", environment),
    ]
    assert not producer.running


async def test_kafka_is_logged_in_to_as_configured(producers: list[FakeProducer]) -> None:
    broker = broker_of("kafka", "k", sasl_username="u", sasl_password="p", security_protocol="SASL_SSL")
    await broker.publish(EVENTS)
    options = producers[0].options
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("u", "p")
    assert options["sasl_mechanism"] == "PLAIN"
    assert options["ssl_context"].check_hostname is False


async def test_kafka_that_is_away_is_told_and_connected_to_anew(
    producers: list[FakeProducer], monkeypatch: pytest.MonkeyPatch
) -> None:
    broker = broker_of("kafka", "k.example:9092")
    monkeypatch.setattr(FakeProducer, "error", KafkaConnectionError("refused"))
    with pytest.raises(StoreError, match=r"k\.example"):
        await broker.publish(EVENTS)
    monkeypatch.setattr(FakeProducer, "error", None)
    await broker.publish(EVENTS)
    assert [len(producer.sent) for producer in producers] == [0, 2]


@pytest.mark.parametrize(
    ("kind", "url", "options", "told"),
    [
        ("pika", None, {}, "needs 'url'"),
        ("pika", "http://mq", {}, "amqp://"),
        ("pika", "mq", {"port": "many"}, "port"),
        ("kafka", None, {}, "needs 'url'"),
        ("kafka", "k", {"security_protocol": "NONE"}, "PLAINTEXT, SSL"),
        ("kafka", "k", {"security_protocol": "SSL", "ssl_cafile": "no/such.pem"}, "certificates"),
    ],
)
def test_mistakes_are_told(kind: str, url: str | None, options: dict[str, Any], told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        broker_of(kind, url, **options)


@pytest.mark.parametrize("option", ["queue", "raise_on_failure"])
def test_keys_without_effect_are_named(option: str, caplog: pytest.LogCaptureFixture) -> None:
    broker_of("pika", "mq", **{option: 1})
    assert f"'{option}'" in caplog.text


@pytest.mark.parametrize(
    ("kind", "library", "extra"), [("pika", "aio_pika", "rabbitmq"), ("kafka", "aiokafka", "kafka")]
)
def test_a_library_that_is_not_installed_is_named_with_its_extra(
    kind: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, f"causerie.stores.brokers.{kind}", raising=False)
    with pytest.raises(ComponentError, match=rf"causerie\[{extra}\]") as told:
        broker_of(kind, "somewhere")
    assert "can't be imported" not in str(told.value)


OWN = """
class Async:
    told = []

    @classmethod
    async def from_endpoint_config(cls, config, event_loop):
        made = cls()
        made.topic = config.kwargs["topic"]
        return made

    async def publish(self, event):
        self.told.append((self.topic, event))

    async def close(self):
        self.told.append("closed")

class Blocking(Async):
    def publish(self, event):
        self.told.append((self.topic, event))

    def close(self):
        self.told.append("closed")
"""


@pytest.mark.parametrize("name", ["Async", "Blocking"])
async def test_a_broker_that_a_project_wrote_for_rasa(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_broker.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "own_broker", raising=False)
    broker = broker_of(f"own_broker.{name}", None, topic="t")
    await broker.publish(EVENTS)
    await broker.close()
    assert sys.modules["own_broker"].Async.told == [("t", EVENTS[0]), ("t", EVENTS[1]), "closed"]
