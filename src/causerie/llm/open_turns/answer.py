"""What an open turn is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from causerie.llm.knowledge.passage import Passage

Kind = Literal["generated", "retrieved", "not_known", "refused"]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer rests on; ``number`` is that of its citation: [1], [2] …"""

    number: int
    passage: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is empty where a response of the project is to be said instead: ``response``.

    ``why`` no GPT's words are said, where a GPT was asked or could have been; ``usage`` is what it cost.
    """

    kind: Kind
    text: str = ""
    response: str = ""
    sources: tuple[Source, ...] = ()
    why: str = ""
    usage: dict[str, Any] | None = None

    def with_usage(self, usage: dict[str, Any] | None) -> Answer:
        return replace(self, usage=usage)

    def metadata(self) -> dict[str, Any]:
        """For the metadata of the bot's event."""
        told: dict[str, Any] = {"kind": self.kind}
        if self.sources:
            told["sources"] = [
                {"number": s.number, "passage": s.passage, "title": s.title, "source": s.source}
                for s in self.sources
            ]
        if self.why:
            told["why"] = self.why
        if self.usage:
            told["usage"] = self.usage
        return {"open_turn": told}


def numbered(passages: Mapping[int, Passage]) -> tuple[Source, ...]:
    """``passages`` by the numbers of their citations."""
    return tuple(
        Source(number, passage.id, " › ".join(passage.headings), passage.source)
        for number, passage in sorted(passages.items())
    )
