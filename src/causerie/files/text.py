"""Reads a file as text, or says why it is none."""

from __future__ import annotations

import re
from pathlib import Path

from causerie.errors import Place
from causerie.files.nodes import Source
from causerie.files.problems import Problems

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path | str, problems: Problems) -> str | None:
    """The file's text; None, with a problem, when it can't be had."""
    place = Place(str(path))
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        problems.error("There is no such file.", place, kind="missing_file")
        return None
    except OSError as error:
        problems.error(f"The file can't be read: {error.strerror or error}.", place, kind="unreadable_file")
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.error("The file is stored as UTF-16.", place, expected="UTF-8", advice="Save it as UTF-8.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        problems.error(
            "The file holds bytes that are no UTF-8.",
            Place(str(path), line, column),
            found=f"the byte 0x{raw[error.start]:02x}",
            advice="Save the file as UTF-8.",
            kind="encoding",
        )
    return None


def decode_escapes(text: str) -> str:
    """``\\u00e9`` in a file of ASCII only means the character, quoted or not, as in Rasa."""
    if "\\u" not in text or not text.isascii():
        return text
    try:
        escaped = text.encode().decode("raw_unicode_escape")
        return escaped.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return text


def check_characters(source: Source, problems: Problems) -> bool:
    match = _UNPRINTABLE.search(source.text)
    if match is None:
        return True
    before = source.text[: match.start()]
    problems.error(
        "The file holds a character that YAML does not allow.",
        Place(source.file, before.count("\n") + 1, match.start() - (before.rfind("\n") + 1) + 1),
        found=f"the character U+{ord(match.group()):04X}",
        advice="Remove it. Is this a text file?",
        kind="encoding",
    )
    return False
