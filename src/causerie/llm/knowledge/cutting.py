"""Cuts a document into passages of about 40 to 120 words, never inside a sentence, an item or a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from causerie.llm.knowledge.languages import guess_language
from causerie.llm.knowledge.passage import Passage
from causerie.llm.knowledge.sentences import ITEM, sentences
from causerie.llm.knowledge.words import fold

FEWEST = 40
MOST = 120

_NO_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or, when ``text`` begins with "- ", an item or a row; ``asked`` is noted of it, not said."""

    text: str
    headings: tuple[str, ...] = ()
    line: int = 0
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says. ``name`` is its path in the knowledge folder, ``source`` its path in the project."""

    name: str
    source: str
    blocks: tuple[Block, ...]
    language: str | None = None


def cut(document: Document) -> list[Passage]:
    """Passages in the order of the document; headings without text make none."""
    language = document.language or guess_language(" ".join(block.text for block in document.blocks))
    found: list[Passage] = []
    used: Counter[str] = Counter()
    for headings, blocks in groupby(document.blocks, key=lambda block: block.headings):
        section = _section(headings, used)
        found.extend(
            Passage(
                id=f"{document.name}#{section}-{number}",
                source=document.source,
                headings=headings,
                text="\n".join(block.text for block in group),
                language=language,
                line=group[0].line,
                asked=tuple(dict.fromkeys(question for block in group for question in block.asked)),
            )
            for number, group in enumerate(_groups(blocks), start=1)
        )
    return found


def slug(heading: str) -> str:
    """``Arrivée & départ`` → ``arrivee-depart``."""
    return _NO_NAME.sub("-", fold(heading)).strip("-") or "section"


def _section(headings: tuple[str, ...], used: Counter[str]) -> str:
    """The last heading's name; the second section so called in a file gets ``_2``."""
    name = slug(headings[-1]) if headings else "top"
    used[name] += 1
    return name if used[name] == 1 else f"{name}_{used[name]}"


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Neighbours together until they are long enough; a short rest joins what stands before it."""
    groups: list[list[Block]] = []
    for block in _short_enough(blocks):
        if groups and _fits(groups[-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    if len(groups) > 1 and _words(groups[-1]) < FEWEST and _words(groups[-2]) + _words(groups[-1]) <= MOST:
        groups[-2].extend(groups.pop())
    yield from groups


def _fits(group: list[Block], block: Block) -> bool:
    return _words(group) < FEWEST and _words(group) + _words([block]) <= MOST


def _short_enough(blocks: Iterable[Block]) -> Iterator[Block]:
    """Paragraphs longer than a passage, in runs of whole sentences; a longer sentence stays whole."""
    for block in blocks:
        if block.text.startswith(ITEM) or _words([block]) <= MOST:
            yield block
            continue
        run: list[str] = []
        for sentence in sentences(block.text):
            if run and len(" ".join([*run, sentence]).split()) > MOST:
                yield replace(block, text=" ".join(run))
                run = []
            run.append(sentence)
        yield replace(block, text=" ".join(run))


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
