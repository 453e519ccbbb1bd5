"""What finds the words of a response, written for Rasa."""

from __future__ import annotations

from typing import Any, ClassVar

from causerie.compat.calling import accepted, awaited, call, wrong
from causerie.compat.rasa.core.nlg.generator import NaturalLanguageGenerator
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.compat.rasa.utils.endpoints import EndpointConfig
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain as OurDomain
from causerie.files.endpoints import EndpointConfig as Section
from causerie.ports import Json


class GeneratorHost:
    """Fits ``causerie.ports.ResponseGenerator``."""

    cls: ClassVar[type[NaturalLanguageGenerator]]

    def __init__(self, endpoint: Section, domain: OurDomain) -> None:
        offered = accepted(self.cls, endpoint_config=EndpointConfig.of(endpoint), domain=Domain(domain))
        self.generator: NaturalLanguageGenerator = call(self.cls, "__init__", self.cls, **offered)

    @classmethod
    def from_endpoint(cls, endpoint: Section, domain: OurDomain) -> GeneratorHost:
        return cls(endpoint, domain)

    async def generate(self, name: str, tracker: Tracker, channel: str, /, **arguments: Any) -> Json | None:
        view = DialogueStateTracker.of(tracker.fork())
        found = await awaited(self.cls, "generate", self.generator.generate, name, view, channel, **arguments)
        if found is not None and not isinstance(found, dict):
            raise wrong(
                self.cls,
                f"'generate' must return a dict such as {{'text': …}}, or None; it returned {found!r:.60}.",
            )
        return found


def generator_host(cls: type[NaturalLanguageGenerator]) -> type[GeneratorHost]:
    return type(cls.__name__, (GeneratorHost,), {"cls": cls, "__doc__": cls.__doc__})
