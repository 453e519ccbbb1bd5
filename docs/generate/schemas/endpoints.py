"""endpoints.yml."""

from __future__ import annotations

from dataclasses import fields

from causerie.files.endpoints import SECTIONS
from causerie.llm.settings import BreakerSettings, LlmSettings
from causerie.registry import Registry
from causerie.server.rate_limit import RateLimits
from causerie.stores.brokers import kafka, pika
from causerie.stores.brokers.registry import EVENT_BROKERS
from causerie.stores.locks.registry import LOCK_STORES
from causerie.stores.trackers.registry import TRACKER_STORES
from docs.generate.schemas.pieces import (
    MODULE_PATH,
    Schema,
    an_object,
    in_any_case,
    or_variable,
    switch,
    text,
)

NUMBER = or_variable({"type": ["number", "null"]})
SWITCH = or_variable(switch())
MAP: Schema = {"type": ["object", "null"]}
ACCESS = {
    "headers": {**MAP, "description": "Headers of every request."},
    "params": {**MAP, "description": "Query parameters of every request."},
    "token": text("Sent as a query parameter."),
    "token_name": text("The name of that parameter (token)."),
    "basic_auth": {**MAP, "description": "username and password."},
}
SQL = {
    "dialect": text("sqlite, postgresql, mysql or mariadb.", examples=["sqlite", "postgresql"]),
    "url": text("The host, or a whole address with ://."),
    "port": {**NUMBER, "description": "The port of the database."},
    "db": text("The name of the database, or the file of SQLite."),
    "username": text(),
    "password": {"type": ["string", "number", "null"]},
    "query": {**MAP, "description": "More keys of the address."},
    "login_db": text("Accepted; no effect."),
}
OF_STORE = {"sql": SQL}
OF_LOCK: dict[str, dict[str, Schema]] = {
    "redis": {
        "url": text("The host (localhost), or a whole address: redis://… or rediss://…"),
        "port": {**NUMBER, "description": "The port of Redis (6379)."},
        "db": {**NUMBER, "description": "The number of the database (1)."},
        "username": text("Of Redis 6 and later."),
        "password": {"type": ["string", "number", "null"], "description": "Take it from the environment."},
        "use_ssl": {**SWITCH, "description": "Speak TLS (false)."},
        "ssl_certfile": text("The client's certificate; paths count from the project's folder."),
        "ssl_keyfile": text("Its key, without a password."),
        "ssl_ca_certs": text("Who signed Redis's certificate, if not one of the known authorities."),
        "ssl_check_hostname": {**SWITCH, "description": "Whether the certificate must name the host (true)."},
        "key_prefix": text(
            "Letters and digits, for bots that share a database: keys begin with PREFIX:lock:"
        ),
        "socket_timeout": {
            **NUMBER,
            "description": "Seconds for a connection, and for each command (10).",
        },
    },
}
OF_BROKER = {
    "sql": SQL,
    "file": {"path": text("The file (rasa_event.log).")},
    "pika": {key: {} for key in ("url", *pika.KEYS, *pika.WITHOUT_EFFECT)},
    "kafka": {key: {} for key in ("url", *kafka.KEYS, "queue_size")},
}


def endpoints() -> Schema:
    sections = {
        "action_endpoint": _server(
            "Where the project's own actions run; without 'url' in this process.",
            timeout={**NUMBER, "description": "Seconds that an action may take (30, on a server 300)."},
            apology=text("The response that is said when an action fails."),
            cafile=text("The certificate that the server is checked by."),
            enable_selective_domain={
                **SWITCH,
                "description": "Send the domain only to actions that ask for it.",
            },
        ),
        "nlg": _server("A server that finds the words.", open_for_classes=True),
        "nlu": _server("A server that understands messages.", open_for_classes=True),
        "models": _server(
            "A server that has models.",
            wait_time_between_pulls={**NUMBER, "description": "Seconds; null: ask once."},
        ),
        "rate_limit": an_object(
            {
                field.name: or_variable({"type": "integer", "minimum": 0, "default": field.default})
                for field in fields(RateLimits)
            },
            "Requests a minute that webhooks take; 0: no limit.",
        ),
        "llm": _llm(),
        "tracker_store": _by_type(TRACKER_STORES, OF_STORE, "Where conversations are kept."),
        "lock_store": _by_type(LOCK_STORES, OF_LOCK, "What keeps two messages of one conversation apart."),
        "event_broker": _by_type(EVENT_BROKERS, OF_BROKER, "Who is told of all events."),
    }
    return {
        "title": "Endpoints (endpoints.yml)",
        "description": "The services around the assistant.",
        "type": "object",
        "properties": {key: _or_nothing(sections[key]) for key in SECTIONS},
    }


