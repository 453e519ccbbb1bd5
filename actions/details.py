"""Which part of a booking somebody wants to change."""

import re

_WORDS = {
    "dates": (
        r"\bdates?\b|\barriv|\bdepart|\bd[ée]part|\bnights?\b|\bnuits?\b|\bdays?\b|\bjours?\b"
        r"|\bs[ée]jour\b"
    ),
    "email": r"\be-?mail|\bmail\b|\badresse\b|\baddress\b|\bcourriel\b",
    "name": r"\bname\b|\bnom\b|\bpr[ée]nom\b",
    "guests": (
        r"\bguests?\b|\bpeople\b|\bpersons?\b|\bpersonnes?\b|\bnombre\b|\bhow many\b|\bnumber\b"
        r"|\bvoyageurs?\b"
    ),
    "room": r"\brooms?\b|\bchambres?\b|\bsuite\b|\btype\b",
}


def read_detail(text: str) -> str | None:
    """`the dates please`, `le nombre de personnes` → `dates`, `guests`, …; a payload's value is kept."""
    lowered = text.lower()
    return next((name for name, words in _WORDS.items() if re.search(words, lowered)), None)
