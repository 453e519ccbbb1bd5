"""``limits`` under ``llm`` → Limits."""

from __future__ import annotations

from causerie.llm.section import Section
from causerie.llm.settings import Limit, Limits

SPANS = ("day", "conversation", "turn")


def read_limits(llm: Section) -> Limits:
    section = llm.part("limits")
    section.known((*SPANS, "calls_per_minute"), {})
    day, conversation, turn = (_limit(section.part(span), llm) for span in SPANS)
    return Limits(day, conversation, turn, section.whole("calls_per_minute", 0, at_least=0))


def _limit(section: Section, llm: Section) -> Limit:
    section.known(("tokens", "cost"), {})
    found = Limit(section.whole("tokens", None, at_least=1), section.number("cost", None, above=0))
    if found.cost is not None and not llm.values.get("price"):
        section.wrong(
            "cost",
            f"'cost' in {section.what} needs prices.",
            expected="'price' under 'llm'",
            found="no 'price'",
            advice="Write 'price: {input: …, output: …}', per million tokens, or limit 'tokens'.",
        )
    return found
