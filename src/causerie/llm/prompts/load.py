"""Reads the templates of prompts, packaged ones or the project's, and tries each before it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from causerie.errors import Place, Problem, ProjectError
from causerie.llm.prompts.engine import MOST_CHARACTERS, Template
from causerie.llm.prompts.fence import OPEN, fences_are_whole
from causerie.llm.prompts.material import Material, Passage, Situation, Turn, Voice
from causerie.llm.prompts.values import VARIABLES, values_of
from causerie.registry import did_you_mean

NAMES = ("answer", "rephrase", "choose_intent", "propose_slots")
SUFFIX = ".jinja"


@dataclass(frozen=True, slots=True)
class Templates:
    """One for each of NAMES."""

    by_name: Mapping[str, Template]


def load_templates(folder: Path | None = None) -> Templates:
    """Files in ``folder`` stand for packaged ones of the same name.

    Raises ProjectError with all problems of all files.
    """
    problems = list(_strangers(folder))
    found: dict[str, Template] = {}
    for name in NAMES:
        try:
            source, file = _source(name, folder)
            found[name] = Template(source, file, VARIABLES)
            _try(found[name])
        except ProjectError as error:
            problems += error.problems
    if problems:
        raise ProjectError(problems)
    return Templates(found)


def _source(name: str, folder: Path | None) -> tuple[str, str]:
    path = folder / f"{name}{SUFFIX}" if folder else None
    if path is None or not path.exists():
        packaged = resources.files("causerie.llm.prompts") / "templates" / f"{name}{SUFFIX}"
        return packaged.read_text(encoding="utf-8"), f"{name}{SUFFIX}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        advice = "Save it as a file of UTF-8 text, or take it away: then the packaged one is used."
        raise ProjectError(
            Problem(f"The template can't be read: {why}.", Place(str(path)), advice=advice)
        ) from None
    if len(text) > MOST_CHARACTERS:
        found = f"{len(text):,}"
        advice = "Knowledge belongs into documents, from which passages are chosen."
        problem = Problem(
            "The template is too long.", Place(str(path)), f"{MOST_CHARACTERS:,} characters", found, advice
        )
        raise ProjectError(problem)
    return text, str(path)


def _strangers(folder: Path | None) -> list[Problem]:
    """Templates under names that nobody reads."""
    if folder is None or not folder.is_dir():
        return []
    names = [f"{name}{SUFFIX}" for name in NAMES]
    return [
        Problem(
            "No prompt has this name.",
            Place(str(path)),
            " or ".join(names),
            path.name,
            did_you_mean(path.name, names) or "Rename it or take it away.",
        )
        for path in sorted(folder.glob(f"*{SUFFIX}"))
        if path.name not in names
    ]


def _try(template: Template) -> None:
    """Fills it with everything and with nothing, so that no turn meets its mistakes."""
    nonce = "0123456789abcdef"
    for material in (_FULL, Material("q")):
        system, user = template.render(values_of(material, nonce))
        text = f"{system}\n{user}"
        if not fences_are_whole(text, nonce) or 2 * text.count(f"{OPEN} ") != text.count(nonce):
            advice = (
                "Write values of users and documents whole: {{ question }}, without a filter that cuts them."
            )
            problem = Problem(
                "The template breaks a fence around what others wrote.", Place(template.file), advice=advice
            )
            raise ProjectError(problem)


_FULL = Material(
    "question",
    Voice("persona", "instructions", "wishes", "en"),
    Situation("form", "asks", {"slot": "value"}, ("task",)),
    (Passage("p", "text", ("title", "heading")), Passage("r", "text")),
    (Turn("user", "hello"), Turn("assistant", "hello")),
    "reply",
    {"intent": "meaning"},
    {"slot": "meaning"},
)
