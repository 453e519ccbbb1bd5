"""The name of what a component keeps in the model."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Resource:
    """``name`` is the folder's; ``output_fingerprint`` is not used here."""

    name: str
    output_fingerprint: str = field(default="", compare=False)

    def fingerprint(self) -> str:
        return self.output_fingerprint
