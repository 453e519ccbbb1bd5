"""credentials.yml."""

from __future__ import annotations

from causerie.channels.registry import CHANNELS
from docs.generate.channel_keys import CHANNEL_KEYS
from docs.generate.schemas.endpoints import MAP
from docs.generate.schemas.pieces import MODULE_PATH, Schema, text


def credentials() -> Schema:
    return {
        "title": "Credentials (credentials.yml)",
        "description": "The channels over which the assistant talks, and what each needs.",
        "type": "object",
        "properties": {name: _channel(name, keys) for name, keys in CHANNEL_KEYS.items()},
        "propertyNames": {
            "anyOf": [{"enum": sorted(CHANNEL_KEYS)}, {"pattern": MODULE_PATH}],
            "description": "A channel, or package.module.Class.",
        },
    }


def _channel(name: str, keys: dict[str, str]) -> Schema:
    """Other keys are flagged where the channel is served here; its class is what knows them."""
    properties: dict[str, Schema] = {key: {"description": meaning} for key, meaning in keys.items()}
    found: Schema = {"type": ["object", "boolean", "null"], "properties": properties}
    if name in CHANNELS.table and keys:
        found["additionalProperties"] = False
    if "basic_auth" in properties:
        properties |= {"basic_auth": MAP, "params": MAP, "headers": MAP, "url": text(keys["url"])}
    return found
