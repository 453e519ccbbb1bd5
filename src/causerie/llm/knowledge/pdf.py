"""PDF as blocks, a page a section, by pypdf: the one place that imports it."""

from __future__ import annotations

import importlib
import io
import logging
import re
from typing import Any

from causerie.errors import Place
from causerie.files.problems import Problems
from causerie.llm.knowledge.cutting import Block
from causerie.llm.knowledge.plain import plain_blocks

MOST_PAGES = 1_000
MOST_CHARACTERS = 5_000_000
MOST_PER_STREAM = 20_000_000  # bytes that one compressed stream may become

_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿ])")


def pdf_blocks(content: bytes, place: Place, problems: Problems) -> tuple[Block, ...]:
    """Blocks under the heading of their page; none, with a problem, where it holds no text to read."""
    pypdf = _pypdf(place, problems)
    if pypdf is None:
        return ()
    try:
        pages = _pages(pypdf, content, place, problems)
    except MemoryError:
        raise
    except Exception as error:  # a broken file makes pypdf raise nearly anything
        problems.error(
            f"The PDF can't be read: {type(error).__name__}: {_first_line(error)}.",
            place,
            expected="a whole PDF without a password",
            advice="Open it, and export or print it to a new PDF; or save its text as Markdown.",
            kind="unreadable",
        )
        return ()
    if not any(text.strip() for text in pages) and pages:
        problems.error(
            "The PDF holds no text; it may be made of pictures.",
            place,
            expected="a PDF whose text can be marked and copied",
            advice="Have the text recognised (OCR), or save it as Markdown.",
            kind="no_text",
        )
        return ()
    return tuple(
        Block(block.text, (f"page {number}",), number)
        for number, text in enumerate(pages, start=1)
        for block in plain_blocks(text)
    )


def _pypdf(place: Place, problems: Problems) -> Any:
    try:
        pypdf = importlib.import_module("pypdf")
    except ModuleNotFoundError:
        problems.error(
            "Reading a PDF needs the package pypdf, which is not installed.",
            place,
            advice="pip install 'causerie[knowledge]', or save the text as Markdown.",
            kind="not_installed",
        )
        return None
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells each oddity of each page
    return pypdf


def _pages(pypdf: Any, content: bytes, place: Place, problems: Problems) -> list[str]:
    """The text of each page, as far as the limits go."""
    with pypdf.apply_configuration(
        zlib_maximum_output_length=MOST_PER_STREAM,
        lzw_maximum_output_length=MOST_PER_STREAM,
        run_length_maximum_output_length=MOST_PER_STREAM,
        array_based_stream_maximum_output_length=MOST_PER_STREAM,
    ):
        return _texts(pypdf.PdfReader(io.BytesIO(content)), place, problems)


def _texts(reader: Any, place: Place, problems: Problems) -> list[str]:
    found: list[str] = []
    length = 0
    for number, page in enumerate(reader.pages, start=1):
        text = _HYPHEN.sub("", page.extract_text() or "")
        length += len(text)
        if number > MOST_PAGES or length > MOST_CHARACTERS:
            problems.warning(
                f"Only the first {number - 1} pages of the PDF are read.",
                place,
                expected=f"at most {MOST_PAGES:,} pages and {MOST_CHARACTERS:,} characters",
                advice="Split it into smaller files.",
                kind="too_large",
            )
            break
        found.append(text)
    return found


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0].rstrip(".")[:200]
