"""docs/how-to/channels/responses.md: which kind of response each channel shows in its own way, which as text."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from causerie.channels.registry import CHANNELS
from docs.generate.reference import NOTICE
from docs.generate.reference.markdown import table

PAGES = Path(__file__).parents[1] / "how-to/channels"
#: Kind of response → how it is called in the table.
KINDS = {
    "text": "text",
    "buttons": "buttons",
    "quick_replies": "quick replies",
    "links": "links",
    "image": "image",
    "attachment": "attachment",
    "elements": "cards",
    "custom": "custom",
}
#: Where ``NATIVE`` stands for channels that have no package with a ``rendering.py``.
ELSEWHERE = {
    "rest": "causerie.channels.collecting",
    "cmdline": "causerie.channels.collecting",
    "callback": "causerie.channels.collecting",
    "web": "causerie.channels.web.showing",
}
YES, AS_TEXT = "●", "text"
EXPLAINED = f"""
{YES}: as the platform's own buttons, pictures and so on. {AS_TEXT}: in words that say the same.

- **text** is split at blank lines, and longer texts at lines, sentences or words, into messages that the platform takes.
- **buttons** that can't be pressed are lines: `1: Small (/order{{"size": "small"}})`.
- **quick replies** are buttons where the platform has none of its own.
- **links** are buttons with `url` and without `payload`; pressing one says nothing to the bot.
- **image** in words is `Image: <address>`, **attachment** is its title and address.
- **cards** are `elements` of a response, in words `title : subtitle` with the card's buttons.
- **custom** is JSON that you write for one platform, with `channel:` in the response. In words it is its `text`, or the
  JSON.

On the phone (`twilio_voice`) everything is spoken: buttons by their titles, an attachment by its title; images and
custom messages without `text` are left out.
"""


def responses_page() -> str:
    rows = [
        (_link(name), *(YES if kind in native_of(name) else AS_TEXT for kind in KINDS))
        for name in CHANNELS.table
    ]
    return "\n".join(
        (
            "# What each channel can show",
            "",
            NOTICE,
            "A response may hold more than words. Every channel shows every kind, as well as its platform can.",
            "",
            table(["channel", *KINDS.values()], rows) + EXPLAINED,
        )
    )


def native_of(name: str) -> frozenset[str]:
    """The kinds that a channel does not turn into text."""
    module = import_module(ELSEWHERE.get(name, f"causerie.channels.{name}.rendering"))
    return frozenset(module.NATIVE)


def _link(name: str) -> str:
    is_here = (PAGES / f"{name}.md").is_file()
    return f"[{name}]({name}.md)" if is_here else f"[{name}](../../reference/channels/{name}.md)"
