"""Responses by a class of the project's own (``nlg: type: module.Class`` in ``endpoints.yml``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from causerie.domain import Domain
from causerie.errors import ComponentError
from causerie.ports import ResponseGenerator
from causerie.registry import import_class

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig


def own_responses(endpoint: EndpointConfig, domain: Domain) -> ResponseGenerator:
    """Raises ComponentError for a class that is missing or can't be made so."""
    cls = import_class(endpoint.type or "", "response generator")
    make = getattr(cls, "from_endpoint", None)
    if make is None:
        raise ComponentError(
            f"The response generator '{endpoint.type}' has no 'from_endpoint(endpoint, domain)', which makes it."
        )
    return cast(ResponseGenerator, make(endpoint, domain))
