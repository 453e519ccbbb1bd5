"""Gathers mistakes, so that all of a run are told at once."""

from __future__ import annotations

from collections.abc import Iterator

from causerie.errors import Place, Problem, ProjectError, Severity


class Problems:
    """Mistakes in the order they were found, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str, str], Problem] = {}

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self if problem.severity == "warning")

    def add(self, problem: Problem) -> None:
        key = (str(problem.place), problem.message, problem.found, problem.severity)
        self._found.setdefault(key, problem)

    def error(self, message: str, place: Place, **details: str) -> None:
        self._report("error", message, place, details)

    def warning(self, message: str, place: Place, **details: str) -> None:
        self._report("warning", message, place, details)

    def _report(self, severity: Severity, message: str, place: Place, details: dict[str, str]) -> None:
        self.add(
            Problem(
                message,
                place,
                expected=details.get("expected", ""),
                found=details.get("found", ""),
                advice=details.get("advice", ""),
                severity=severity,
                kind=details.get("kind", "file"),
                names=(details["name"],) if details.get("name") else (),
            )
        )

    def raise_errors(self) -> None:
        """Raises ProjectError with everything found, if any of it is an error."""
        if self.errors:
            raise ProjectError((*self.errors, *self.warnings))
