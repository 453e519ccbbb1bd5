"""Dates, amounts, durations and the like, by a Duckling server."""

from __future__ import annotations

import json
import logging
import os
import ssl
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

import httpx2

from causerie.nlu.message import ExtractedEntity, Message
from causerie.ports import TrainingContext

logger = logging.getLogger(__name__)

NAME = "DucklingEntityExtractor"
URL_VARIABLE = "RASA_DUCKLING_HTTP_URL"
HOW_TO_RUN = "docker run -p 8000:8000 rasa/duckling"


class DucklingEntityExtractor:
    """A server that fails or is too slow is logged, and the message goes on without its entities.

    ``timeout`` in seconds. The environment's RASA_DUCKLING_HTTP_URL goes before ``url``; without a
    ``locale`` the project's language is asked for.
    """

    defaults: ClassVar[dict[str, Any]] = {
        "dimensions": None,
        "url": None,
        "locale": None,
        "timezone": None,
        "timeout": 3,
    }
    kind: ClassVar[str] = "extractor"
    reads: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.locale: str | None = config["locale"]

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn but the language."""
        self.locale = self.config["locale"] or context.language

    async def process(self, message: Message) -> None:
        url = os.environ.get(URL_VARIABLE) or self.config["url"]
        if not url:
            logger.warning("%s has no 'url', and %s is not set: it finds nothing.", NAME, URL_VARIABLE)
            return
        found = await self.ask(url.rstrip("/") + "/parse", self.request(message))
        wanted = self.config["dimensions"]
        message.entities = [
            *message.entities,
            *(entity_of(match) for match in found if not wanted or match["dim"] in wanted),
        ]

    def request(self, message: Message) -> dict[str, Any]:
        """The form that Duckling reads; its reference time is in milliseconds."""
        seconds = time.time() if message.time is None else message.time
        fields = {
            "text": message.text,
            "locale": self.locale,
            "tz": self.config["timezone"],
            "dims": json.dumps(self.config["dimensions"]),
            "reftime": int(seconds) * 1000,
        }
        return {name: value for name, value in fields.items() if value is not None}

    async def ask(self, url: str, fields: dict[str, Any]) -> list[dict[str, Any]]:
        """Duckling's answer; nothing, with an error in the log, when there is none that can be read."""
        try:
            async with httpx2.AsyncClient(timeout=float(self.config["timeout"]), verify=trust()) as client:
                response = await client.post(url, data=fields)
            response.raise_for_status()
            matches: list[dict[str, Any]] = response.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, json.JSONDecodeError) as error:
            logger.error("Duckling at %s failed: %r. Is it running? %s", url, error, HOW_TO_RUN)
            return []
        return matches

    def state(self) -> dict[str, Any]:
        return {"locale": self.locale}

    def load(self, state: dict[str, Any]) -> None:
        self.locale = state["locale"]


@lru_cache(maxsize=1)
def trust() -> ssl.SSLContext:
    """Made once: reading the certificates takes 20 ms."""
    return ssl.create_default_context()


def entity_of(match: dict[str, Any]) -> ExtractedEntity:
    """An interval becomes ``{"to", "from"}``, anything else its value."""
    found = match["value"]
    if found.get("type") == "interval":
        value: Any = {
            "to": (found.get("to") or {}).get("value"),
            "from": (found.get("from") or {}).get("value"),
        }
    else:
        value = found.get("value")
    return ExtractedEntity(
        entity=match["dim"],
        start=match["start"],
        end=match["end"],
        value=value,
        extractor=NAME,
        extra={"text": match.get("body", match.get("text")), "confidence": 1.0, "additional_info": found},
    )
