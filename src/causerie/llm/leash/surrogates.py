"""Personal values never reach the GPT: it sees made-up ones, and ours come back into its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from causerie.llm.leash.letters import fold
from causerie.llm.leash.personal import Kind, Span, personal
from causerie.llm.leash.surrogate_forms import bases, forms, key_of, loosely, names

REMEMBERED = 400  # texts in which no new surrogate may stand


@dataclass(slots=True)
class _Entry:
    kind: Kind
    base: str
    original: str  # as it was written first
    forms: dict[str, str] = field(default_factory=dict)  # as written → as told


class Surrogates:
    """Those of one conversation. ``own``: the project's texts, whose values stay as they are.

    ``values``: personal ones by the names of their slots; values of one letter are left alone.
    """

    def __init__(self, own: Iterable[str] = (), values: Mapping[str, str] | None = None) -> None:
        self._own: set[tuple[Kind, str]] = set()
        self._texts: list[str] = []
        self._values: dict[str, Kind] = {}
        self._entries: dict[tuple[Kind, str], _Entry] = {}
        self._originals: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None
        self.know(own, values)

    def know(self, own: Iterable[str] = (), values: Mapping[str, str] | None = None) -> None:
        """More texts of the project, more values of slots."""
        for text in own:
            self._texts.append(_simple(text))
            self._own.update(
                (span.kind, key_of(span.kind, text[span.start : span.end])) for span in personal(text)
            )
        for value in (values or {}).values():
            said = " ".join(str(value).split())
            if len(said) > 1 and re.search(r"\w", said):
                self._values[said] = _kind_of(said)

    def conceal(self, text: str) -> str:
        """``text`` with surrogates; the same value has the same one all through the conversation."""
        self._texts = [*self._texts[-REMEMBERED:], _simple(text)]
        told, done = [], 0
        for span in _apart(self._spans(text)):
            told += [text[done : span.start], self._surrogate(span.kind, text[span.start : span.end])]
            done = span.end
        return "".join([*told, text[done:]])

    def reveal(self, text: str) -> str:
        """``text`` with the true values, also where spaces, capitals or prefixes of surrogates have changed."""
        told, done = [], 0
        for start, end, original in self.found(text, 0):
            told += [text[done:start], original]
            done = end
        return "".join([*told, text[done:]])

    def found(self, text: str, start: int) -> Iterator[tuple[int, int, str]]:
        """Surrogates in ``text`` from ``start`` on: where they stand, and the true values."""
        if self._pattern is None:
            self._pattern = self._compiled()
        for found in self._pattern.finditer(text, start) if self._entries else ():
            original = self._originals.get(found[0])
            yield (*found.span(), self._loosely_meant(found[0]) if original is None else original)

    @property
    def longest(self) -> int:
        """The most characters a surrogate takes in an answer."""
        return max((3 * len(entry.base) + 16 for entry in self._entries.values()), default=0)

    # -- finding

    def _spans(self, text: str) -> Iterator[Span]:
        for span in personal(text):
            if (span.kind, key_of(span.kind, text[span.start : span.end])) not in self._own:
                yield span
        simple = _simple(text)
        for value, kind in self._values.items():
            yield from _places(value, kind, simple)
            if kind is Kind.NAME:
                for part in _parts(value):
                    yield from (
                        span
                        for span in _places(part, kind, simple)
                        if text[span.start].isupper() or part.islower()
                    )
        for entry in list(self._entries.values()):  # who writes like a surrogate is not taken for it
            yield from _places(entry.base, entry.kind, simple)
        for start, end, _ in self.found(text, 0):
            yield Span(start, end, self._kind_told(text[start:end]))

    def _kind_told(self, told: str) -> Kind:
        for entry in self._entries.values():
            if key_of(entry.kind, told) == key_of(entry.kind, entry.base):
                return entry.kind
        return Kind.REFERENCE

    # -- making

    def _surrogate(self, kind: Kind, written: str) -> str:
        key = (kind, key_of(kind, written))
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = self._new(kind, written)
        told = entry.forms.get(written)
        if told is None:
            told = next(
                (form for form in forms(kind, entry.base, written) if form not in self._originals), None
            )
            if told is None:  # all its forms are used
                entry = self._entries[key] = self._new(kind, written)
                told = next(forms(kind, entry.base, written))
            entry.forms[written] = told
            self._originals[told] = written
            self._pattern = None
        return told

    def _new(self, kind: Kind, written: str) -> _Entry:
        if kind is Kind.NAME:
            return _Entry(kind, self._new_name(written), written)
        return _Entry(kind, next(base for base in bases(kind) if self._is_free(kind, base)), written)

    def _new_name(self, written: str) -> str:
        """One made of the surrogates of its parts, so that a part alone is the same."""
        words = written.split()
        if len(words) == 1:
            return next(name for name in names(first=True) if self._is_free(Kind.NAME, name))
        parts = _parts(written)
        made = []
        for place, word in enumerate(words):
            key = (Kind.NAME, key_of(Kind.NAME, word))
            if word in parts and key not in self._entries:
                free = (name for name in names(place == 0) if self._is_free(Kind.NAME, name))
                self._entries[key] = _Entry(Kind.NAME, next(free), word)
                self._originals.setdefault(self._entries[key].base, word)
                self._entries[key].forms[word] = self._entries[key].base
            made.append(self._entries[key].base if word in parts else word)
        return " ".join(made)

    def _is_free(self, kind: Kind, base: str) -> bool:
        """Nobody has it, and it stands in no text of this conversation or project."""
        taken = any(entry.base == base for entry in self._entries.values())
        pattern = re.compile(loosely(kind, _simple(base)))
        return not taken and not any(pattern.search(text) for text in self._texts)

    # -- putting back

    def _compiled(self) -> re.Pattern[str]:
        exact = sorted(self._originals, key=len, reverse=True)
        by_length = sorted(self._entries.values(), key=lambda entry: -len(entry.base))
        loose = "|".join(loosely(entry.kind, entry.base) for entry in by_length)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, exact))}|(?i:{loose}))(?!\w)")

    def _loosely_meant(self, told: str) -> str:
        for entry in self._entries.values():
            if key_of(entry.kind, told) == key_of(entry.kind, entry.base):
                return entry.original
        return told


class Revealing:
    """Reveals an answer piece by piece; what may be the beginning of a surrogate waits."""

    def __init__(self, surrogates: Surrogates) -> None:
        self._surrogates = surrogates
        self._text = ""
        self._done = 0

    def feed(self, piece: str) -> str:
        self._text += piece
        longest = self._surrogates.longest
        waiting = longest + 1 if longest else 0
        return self._take(max(self._done, len(self._text) - waiting))

    def end(self) -> str:
        return self._take(len(self._text))

    def _take(self, until: int) -> str:
        told = []
        for start, end, original in self._surrogates.found(self._text, self._done):
            if start >= until:
                break
            if end > until:
                until = start
                break
            told += [self._text[self._done : start], original]
            self._done = end
        told.append(self._text[self._done : until])
        self._done = until
        return "".join(told)


def _simple(text: str) -> str:
    """Folded, letter by letter, so that places stay the same."""
    if text.isascii():
        return text.lower()
    return "".join(folded if len(folded := fold(letter)) == 1 else letter for letter in text)


def _kind_of(value: str) -> Kind:
    for span in personal(value):
        if (span.start, span.end) == (0, len(value)):
            return span.kind
    return Kind.REFERENCE if any(letter.isdigit() for letter in value) else Kind.NAME


def _parts(name: str) -> list[str]:
    words = name.split()
    return [word for word in words if len(word) > 2] or words if len(words) > 1 else []


def _places(value: str, kind: Kind, simple: str) -> Iterator[Span]:
    pattern = r"\s+".join(re.escape(word) for word in _simple(value).split())
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", simple):
        yield Span(*found.span(), kind)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """The first ones, of those the longest, without overlaps."""
    done = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= done and span.end > span.start:
            yield span
            done = span.end
