"""What stands between ``---`` lines at the head of a page: its title and language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from causerie.errors import Place
from causerie.files.nodes import Mapping, Scalar, describe
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml_text
from causerie.llm.knowledge.outline import clean

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``lines``: how many stand before ``body``."""

    body: str
    title: str = ""
    language: str | None = None
    lines: int = 0


def split_front_matter(text: str, name: str, problems: Problems) -> FrontMatter:
    """Other keys than ``title`` and ``language`` (or ``lang``) are other programs' and not looked at."""
    match = _FRONT.match(text)
    if match is None:
        return FrontMatter(text)
    lines = match.group().count("\n")
    body = text[match.end() :]
    told = Problems()
    node = read_yaml_text("\n" + match.group(1), name, told, expand_variables=False)
    for problem in told:
        problems.add(problem)
    if told.errors or node is None:
        return FrontMatter(body, lines=lines)
    if not isinstance(node, Mapping):  # a page that begins with a rule
        return FrontMatter(text)
    title = node.get("title")
    return FrontMatter(
        body=body,
        title=clean(str(title.value)) if isinstance(title, Scalar) and title.value is not None else "",
        language=_language(node, problems),
        lines=lines,
    )


def _language(node: Mapping, problems: Problems) -> str | None:
    for key in ("language", "lang"):
        value = node.get(key)
        if value is None:
            continue
        if (
            isinstance(value, Scalar)
            and isinstance(value.value, str)
            and _CODE.fullmatch(value.value.strip())
        ):
            return re.split("[-_]", value.value.strip())[0].lower()
        place: Place = value.place
        problems.error(
            f"'{key}' is no language.",
            place,
            expected="a code such as en or fr",
            found=describe(value),
            kind="front_matter",
        )
    return None
