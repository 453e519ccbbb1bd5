"""Finds answers that give away the instructions of the GPT, or passages as a whole."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from causerie.llm.leash.letters import fold, visible
from causerie.llm.leash.shingles import shared_part, shares, stretches

LONG, MIDDLE = 80, 30  # words of a passage
MOST = 0.6  # of a long passage may be said word for word
_FENCE_WORDS = re.compile(r"<<<\s*data|end data \w+>>>|\bdata (?:passage|question|history|slots|wishes) ")
_ABOUT_ITSELF = re.compile(
    r"\bsystem (?:prompt|message|instructions?)\b|\b(?:my|these|the following) (?:secret |hidden |internal |initial |original )?(?:instructions|prompt|guidelines)"
    r"(?: are| say| is| state| tell|:)|\bmy (?:\w+ )?rules (?:are|say|state|tell)\b"
    r"|\bi (?:am|was|have been) (?:instructed|configured|programmed|prompted|told) (?:to|that|not)\b"
    r"|\bprompt (?:systeme|initial|cache)\b|\b(?:message|instructions?|consignes?) (?:du |de )?systeme\b"
    r"|\b(?:mes|ces|les) (?:consignes|instructions|directives)(?: \w+)? (?:sont|disent|indiquent|precisent)\b"
    r"|\b(?:mes|les) (?:consignes|instructions|directives)(?: \w+)? ?:|\bmes regles (?:sont|disent|:)"
    r"|\bj'?ai (?:recu|pour) (?:l'ordre|l'instruction|la consigne|instruction|consigne|ordre)\b|\bon m'a (?:dit|demande|ordonne|programme)"
    r"|\b(?:dan|jailbreak|developer) mode\b|\bmode (?:dan|developpeur|debridé)\b|\bi am (?:now )?(?:dan|unrestricted|free of)\b|\bje suis (?:dan|libre de toute)\b"
    r"|\b(?:only|uniquement|que) (?:say )?(?:what|ce que|a partir) (?:de |des )?(?:the |les )?passages\b"
    r"|\b(?:the|les) passages (?:say|disent|provided|fournis)\b"
    r"|\b(?:meine|mis|as minhas|le mie) (?:anweisungen|instrucciones|instrucoes|istruzioni)\b|\bsystemprompt\b"
)
_CODED = re.compile(r"(?<![\w/.:?=&%#@-])[A-Za-z0-9+/=_-]{40,}")
_SPELLED = re.compile(
    r"(?<![^\W_])(?:[^\W\d_][^\w\n]{1,3}){11,}[^\W\d_](?![^\W_])|(?:^[ \t*-]*[^\W\d_][ \t.,]*\n){8,}",
    re.MULTILINE,
)
_MORSE = re.compile(r"(?:[.·•_−–-]{1,6}[ /|]+){10,}")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What may not be told; ``known`` are stretches of the system prompt that stand nowhere else."""

    nonce: str
    known: frozenset[bytes]
    passages: tuple[str, ...]


def secrets_of(system: str, nonce: str, passages: Sequence[str], said: Sequence[str] = ()) -> Secrets:
    """``said``: earlier answers; what stands in them or in passages is no secret."""
    open_ones: frozenset[bytes] = frozenset().union(*(stretches(text) for text in (*passages, *said)))
    return Secrets(nonce, stretches(system) - open_ones, tuple(passages))


def disclosed(answer: str, secrets: Secrets) -> str:
    """What ``answer`` gives away, in a few words for the log; "" when nothing."""
    text = visible(answer)
    folded = fold(text)
    tight = re.sub(r"[^0-9a-z]", "", folded)
    if secrets.nonce and (secrets.nonce in tight or secrets.nonce[::-1] in tight):
        return "the mark of the fences"
    if _FENCE_WORDS.search(folded):
        return "a fence"
    if _ABOUT_ITSELF.search(re.sub("[’‘`]", "'", folded)):
        return "talk about instructions"
    if shares(text, secrets.known) or any(shares(decoded, secrets.known) for decoded in _decoded(text)):
        return "the system prompt"
    if _CODED.search(text) or _SPELLED.search(text) or _MORSE.search(text):
        return "text in a code"
    return _dumped(text, secrets.passages)


def _dumped(text: str, passages: Sequence[str]) -> str:
    words = [len(re.findall(r"\w+", passage)) for passage in passages]
    if len(text) < 4 * MIDDLE:
        return ""
    shared = [
        shared_part(text, passage) if count >= MIDDLE else 0.0
        for passage, count in zip(passages, words, strict=True)
    ]
    if any(part > MOST and count >= LONG for part, count in zip(shared, words, strict=True)):
        return "a whole passage"
    return "several passages" if sum(part > MOST for part in shared) > 1 else ""


def _decoded(text: str) -> Iterator[str]:
    """Texts that ``text`` may hold in base64 or in hexadecimal, also across lines."""
    tight = re.sub(r"\s", "", text)
    for said in re.findall(r"[A-Za-z0-9+/_-]{24,}", tight) if len(tight) < 20_000 else ():
        plain = said.replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start:]
            try:
                decoded = base64.b64decode(part[: len(part) // 4 * 4], validate=True)
            except (binascii.Error, ValueError):
                continue
            if sum(32 <= byte < 127 for byte in decoded) > 0.8 * len(decoded):
                yield decoded.decode("latin-1")
    for said in re.findall(r"(?:[0-9a-f]{2}[\s:,x-]{0,3}){24,}", text.lower()):
        digits = re.sub(r"[^0-9a-f]", "", said)
        yield bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("latin-1")
