"""Errors raised on purpose are printed, not traced."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from causerie.errors import CauserieError, Problem, ProjectError


@contextmanager
def shown() -> Iterator[None]:
    """Print a CauserieError and exit with 1; Ctrl-C exits with 130."""
    try:
        yield
    except ProjectError as error:
        print_problems(error.problems)
        sys.exit(1)
    except CauserieError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


def print_problems(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """All problems, then how many."""
    for problem in problems:
        print(problem, file=sys.stderr)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    print(f"\n{_count(errors, 'error')}, {_count(warnings, 'warning')}.", file=sys.stderr)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
