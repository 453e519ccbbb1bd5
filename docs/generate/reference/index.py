"""The list of all pages."""

from __future__ import annotations

from collections.abc import Mapping

from docs.generate.reference.markdown import first_sentence, section

SKIPPED = ("#", "<!--", "|", "A component of", "A policy of", "A channel in", "A tracker store", "A lock store",
           "A event broker", "An event broker", "A storage for")  # fmt: skip
TITLES = {
    "components": "Components of the pipeline",
    "policies": "Policies",
    "channels": "Channels",
    "tracker-stores": "Tracker stores",
    "lock-stores": "Lock stores",
    "event-brokers": "Event brokers",
    "model-storages": "Storages of models",
    "commands": "Commands",
    "routes": "HTTP API",
}


def index(pages: Mapping[str, str]) -> str:
    parts = ["# Reference\n\nMade from the code.\n"]
    parts += [section(title, _links(pages, f"{folder}/")) for folder, title in TITLES.items()]
    return "".join(parts) + section("More", _links(pages, ""))


def _links(pages: Mapping[str, str], folder: str) -> str:
    found = [path for path in pages if path.startswith(folder) and path.count("/") == folder.count("/")]
    return "".join(_line(path, pages[path]) for path in found)


def _line(path: str, page: str) -> str:
    title, *paragraphs = (part.strip() for part in page.split("\n\n"))
    said = next((part for part in paragraphs if not part.startswith(SKIPPED)), "")
    return f"- [{title.removeprefix('# ')}]({path}): {first_sentence(said)}\n"
