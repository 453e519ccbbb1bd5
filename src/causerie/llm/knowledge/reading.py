"""Reads a project's folder of knowledge: Markdown, plain text, HTML and PDF."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from causerie.errors import Place
from causerie.files.problems import Problems
from causerie.files.text import read_text
from causerie.llm.knowledge.cutting import Block, Document, cut
from causerie.llm.knowledge.front_matter import split_front_matter
from causerie.llm.knowledge.html import html_blocks
from causerie.llm.knowledge.markdown import markdown_blocks
from causerie.llm.knowledge.passage import Passage
from causerie.llm.knowledge.pdf import pdf_blocks
from causerie.llm.knowledge.plain import plain_blocks

MARKDOWN = (".md", ".markdown")
PLAIN = (".txt", ".text")
HTML = (".html", ".htm", ".xhtml")
PDF = (".pdf",)
ENDINGS = (*MARKDOWN, *PLAIN, *HTML, *PDF)
MOST_BYTES = 5_000_000
MOST_BYTES_OF_PDF = 30_000_000
MOST_FILES = 5_000
_LANGUAGES = (
    "ar bg bn br ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mt nb nl "
    "nn no pl pt ro ru sk sl sq sr sv th tr uk vi zh"
)
LANGUAGES = frozenset(_LANGUAGES.split())
_BINARY = re.compile("[\0-\x08\x0e-\x1f]")


def read_knowledge(folder: Path, problems: Problems, root: Path | None = None) -> list[Passage]:
    """The passages of all files below the folder, by file name.

    ``root`` is the project's folder, by default the one above. Mistakes go to ``problems``: a file that
    can't be read is left out. Raises nothing for what files hold.
    """
    root = root or folder.parent
    if not folder.is_dir():
        problems.error(
            "There is no such folder of knowledge.",
            Place(str(folder)),
            expected=f"a folder with files that end in {', '.join(ENDINGS)}",
            kind="missing_file",
        )
        return []
    found: list[Passage] = []
    for file in _files(folder, problems):
        document = read_document(file, folder, root, problems)
        if document is not None:
            found.extend(cut(document))
    return found


def read_document(file: Path, folder: Path, root: Path, problems: Problems) -> Document | None:
    """One file; None, with a problem, where it can't be read or says nothing."""
    name = file.relative_to(folder).as_posix()
    source = file.relative_to(root).as_posix() if file.is_relative_to(root) else name
    place = Place(str(file))
    ending = file.suffix.lower()
    blocks: tuple[Block, ...] = ()
    said: str | None = None
    if _too_large(file, place, problems):
        return None
    if ending in PDF:
        content = _bytes(file, place, problems)
        blocks = pdf_blocks(content, place, problems) if content else ()
    else:
        text = _text(file, place, problems)
        if text is None:
            return None
        blocks, said = _blocks(text, ending, str(file), problems)
    if not blocks and not _told(place, problems):
        problems.warning("The file says nothing.", place, advice="Write in it, or remove it.", kind="empty")
    return Document(name, source, blocks, said or language_of_name(name)) if blocks else None


def language_of_name(name: str) -> str | None:
    """``handbook.fr.md`` and ``fr/handbook.md`` are in French."""
    *folders, file = name.lower().split("/")
    parts = file.split(".")[1:-1]
    for part in [*reversed(parts), *reversed(folders)]:
        if (code := part.split("-")[0]) in LANGUAGES:
            return code
    return None


def _blocks(text: str, ending: str, name: str, problems: Problems) -> tuple[tuple[Block, ...], str | None]:
    """Blocks, and the language that the file itself names."""
    if ending in HTML:
        return html_blocks(text)
    front = split_front_matter(text, name, problems)
    if ending in MARKDOWN:
        return markdown_blocks(front.body, front.title, front.lines + 1), front.language
    headings = (front.title,) if front.title else ()
    blocks = (Block(block.text, headings, block.line + front.lines) for block in plain_blocks(front.body))
    return tuple(blocks), front.language


def _files(folder: Path, problems: Problems) -> Iterator[Path]:
    """Files to read, sorted; what is left out is told, but for hidden files."""
    inside = folder.resolve()
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        here = Path(place)
        for name in [*folders, *names]:
            path = here / name
            if path.is_symlink() and not name.startswith(".") and not _is_inside(path, inside):
                problems.warning(
                    "The link leads out of the folder, so it is not followed.",
                    Place(str(path)),
                    advice="Copy what it leads to into the folder.",
                    kind="link",
                )
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and path.is_file() and _is_inside(path, inside):
                found.append(path)
    readable = sorted(file for file in found if file.suffix.lower() in ENDINGS)
    for file in sorted(set(found) - set(readable)):
        problems.warning(
            "The file is not read.",
            Place(str(file)),
            expected=f"a name that ends in {', '.join(ENDINGS)}",
            advice="Save it as one of these, or move it out of the folder.",
            kind="unknown_format",
        )
    if len(readable) > MOST_FILES:
        problems.error(
            f"There are {len(readable):,} files, of which the first {MOST_FILES:,} are read.",
            Place(str(folder)),
            advice="Put several pages into one file.",
            kind="too_many",
        )
    yield from readable[:MOST_FILES]


def _is_inside(path: Path, folder: Path) -> bool:
    """Where links lead to; one that leads to itself stays where it is (``Path.resolve`` raises)."""
    return Path(os.path.realpath(path)).is_relative_to(folder)


def _too_large(file: Path, place: Place, problems: Problems) -> bool:
    limit = MOST_BYTES_OF_PDF if file.suffix.lower() in PDF else MOST_BYTES
    try:
        size = file.stat().st_size
    except OSError:
        return False  # reading it says why
    if size > limit:
        problems.error(
            "The file is too large, so it is not read.",
            place,
            expected=f"at most {limit / 1e6:.0f} MB",
            found=f"{size / 1e6:.1f} MB",
            advice="Split it into smaller files, and leave out what nobody asks for.",
            kind="too_large",
        )
    return size > limit


def _text(file: Path, place: Place, problems: Problems) -> str | None:
    text = read_text(file, problems)
    if text is None:
        return None
    odd = _BINARY.search(text)
    if odd:
        problems.error(
            "The file is no text.",
            Place(str(file), text.count("\n", 0, odd.start()) + 1),
            expected="text in UTF-8",
            found=f"the character U+{ord(odd.group()):04X}",
            advice="Save it as text in UTF-8, or move it out of the folder.",
            kind="encoding",
        )
        return None
    return text


def _bytes(file: Path, place: Place, problems: Problems) -> bytes | None:
    try:
        content = file.read_bytes()
    except OSError as error:
        problems.error(f"The file can't be read: {error.strerror or error}.", place, kind="unreadable_file")
        return None
    return content


def _told(place: Place, problems: Problems) -> bool:
    return any(problem.place.file == place.file for problem in problems)
