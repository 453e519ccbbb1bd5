"""Names in a user's files → classes.

A registry is one table. A name may also be a module path (``my_package.my_module.MyClass``), and
third parties add names through the entry-point group ``causerie.<kind>``.
"""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

from causerie.errors import ComponentError


def near_misses(name: str, known: Mapping[str, object] | list[str] | set[str] | tuple[str, ...]) -> list[str]:
    """Up to three known names that look like ``name``, best first."""
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in known}
    return [by_folded[match] for match in get_close_matches(name.casefold(), by_folded, 3, 0.6)]


def did_you_mean(name: str, known: Mapping[str, object] | list[str] | set[str] | tuple[str, ...]) -> str:
    """A sentence that names the near misses, or nothing."""
    matches = near_misses(name, known)
    return f"Did you mean {' or '.join(repr(match) for match in matches)}?" if matches else ""


class Registry:
    """A table of names for one kind of thing (``component``, ``policy``, ``channel`` …).

    Values of ``table`` are module paths, imported when asked for, so that a name costs nothing
    until it is used.
    """

    def __init__(self, kind: str, table: Mapping[str, str], refused: Mapping[str, str] | None = None) -> None:
        self.kind = kind
        self.table = dict(table)
        self.refused = dict(refused or {})

    @property
    def group(self) -> str:
        """The entry-point group of packages that add names, such as ``causerie.tracker_store``."""
        return f"causerie.{self.kind.replace(' ', '_')}"

    def find(self, name: str) -> type:
        """The class behind ``name``; raises ComponentError with near misses."""
        short = self.short(name)
        if short in self.refused:
            raise ComponentError(f"The {self.kind} '{name}' can't be had here. {self.refused[short]}")
        if short in self.table:
            return import_class(self.table[short], self.kind)
        for point in entry_points(group=self.group):
            if point.name == name:
                serve_rasas_names()
                return served(point.load(), self.kind)
        if "." in name:
            return import_class(name, self.kind)
        raise ComponentError(
            f"There is no {self.kind} called '{name}'. {did_you_mean(name, self.table)} "
            "A class of your own is named by its module path, for example "
            f"'my_package.my_module.{name}'.".replace("  ", " ")
        )

    def short(self, name: str) -> str:
        """``rasa.nlu.classifiers.diet_classifier.DIETClassifier`` → ``DIETClassifier``."""
        last = name.rpartition(".")[2]
        return last if name.startswith("rasa.") and self.knows_short(last) else name

    def knows_short(self, name: str) -> bool:
        return name in self.table or name in self.refused


def import_class(path: str, kind: str = "class") -> type:
    """Import ``package.module.Class``; raises ComponentError that says which part is missing.

    A class written for Rasa comes back as the one that serves it here.
    """
    module_name, _, class_name = path.rpartition(".")
    if not module_name:
        raise ComponentError(f"'{path}' is no module path; expected 'package.module.{path}'.")
    if not path.startswith("causerie."):
        serve_rasas_names()
    try:
        module = importlib.import_module(module_name)
    except ComponentError:
        raise
    except ModuleNotFoundError as error:
        missing = error.name
        if missing is None:  # not missing by itself: whoever raised it says what it is
            raise ComponentError(
                f"The {kind} '{path}' can't be imported{_line_of(error)}: {error}"
            ) from error
        raise ComponentError(
            f"The {kind} '{path}' can't be imported: there is no module '{missing}'. "
            "Is it installed, and is its folder on PYTHONPATH or in the project's folder?"
        ) from error
    except Exception as error:
        raise ComponentError(
            f"The {kind} '{path}' can't be imported{_line_of(error)}: {type(error).__name__}: {error}"
        ) from error
    try:
        found: type = getattr(module, class_name)
    except AttributeError as error:
        names = [name for name in vars(module) if not name.startswith("_")]
        raise ComponentError(
            f"The module '{module_name}' has no '{class_name}'. {did_you_mean(class_name, names)}".rstrip()
        ) from error
    return served(found, kind)


def serve_rasas_names() -> None:
    """Let code of the project import ``rasa``; none of it is loaded before that code asks."""
    importlib.import_module("causerie.compat")


def served(found: type, kind: str) -> type:
    """The class that serves ``found`` here: itself, or what a base written for Rasa names."""
    host = getattr(found, "__causerie__", None)
    if host is not None:
        serving: type = host(kind)
        return serving
    foreign = next(
        (base for base in getattr(found, "__mro__", ()) if base.__module__.startswith("rasa.")), None
    )
    if foreign is not None:
        raise ComponentError(
            f"The {kind} '{found.__module__}.{found.__qualname__}' is made for the 'rasa' that is installed "
            f"beside Causerie ({foreign.__module__}). Uninstall it (pip uninstall rasa); Causerie serves its names."
        )
    return found


def _line_of(error: BaseException) -> str:
    """The last line of the project's own code on the way to an error."""
    own = str(Path(__file__).parent)
    lines = [
        f" ({frame.filename}, line {frame.lineno})"
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(("<frozen", own)) and "importlib" not in frame.filename
    ]
    return lines[-1] if lines else ""
