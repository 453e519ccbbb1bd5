"""Every link in the documentation leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if "fragments" not in page.parts
)
FENCED = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


def test_there_are_pages() -> None:
    assert len(PAGES) > 100


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    broken = [target for target in links(page.read_text("utf-8")) if not leads_somewhere(page, target)]
    assert broken == []


def test_the_architecture_lists_every_decision() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    wanted = [f"{int(record.name[:4])}. [" for record in records]
    listed = [f"](decisions/{record.name})" for record in records]
    lines = (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines()[-len(records) :]
    assert [(line[: len(a)], line[-len(b) :]) for line, a, b in zip(lines, wanted, listed, strict=True)] == [
        *zip(wanted, listed, strict=True)
    ]


def links(text: str) -> list[str]:
    bare = INLINE_CODE.sub("", FENCED.sub("", text))
    return [a or b for a, b in LINK.findall(bare)]


def leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith(("http://", "https://")):
        return True
    file, _, anchor = target.partition("#")
    found = (page.parent / file).resolve() if file else page
    if not found.exists() or not found.is_relative_to(ROOT):
        return False
    return not anchor or anchor in anchors(found.read_text("utf-8"))


def anchors(text: str) -> set[str]:
    """As GitHub makes them of headings."""
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}
