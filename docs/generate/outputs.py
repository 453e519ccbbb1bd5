"""Which file gets what; files that are no longer made go."""

from __future__ import annotations

import json
from pathlib import Path

from docs.generate.channel_responses import responses_page
from docs.generate.reference import reference
from docs.generate.schemas import schemas

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "src/causerie/schemas"
REFERENCE = ROOT / "docs/reference"
RESPONSES = ROOT / "docs/how-to/channels/responses.md"


def contents() -> dict[Path, str]:
    """What every generated file must hold."""
    made = schemas().items()
    texts = {SCHEMAS / f"{name}.json": json.dumps(schema, indent=1) + "\n" for name, schema in made}
    texts |= {REFERENCE / path: text for path, text in reference().items()}
    return texts | {RESPONSES: responses_page()}


def write() -> None:
    wanted = contents()
    for path in _present() - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def outdated() -> list[Path]:
    """Files that differ from what is generated, are missing, or are left over."""
    wanted = contents()
    wrong = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    return sorted(path.relative_to(ROOT) for path in {*wrong, *(_present() - set(wanted))})


def _present() -> set[Path]:
    return {*SCHEMAS.glob("*.json"), *REFERENCE.rglob("*.md")}
