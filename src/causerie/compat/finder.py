"""Finds ``rasa`` and ``rasa.*`` in ``causerie.compat.rasa``."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from causerie.compat.unserved import NotServed, attribute_of, message

ROOT = "rasa"
HOME = f"{__package__}.{ROOT}"
Path = Sequence[str] | None


def install() -> None:
    """Serve Rasa's names from now on; a second call changes nothing."""
    if not any(isinstance(finder, RasaItself) for finder in sys.meta_path):
        sys.meta_path.insert(0, BelowRasa())
        sys.meta_path.append(RasaItself())


class RasaItself(MetaPathFinder):
    """Asked last: a ``rasa`` that is installed comes first."""

    def find_spec(self, fullname: str, path: Path, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(ROOT, _Alias(HOME)) if fullname == ROOT else None


class BelowRasa(MetaPathFinder):
    """Asked first, else Python finds the files a second time; answers only below our own ``rasa``.

    What is not there is told with what to use in its place.
    """

    def find_spec(self, fullname: str, path: Path, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname.startswith(f"{HOME}.") and PathFinder.find_spec(fullname, path) is None:
            raise NotServed(message(f"{ROOT}{fullname[len(HOME) :]}"))
        if not fullname.startswith(f"{ROOT}.") or not _is_ours(sys.modules.get(ROOT)):
            return None
        home = f"{HOME}{fullname[len(ROOT) :]}"
        return ModuleSpec(fullname, _Alias(home)) if find_spec(home) else None


def _is_ours(rasa: ModuleType | None) -> bool:
    return rasa is not None and rasa.__name__ == HOME


class _Alias(Loader):
    """Gives one module a second name; there is only one of it."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self.home)
        self.spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec
        if "__getattr__" not in vars(module):
            vars(module)["__getattr__"] = _asked(module)


def _asked(module: ModuleType) -> Any:
    """What answers for names that a module has not."""
    name = f"{ROOT}{module.__name__[len(HOME) :]}"
    is_package = hasattr(module, "__path__")
    return lambda attribute: attribute_of(name, attribute, is_package)
