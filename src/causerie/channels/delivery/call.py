"""A request to a platform, as data: it can wait on disk until the platform is there again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """``path`` follows the platform's base URL (or is a whole URL). Secrets are not in here.

    ``is_courtesy``: a sign of life such as "typing"; it is tried once, and nobody minds if it fails.
    ``otherwise``: what is done instead when the platform refuses this for good.
    """

    path: str
    json: Any = None
    form: Json | None = None
    query: Json = field(default_factory=dict)
    method: str = "POST"
    is_courtesy: bool = False
    otherwise: tuple[Call, ...] = ()


def as_json(call: Call) -> Json:
    return asdict(call)


def from_json(raw: Json) -> Call:
    return Call(**{**raw, "otherwise": tuple(from_json(call) for call in raw.get("otherwise") or ())})
