"""Events as messages of Kafka, as Rasa sends them."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causerie.errors import ComponentError, StoreError
from causerie.ports import Json
from causerie.stores.brokers.keys import known_keys

try:
    from aiokafka import AIOKafkaProducer
    from aiokafka.errors import KafkaError
except ModuleNotFoundError as error:
    raise ComponentError(
        "The event broker 'kafka' needs the package aiokafka: pip install '/path/to/causerie[kafka]'."
    ) from error

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
KEYS = (
    "topic", "client_id", "partition_by_sender", "sasl_username", "sasl_password", "sasl_mechanism",
    "ssl_cafile", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname", "security_protocol",
)  # fmt: skip


@dataclass(slots=True)
class KafkaBroker:
    """Connects when there is something to tell; an event counts as told when Kafka says so."""

    topic: str
    by_sender: bool
    options: dict[str, Any] = field(default_factory=dict)
    producer: Any = None

    @classmethod
    def from_endpoint(cls, endpoint: EndpointConfig, folder: Path) -> KafkaBroker:
        known_keys(endpoint, "kafka", KEYS, ("queue_size",))
        topic = str(endpoint.get("topic") or "rasa_core_events")
        return cls(topic, bool(endpoint.get("partition_by_sender", False)), _options(endpoint, folder))

    async def publish(self, events: Sequence[Json]) -> None:
        try:
            producer = self.producer or await self._connect()
            environment = os.environ.get("RASA_ENVIRONMENT", "RASA_ENVIRONMENT_NOT_SET")
            sent = []
            for event in events:
                key = str(event.get("sender_id")).encode() if self.by_sender else None
                headers = [("RASA_ENVIRONMENT", environment.encode())]
                sent.append(await producer.send(self.topic, json.dumps(event).encode(), key, headers=headers))
            await asyncio.gather(*sent)
        except (KafkaError, OSError) as error:
            await self.close()
            where = self.options["bootstrap_servers"]
            raise StoreError(f"Kafka at {where} takes no events: {error!r}") from error

    async def close(self) -> None:
        producer, self.producer = self.producer, None
        if producer:
            await producer.stop()

    async def _connect(self) -> Any:
        producer = AIOKafkaProducer(**self.options)
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        self.producer = producer
        return producer


def _options(endpoint: EndpointConfig, folder: Path) -> dict[str, Any]:
    servers = endpoint.url or endpoint.get("url")
    if not servers:
        raise ComponentError("The event broker 'kafka' needs 'url' in endpoints.yml: host:port of Kafka.")
    protocol = str(endpoint.get("security_protocol", "SASL_PLAINTEXT")).upper()
    if protocol not in PROTOCOLS:
        raise ComponentError(
            f"'security_protocol' of the event broker 'kafka' must be one of {', '.join(PROTOCOLS)}; "
            f"found '{protocol}'."
        )
    options: dict[str, Any] = {"bootstrap_servers": servers, "security_protocol": protocol}
    if endpoint.get("client_id"):
        options["client_id"] = str(endpoint.get("client_id"))
    if protocol.startswith("SASL"):
        options["sasl_mechanism"] = endpoint.get("sasl_mechanism", "PLAIN")
        options["sasl_plain_username"] = endpoint.get("sasl_username")
        options["sasl_plain_password"] = endpoint.get("sasl_password")
    if protocol.endswith("SSL"):
        options["ssl_context"] = _tls(endpoint, folder)
    return options


def _tls(endpoint: EndpointConfig, folder: Path) -> ssl.SSLContext:
    authorities, chain, key = (
        str(folder / endpoint.get(name)) if endpoint.get(name) else None
        for name in ("ssl_cafile", "ssl_certfile", "ssl_keyfile")
    )
    try:
        context = ssl.create_default_context(cafile=authorities)
        context.check_hostname = bool(endpoint.get("ssl_check_hostname", False))
        if chain:
            context.load_cert_chain(chain, key)
    except (OSError, ValueError) as error:
        raise ComponentError(
            f"The certificates of the event broker 'kafka' can't be used: {error}"
        ) from error
    return context
