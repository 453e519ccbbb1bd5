"""A name in a project's file → what serves it here."""

from __future__ import annotations

import ast
import importlib.util
import sys
from importlib.metadata import entry_points
from pathlib import Path

from causerie.errors import Place
from causerie.migration.survey.findings import Finding, Verdict
from causerie.registry import Registry, did_you_mean, near_misses

NOT_YET = ("later version", "can't be served yet")


def looked_up(area: str, registry: Registry, name: str, place: Place, folder: Path) -> Finding:
    """Unchanged, or missing; classes of the project's own are looked for, and not imported."""
    short = registry.short(name)
    if short in registry.refused:
        return Finding(
            area,
            name,
            Verdict.MISSING,
            place,
            f"There is no such {registry.kind} here.",
            registry.refused[short],
        )
    if short in registry.table:
        needed = packages_missing_for(registry.table[short])
        if needed:
            told = f"It needs {', '.join(needed)}, which is not installed here."
            return Finding(area, name, Verdict.MISSING, place, told, f"pip install {' '.join(needed)}")
        return Finding(area, name, Verdict.UNCHANGED, place)
    if any(point.name == name for point in entry_points(group=registry.group)):
        return Finding(area, name, Verdict.UNCHANGED, place, "It comes with an installed package.")
    if "." in name:
        return own_class(area, registry.kind, name, place, folder)
    told = f"There is no {registry.kind} '{name}' here (yet)."
    advice = did_you_mean(name, registry.table) if near_misses(name, registry.table) else ""
    served = f"Served are: {', '.join(registry.table)}, and classes of your own by their module path."
    return Finding(area, name, Verdict.MISSING, place, told, f"{advice} {served}".strip())


def own_class(area: str, kind: str, name: str, place: Place, folder: Path) -> Finding:
    """``package.module.Class`` in the project's folder, or in a package that is installed."""
    module, _, cls = name.rpartition(".")
    file = module_file(module, folder)
    if file is not None:
        if cls in names_bound_in(file):
            return Finding(area, name, Verdict.UNCHANGED, place, f"Your own class, in {file}.")
        told = f"{file} has no class '{cls}'."
        return Finding(area, name, Verdict.MISSING, place, told, f"Correct the name of the {kind}.")
    if module.partition(".")[0] == "rasa":
        told = f"This {kind} is part of Rasa and is not here."
        return Finding(area, name, Verdict.MISSING, place, told, "See docs/custom-components.md.")
    if is_installed(module.partition(".")[0]):
        return Finding(
            area, name, Verdict.UNCHANGED, place, "A class of an installed package; training tries it."
        )
    told = f"There is no module '{module}' in the project's folder, and none is installed."
    return Finding(
        area, name, Verdict.MISSING, place, told, "Put it beside config.yml, or install its package."
    )


def module_file(module: str, folder: Path) -> Path | None:
    """The project's own file of a module."""
    place = folder.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def is_installed(package: str) -> bool:
    if package in sys.stdlib_module_names or package in sys.builtin_module_names:
        return True
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def packages_missing_for(path: str) -> list[str]:
    """What the module behind a registered name imports, itself or when it is used, and is not installed."""
    spec = importlib.util.find_spec(path.rpartition(".")[0])
    if spec is None or spec.origin is None:
        return []
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    found = {name.partition(".")[0] for node in ast.walk(tree) for name in _imported(node)}
    return sorted(package for package in found if not is_installed(package))


def names_bound_in(file: Path) -> set[str]:
    """Names that a module has at its top; all, when it can't be read."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return set()
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
    return bound


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
