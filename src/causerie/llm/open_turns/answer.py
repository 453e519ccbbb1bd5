"""What an open turn is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from causerie.llm.knowledge.passage import Passage

SHOWN = 600
Kind = Literal["generated", "retrieved", "not_known", "refused"]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer rests on; ``number`` is that of its citation: [1], [2] … ``text`` is how it
    begins, for channels that open citations.
    """

    number: int
    passage: str
    title: str
    source: str
    text: str = ""


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
                {
                    "number": s.number,
                    "passage": s.passage,
                    "title": s.title,
                    "source": s.source,
                    **({"text": s.text} if s.text else {}),
                }
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
        Source(number, passage.id, " › ".join(passage.headings), passage.source, _excerpt(passage.text))
        for number, passage in sorted(passages.items())
    )


def _excerpt(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(None, 1)[0] + " …"
