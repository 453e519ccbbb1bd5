"""A lookup may name a text file with a word per line."""

from __future__ import annotations

from pathlib import Path

from causerie.errors import Place
from causerie.files.nodes import Node, Scalar
from causerie.files.problems import Problems
from causerie.files.text import read_text


def lookup_file(node: Node | None) -> Path | None:
    """The file that ``examples: words.txt`` means; None for anything else."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return None
    written = node.value.strip()
    if not written.endswith(".txt") or "\n" in written or written.startswith("-"):
        return None
    return find_file(written, node.source.file)


def find_file(written: str, beside: str) -> Path:
    """Relative to the file that names it, or to the working folder."""
    path = Path(beside).parent / written
    return path if path.exists() else Path(written)


def read_lookup_file(file: Path, place: Place, problems: Problems) -> list[str]:
    if not file.is_file():
        problems.error(
            f"The lookup file '{file}' does not exist.",
            place,
            advice="Give its path from this file's folder or from the working folder.",
            kind="missing_file",
        )
        return []
    text = read_text(file, problems)
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
