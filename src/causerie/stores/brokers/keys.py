"""The keys of ``event_broker`` that a broker reads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from causerie.registry import did_you_mean

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

log = logging.getLogger(__name__)


def known_keys(
    endpoint: EndpointConfig, broker: str, keys: Sequence[str], without_effect: Sequence[str] = ()
) -> None:
    """Says which keys do nothing."""
    for key in endpoint.options:
        if key not in keys:
            advice = "" if key in without_effect else did_you_mean(key, list(keys))
            log.warning("The key '%s' of the event broker '%s' has no effect. %s", key, broker, advice)
