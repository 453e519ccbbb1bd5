"""What was found of a project, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from causerie.errors import Place, Problem


class Verdict(StrEnum):
    """In the order in which a person wants to know."""

    BROKEN = "broken"
    MISSING = "missing"
    REPLACED = "replaced"
    WITHOUT_EFFECT = "without effect"
    UNCHANGED = "unchanged"


# Kinds of problems that are no mistakes in Rasa.
NOT_HERE = ("unknown_recipe",)
STOPS = (Verdict.BROKEN, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Finding:
    """``area``: the part of the project; ``what``: the name; ``told``: what becomes of it here."""

    area: str
    what: str
    verdict: Verdict
    place: Place = Place()
    told: str = ""
    advice: str = ""


def of_problem(area: str, problem: Problem) -> Finding:
    """A mistake in a file, or a warning about one."""
    details = [problem.message]
    if problem.expected:
        details.append(f"Expected: {problem.expected}.")
    if problem.found:
        details.append(f"Found: {problem.found}.")
    verdict = Verdict.BROKEN if problem.severity == "error" else Verdict.WITHOUT_EFFECT
    if problem.kind in NOT_HERE:
        verdict = Verdict.MISSING
    what = ", ".join(problem.names) or problem.kind or "file"
    return Finding(area, what, verdict, problem.place, " ".join(details), problem.advice)
