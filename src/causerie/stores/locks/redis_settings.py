"""``lock_store`` of type redis → where Redis is and how to speak to it, with Rasa's keys and defaults."""

from __future__ import annotations

import ipaddress
import logging
import re
import ssl
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from causerie.stores.locks.keys import Keys

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

log = logging.getLogger(__name__)
PREFIX = "lock:"


@dataclass(frozen=True, slots=True)
class RedisSettings:
    """``socket_timeout``: seconds for a connection, and for each command."""

    host: str = "localhost"
    port: int = 6379
    db: int = 1
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    use_ssl: bool = False
    ssl_certfile: str | None = None
    ssl_keyfile: str | None = None
    ssl_ca_certs: str | None = None
    ssl_check_hostname: bool = True
    key_prefix: str = PREFIX
    socket_timeout: float = 10.0

    @property
    def address(self) -> str:
        """As messages may show it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'rediss' if self.use_ssl else 'redis'}://{host}:{self.port}/{self.db}"


KEYS = ("url", *(each.name for each in fields(RedisSettings) if each.name != "host"))


def redis_settings(endpoint: EndpointConfig, folder: Path) -> RedisSettings:
    """What endpoints.yml says; paths count from ``folder``. Raises ProjectError with all that is wrong."""
    keys = Keys(endpoint)
    keys.only(KEYS)
    found = {
        "port": keys.whole("port", 6379, 1, 65535),
        "db": keys.whole("db", 1, 0),
        "username": keys.text("username"),
        "password": keys.text("password"),
        "use_ssl": keys.switch("use_ssl", False),
        "ssl_certfile": keys.file("ssl_certfile", folder),
        "ssl_keyfile": keys.file("ssl_keyfile", folder),
        "ssl_ca_certs": keys.file("ssl_ca_certs", folder),
        "ssl_check_hostname": keys.switch("ssl_check_hostname", True),
        "key_prefix": _prefix(endpoint.get("key_prefix")),
        "socket_timeout": keys.seconds("socket_timeout", 10.0),
    }
    settings = RedisSettings(**{**found, **_of_url(keys)})
    keys.problems.raise_errors()
    _check_certificates(settings, keys)
    return settings


def _of_url(keys: Keys) -> dict[str, Any]:
    """A host's name, or an address, which says more: that may not stand in a key of its own, too."""
    url = keys.endpoint.url or "localhost"
    said = _of_address(url) if "://" in url else {"host": url} if _is_host(url) else None
    if said is None:
        keys.wrong(
            "url",
            "the name of a host, or an address such as redis://localhost:6379/1 or rediss://…",
            "The port of a host stands in 'port'.",
        )
        return {}
    for key in said:
        if keys.endpoint.get(key) not in (None, said[key]):
            keys.wrong(key, "left out", "The address in 'url' says it already.")
    return said


def _of_address(url: str) -> dict[str, Any] | None:
    """None for what is no address of a Redis."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    db = parts.path.strip("/")
    if parts.scheme not in ("redis", "rediss") or not parts.hostname or parts.query or parts.fragment:
        return None
    if port == 0 or (db and not db.isdecimal()):
        return None
    said = {
        "host": parts.hostname,
        "port": port,
        "db": int(db) if db else None,
        "username": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "use_ssl": parts.scheme == "rediss" or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _is_host(name: str) -> bool:
    try:
        return bool(re.fullmatch(r"[\w.-]+", name)) or bool(ipaddress.IPv6Address(name))
    except ValueError:
        return False


def _prefix(value: Any) -> str:
    if isinstance(value, str) and value.isalnum():
        return f"{value}:{PREFIX}"
    if value is not None:
        log.warning(
            "'lock_store › key_prefix' must be letters and digits; found %r. Keys begin with '%s' instead.",
            value,
            PREFIX,
        )
    return PREFIX


def _check_certificates(settings: RedisSettings, keys: Keys) -> None:
    """Redis's client would say so only when it connects."""
    if not settings.use_ssl:
        if settings.ssl_certfile or settings.ssl_keyfile or settings.ssl_ca_certs:
            log.warning("The certificates of 'lock_store' have no effect without 'use_ssl: true'.")
        return
    try:
        context = ssl.create_default_context(cafile=settings.ssl_ca_certs)
        if settings.ssl_certfile:
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, password="")
        elif settings.ssl_keyfile:
            raise ValueError("'ssl_keyfile' needs 'ssl_certfile' beside it.")
    except (OSError, ValueError) as error:
        keys.problems.error(
            f"The certificates of 'lock_store' can't be used: {error}",
            keys.endpoint.place,
            expected="files in PEM format; the key fits the certificate and has no password",
        )
    keys.problems.raise_errors()
