"""The pages of docs/reference, each from what the code says of itself.

A file ``docs/generate/fragments/<page>`` is put at the end of its page.
"""

from __future__ import annotations

from pathlib import Path

from docs.generate.reference.commands import command_pages
from docs.generate.reference.environment import environment_page
from docs.generate.reference.events import default_actions_page, events_page
from docs.generate.reference.index import index
from docs.generate.reference.registry_pages import pages_of
from docs.generate.reference.routes import route_pages
from docs.generate.reference.slots import slots_page
from docs.generate.registered import REGISTRIES

FRAGMENTS = Path(__file__).parents[1] / "fragments"
NOTICE = "<!-- Made by python -m docs.generate from the code; what is changed here is lost. -->\n"


def reference() -> dict[str, str]:
    """Text by path below docs/reference."""
    pages: dict[str, str] = {}
    for kind in REGISTRIES:
        pages |= pages_of(kind)
    pages |= command_pages() | route_pages()
    pages |= {
        "default-actions.md": default_actions_page(),
        "events.md": events_page(),
        "slots.md": slots_page(),
        "environment.md": environment_page(),
    }
    pages["README.md"] = index(pages)
    return {path: _finished(path, text) for path, text in pages.items()}


def _finished(path: str, text: str) -> str:
    title, _, rest = text.partition("\n")
    fragment = FRAGMENTS / path
    more = "\n" + fragment.read_text("utf-8").strip() + "\n" if fragment.is_file() else ""
    return f"{title}\n\n{NOTICE}{rest.rstrip()}\n{more}"
