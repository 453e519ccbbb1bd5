"""The project's own Python files: what they import, and whether it is here. Nothing of them is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from causerie.errors import Place
from causerie.files.walk import files_below
from causerie.migration.survey.findings import Finding, Verdict
from causerie.migration.survey.served_names import LOOKED_INTO, is_module, lacking

AREA = "code"


def code_findings(folder: Path) -> Iterator[Finding]:
    files = list(files_below(folder, (".py",)))
    own = _own_modules(files, folder)
    for file in files:
        yield from _file(file, folder, own)


def _file(file: Path, folder: Path, own: set[str]) -> Iterator[Finding]:
    name = str(file.relative_to(folder))
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        place = Place(name, getattr(error, "lineno", 0) or 0)
        yield Finding(
            AREA, name, Verdict.BROKEN, place, f"The file is no Python that can be read here: {error}"
        )
        return
    except OSError as error:
        yield Finding(AREA, name, Verdict.BROKEN, Place(name), f"The file can't be read: {error.strerror}")
        return
    asked = _Asked(own)
    asked.visit(tree)
    missing: dict[str, Finding] = {}
    for what, line, advice in asked.lacking():
        missing.setdefault(
            what, Finding(AREA, what, Verdict.MISSING, Place(name, line), "It is not here.", advice)
        )
    yield from missing.values()
    used = sorted({package for package in asked.packages if package in LOOKED_INTO})
    if used and not missing:
        yield Finding(AREA, name, Verdict.UNCHANGED, Place(name), f"uses {', '.join(used)}")


@dataclass
class _Asked(ast.NodeVisitor):
    """Names that a file imports or reaches through a module; imports that may fail are left out."""

    own: set[str]
    names: list[tuple[str, str | None, int]] = field(default_factory=list)
    modules: dict[str, str] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)

    def lacking(self) -> Iterator[tuple[str, int, str]]:
        for module, name, line in self.names:
            advice = lacking(module, name)
            if advice:
                yield (module if name is None else f"{module}.{name}"), line, advice

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._ask(alias.name, None, node.lineno)
            bound = alias.asname or alias.name.partition(".")[0]
            self.modules[bound] = alias.name if alias.asname else bound

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or not node.module:
            return
        for alias in node.names:
            self._ask(node.module, alias.name, node.lineno)
            whole = f"{node.module}.{alias.name}"
            if self._is_looked_into(whole) and is_module(whole):
                self.modules[alias.asname or alias.name] = whole

    def visit_Try(self, node: ast.Try) -> None:
        """What may fail to be imported is not missed."""
        if any(_catches_imports(handler) for handler in node.handlers):
            for part in (*node.orelse, *node.finalbody):
                self.visit(part)
            return
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """Under TYPE_CHECKING nothing is imported."""
        if "TYPE_CHECKING" in ast.unparse(node.test):
            for part in node.orelse:
                self.visit(part)
            return
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """``rasa.shared.utils.io.read_yaml_file``: the longest module in it, and the name after that."""
        parts = _chain(node)
        if parts and parts[0] in self.modules:
            whole = [*self.modules[parts[0]].split("."), *parts[1:]]
            if self._is_looked_into(whole[0]):
                self._ask_chain(whole, node.lineno)
                return
        self.generic_visit(node)

    def _ask_chain(self, parts: list[str], line: int) -> None:
        for length in range(len(parts) - 1, 0, -1):
            module = ".".join(parts[:length])
            if is_module(module):
                self._ask(module, parts[length], line)
                return

    def _ask(self, module: str, name: str | None, line: int) -> None:
        package = module.partition(".")[0]
        if package not in self.own:
            self.packages.add(package)
            self.names.append((module, name if self._is_looked_into(module) else None, line))

    def _is_looked_into(self, name: str) -> bool:
        package = name.partition(".")[0]
        return package in LOOKED_INTO and package not in self.own


def _own_modules(files: list[Path], folder: Path) -> set[str]:
    """Names of all its files and folders: whatever stands on its path to modules, these are not packages to install."""
    names = {part.removesuffix(".py") for file in files for part in file.relative_to(folder).parts}
    return names - set(LOOKED_INTO)


def _catches_imports(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "Exception"
    return any(name in caught for name in ("ImportError", "ModuleNotFoundError", "Exception"))


def _chain(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        before = _chain(node.value)
        return [*before, node.attr] if before else []
    return []
