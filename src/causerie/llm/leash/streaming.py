"""Judges an answer of a GPT while it comes: sentence by sentence, and the harmless beginnings of sentences.

A sentence is judged together with enough of what stands before it that nothing can hide between the two, so that
an answer costs as much as it is long. Where that looks odd in any way, everything so far is judged again; at the
end, the whole is.
"""

from __future__ import annotations

import re

from causerie.llm.leash.beginnings import Beginnings, harmless
from causerie.llm.leash.dumping import Dumping
from causerie.llm.leash.judge import MOST_READ, Given, Prepared, Reason, Verdict, judged, shown
from causerie.llm.leash.letters import visible
from causerie.llm.leash.sentences import ends_of

BEFORE = 64
"""Letters before a sentence that are judged with it; stretches of 36 tell what was disclosed."""
ROOM = 600
"""Characters that a sentence may still take before an answer is cut, or it is not begun early."""
_END_SIGNS = 80  # characters: points, quotes and citations at the end of a sentence
_LISTED = re.compile(r"\s*[>*]*\s*\d{1,2}[.)]\s")
_REACHING = re.compile(r"<|&[#\w]|```|~~~")  # HTML, entities, fences: what they hide may end far away
_LETTER = re.compile("[A-Za-z]")


class SentenceJudge:
    """``feed`` gives back the text to say now. When ``stopped`` is set, nothing more may be said.

    ``released`` is all that was said: sentences that passed all checks, and then perhaps some harmless words.
    """

    def __init__(self, given: Given) -> None:
        self._prepared = Prepared.of(given)
        self._beginnings = Beginnings.of(given)
        self._dumping = Dumping(self._prepared.secrets.passages)
        self._raw = ""
        self._ends = [0]  # of sentences that were judged
        self._judged = ""  # what they say
        self._is_reaching = False  # such markup came
        self._is_full = self._is_held = False  # nothing more fits; the sentence waits for its end
        self.released = ""
        self.citations: tuple[int, ...] = ()
        self.stopped: Verdict | None = None

    def feed(self, piece: str) -> str:
        if self.stopped or not piece:
            return ""
        start = max(self._ends[-1], len(self._raw) - _END_SIGNS)
        self._raw += piece
        if _REACHING.search(self._raw, max(0, len(self._raw) - len(piece) - 2)):
            self._is_reaching = True
        ends = [end for end in ends_of(self._raw, start) if not _is_open(self._raw[max(0, end - 2000) : end])]
        if ends and not self._is_full:
            new = self._take_sentences(ends[-1])
        elif len(self._raw) > MOST_READ:
            self.stopped = Verdict(reason=Reason.TOO_LONG)
            return ""
        else:
            new = ""
        return new if self.stopped else new + self._begin_sentence()

    def end(self) -> str:
        """The rest; after it ``verdict`` tells how it went."""
        if self.stopped:
            return ""
        return self._release(judged(self._raw, self._prepared))

    @property
    def verdict(self) -> Verdict:
        return self.stopped or Verdict(self.released, self.citations)

    @property
    def begun(self) -> str:
        """What was released of a sentence that is not judged yet."""
        return self.released[len(self._judged) :]

    # -- sentences

    def _take_sentences(self, end: int) -> str:
        """Judge and release what ends there."""
        verdict = self._judged_nearby(end) or judged(self._raw[:end], self._prepared)
        if verdict.reason is Reason.EMPTY:
            return ""  # what shows nothing is judged again with the next sentence
        longest = self._prepared.given.longest
        self._is_full = verdict.ok and end > longest and len(verdict.text) <= len(self._judged)
        return "" if self._is_full else self._release(verdict, end)

    def _judged_nearby(self, end: int) -> Verdict | None:
        """A verdict on all that ends there, from the last sentences alone; None when only the whole can tell."""
        start, seen = self._start(), self._ends[-1]
        given = self._prepared.given
        if (
            self._is_reaching
            or not start
            or len(self._judged) + end - seen > given.longest
            or end - start > given.longest
        ):
            return None
        window = self._raw[start:end]
        verdict = judged(window, self._prepared)
        before = shown(visible(self._raw[start:seen]).strip(), self._prepared)
        fits = before and self._judged.endswith(before) and verdict.ok and verdict.text.startswith(before)
        if self._dumping.reads(window) or not fits:
            return None
        cited = tuple(dict.fromkeys([*self.citations, *verdict.citations]))
        return Verdict(self._judged + verdict.text[len(before) :], cited)

    def _start(self) -> int:
        """Where the sentences begin that are judged again with the next one; lists from their first item."""
        letters, last = 0, self._ends[-1]
        for place in range(len(self._ends) - 2, -1, -1):
            start = self._ends[place]
            letters += len(_LETTER.findall(self._raw, start, last))
            last = start
            if letters >= BEFORE and not _LISTED.match(self._raw, start):
                return start
        return 0

    def _release(self, verdict: Verdict, end: int | None = None) -> str:
        if verdict.ok and not verdict.text.startswith(self.released):
            verdict = Verdict(reason=Reason.MARKUP, detail="It reaches over sentences.")
        if not verdict.ok:
            self.stopped = verdict
            return ""
        new = verdict.text[len(self.released) :]
        self.released = self._judged = verdict.text
        self.citations = verdict.citations
        if end is not None:
            self._ends.append(end)
            self._is_held = False
        return new

    # -- their beginnings

    def _begin_sentence(self) -> str:
        """Words of a sentence that has not ended yet, and that nothing can make harmful."""
        last = self._ends[-1]
        fits = len(self._judged) + ROOM <= self._prepared.given.longest
        # where the sentence before was said as it came, nothing between the two changes either
        fits = fits and self._judged.endswith(self._raw[max(0, last - 12) : last].lstrip())
        if self._is_held or self._is_full or self._is_reaching or not fits:
            return ""
        said, sentence = self.begun, self._raw[self._ends[-1] :]
        text, self._is_held = harmless(sentence, self._judged, self._beginnings)
        new = text[len(said) :]
        self.released += new
        return new


def _is_open(tail: str) -> bool:
    """Whether markup that began is not closed yet, so that cutting here could hide what it is."""
    if tail.count("```") % 2 or tail.rfind("<") > tail.rfind(">") or tail.count("**") % 2:
        return True
    return tail.rfind("[") > tail.rfind("]") or bool(re.search(r"\]\s?\([^)\s]*$|&\w*$", tail))