def _llm() -> Schema:
    """Keys of ``llm``; the key of the account is none of them."""
    defaults = {field.name: field.default for field in fields(LlmSettings)}
    breaker = {field.name: field.default for field in fields(BreakerSettings)}
    amount = or_variable({"type": ["number", "null"], "minimum": 0})
    tokens = or_variable({"type": ["integer", "null"], "minimum": 1})
    limit = {**an_object({"tokens": tokens, "cost": amount}), "type": ["object", "null"]}
    return an_object(
        {
            "model": {"type": "string", "description": "The model, on Azure the deployment."},
            "api": {
                "enum": ["chat", "responses", None],
                "description": "responses at OpenAI, chat elsewhere.",
            },
            "base_url": text("The address of the server (OpenAI's)."),
            "api_version": text("Of Azure's API; makes the server one of Azure."),
            "api_key_env": text("The environment variable that holds the key (OPENAI_API_KEY)."),
            "deadline": _at_least(0, defaults["deadline"], "Seconds for a whole call.", exclusive=True),
            "temperature": or_variable({"type": ["number", "null"], "minimum": 0, "maximum": 2}),
            "max_output_tokens": or_variable(
                {"type": ["integer", "null"], "minimum": 1, "default": defaults["max_output_tokens"]}
            ),
            "headers": {**MAP, "description": "Headers of every request."},
            "query": {**MAP, "description": "Query parameters of every request."},
            "organization": text("Of the account at OpenAI."),
            "project": text("Of the account at OpenAI."),
            "price": {
                **an_object(
                    {"input": amount, "output": amount, "cached_input": amount}, "Per million tokens."
                ),
                "type": ["object", "null"],
            },
            "breaker": {
                **an_object(
                    {
                        "failures": or_variable(
                            {"type": ["integer", "null"], "minimum": 0, "default": breaker["failures"]}
                        ),
                        "pause": _at_least(0, breaker["pause"], "Seconds.", exclusive=True),
                    },
                    "After so many failures in a row the model is left alone for a while; 0: never.",
                ),
                "type": ["object", "null"],
            },
            "limits": {
                **an_object(
                    {
                        **dict.fromkeys(("day", "conversation", "turn"), limit),
                        "calls_per_minute": or_variable(
                            {"type": ["integer", "null"], "minimum": 0, "default": 0}
                        ),
                    },
                    "The most that may be spent; calls_per_minute is for each user, 0: no limit.",
                ),
                "type": ["object", "null"],
            },
        },
        "The GPT that answers open-ended turns.",
        required=["model"],
    )


def _at_least(limit: float, default: object, description: str, exclusive: bool = False) -> Schema:
    bound = "exclusiveMinimum" if exclusive else "minimum"
    return or_variable(
        {"type": ["number", "null"], bound: limit, "default": default, "description": description}
    )


def _server(description: str, open_for_classes: bool = False, **more: Schema) -> Schema:
    url = text("The address of the server.")
    kind = text("A class of your own: package.module.Class.")
    return an_object({"url": url, "type": kind, **ACCESS, **more}, description, open=open_for_classes)


def _by_type(registry: Registry, keys: dict[str, dict[str, Schema]], description: str) -> Schema:
    """Keys by ``type``, whose letters may be small or capital; a class of one's own takes any."""
    known = [*registry.table, *registry.refused]
    patterns = [{"pattern": in_any_case(name)} for name in known]
    kind: Schema = {
        "type": ["string", "null"],
        "anyOf": [{"enum": [*sorted(registry.table), None]}, *patterns, {"pattern": MODULE_PATH}],
        "description": f"The {registry.kind}, or package.module.Class.",
    }
    cases = [
        {
            "if": {"required": ["type"], "properties": {"type": {"pattern": in_any_case(name)}}},
            "then": {"properties": {"type": {}, **properties}, "additionalProperties": False},
        }
        for name, properties in keys.items()
    ]
    found: Schema = {"type": "object", "properties": {"type": kind}, "description": description}
    return {**found, "allOf": cases} if cases else found


def _or_nothing(section: Schema) -> Schema:
    return {**section, "type": ["object", "null"]}
