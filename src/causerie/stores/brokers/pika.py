"""Events as messages of RabbitMQ, as Rasa sends them."""

from __future__ import annotations

import json
import logging
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from causerie.errors import ComponentError, StoreError
from causerie.ports import Json
from causerie.stores.brokers.keys import known_keys

try:
    import aio_pika
    from aio_pika.abc import AbstractConnection, AbstractExchange
    from aio_pika.exceptions import AMQPError
except ModuleNotFoundError as error:
    raise ComponentError(
        "The event broker 'pika' needs the package aio-pika: pip install '/path/to/causerie[rabbitmq]'."
    ) from error

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

log = logging.getLogger(__name__)
KEYS = ("username", "password", "port", "queues", "exchange_name", "should_keep_unpublished_messages")
WITHOUT_EFFECT = ("raise_on_failure", "connection_attempts", "retry_delay_in_seconds")
PATIENCE = 10.0


@dataclass(slots=True)
class PikaBroker:
    """Publishes to a fanout exchange that the queues are bound to; connects when there is something to tell."""

    url: str
    queues: tuple[str, ...]
    exchange_name: str
    keeps: bool = True
    connection: AbstractConnection | None = None
    exchange: AbstractExchange | None = None

    @classmethod
    def from_endpoint(cls, endpoint: EndpointConfig, folder: Path) -> PikaBroker:
        known_keys(endpoint, "pika", KEYS, WITHOUT_EFFECT)
        queues = endpoint.get("queues") or "rasa_core_events"
        return cls(
            _url(endpoint),
            (queues,) if isinstance(queues, str) else tuple(str(name) for name in queues),
            str(endpoint.get("exchange_name") or "rasa-exchange"),
            endpoint.get("should_keep_unpublished_messages", True) is not False,
        )

    async def publish(self, events: Sequence[Json]) -> None:
        try:
            exchange = self.exchange or await self._connect()
            for event in events:
                await exchange.publish(_message(event), "", timeout=PATIENCE)
        except (AMQPError, OSError, RuntimeError) as error:
            await self.close()
            where = urlsplit(self.url).hostname
            told = f"RabbitMQ at '{where}' takes no events: {str(error) or type(error).__name__}"
            if self.keeps:
                raise StoreError(told) from error
            log.error("%d events are dropped ('should_keep_unpublished_messages'). %s", len(events), told)

    async def close(self) -> None:
        connection, self.connection, self.exchange = self.connection, None, None
        if connection:
            await connection.close()

    async def _connect(self) -> AbstractExchange:
        self.connection = await aio_pika.connect(
            self.url, ssl_context=_client_certificate(), timeout=PATIENCE
        )
        channel = await self.connection.channel()
        exchange = await channel.declare_exchange(self.exchange_name, aio_pika.ExchangeType.FANOUT)
        for name in self.queues:
            queue = await channel.declare_queue(name, durable=True)
            await queue.bind(exchange, "")
        self.exchange = exchange
        return exchange


def _message(event: Json) -> aio_pika.Message:
    return aio_pika.Message(
        json.dumps(event).encode(),
        app_id=os.environ.get("RASA_ENVIRONMENT"),
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


def _url(endpoint: EndpointConfig) -> str:
    """A host, or a URL that may lack name, password and port."""
    if not endpoint.url:
        raise ComponentError("The event broker 'pika' needs 'url' in endpoints.yml: the host of RabbitMQ.")
    given = endpoint.url if "://" in endpoint.url else f"amqp://{endpoint.url}"
    parts = urlsplit(given)
    if parts.scheme not in ("amqp", "amqps"):
        raise ComponentError(
            f"The 'url' of the event broker 'pika' must begin with amqp:// or amqps://: {given}"
        )
    try:
        port = parts.port or int(endpoint.get("port", 5672))
    except (TypeError, ValueError) as error:
        raise ComponentError(f"The port of the event broker 'pika' is no number: {error}.") from error
    user = parts.username or quote(str(endpoint.get("username") or ""), safe="")
    password = parts.password or quote(str(endpoint.get("password") or ""), safe="")
    login = f"{user}:{password}@" if user else ""
    return urlunsplit((parts.scheme, f"{login}{parts.hostname}:{port}", parts.path or "/", parts.query, ""))


def _client_certificate() -> Any:
    """The certificate that the environment names, as Rasa's."""
    chain = os.environ.get("RABBITMQ_SSL_CLIENT_CERTIFICATE")
    key = os.environ.get("RABBITMQ_SSL_CLIENT_KEY")
    if not chain or not key:
        return None
    context = ssl.create_default_context()
    context.load_cert_chain(chain, key)
    return context
