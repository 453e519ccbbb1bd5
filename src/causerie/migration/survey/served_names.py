"""Which names of a package can be imported here: Rasa's from what Causerie serves, others from what is installed."""

from __future__ import annotations

import importlib
from functools import cache
from types import ModuleType

from causerie.compat.unserved import message
from causerie.migration.survey.registered import is_installed

SERVED_AS = {"rasa": "causerie.compat.rasa"}
# Packages whose names have changed between what Rasa 3.6 brought along and what is used here.
LOOKED_INTO = ("rasa", "rasa_sdk", "sanic")
ELSEWHERE = {
    "sanic.response.stream": "Since Sanic 22: response = await request.respond(); await response.send(…).",
}


def lacking(module: str, name: str | None = None) -> str | None:
    """What to do about a module, or a name in it, that is not there; None when it is."""
    package = module.partition(".")[0]
    if package != "rasa" and not is_installed(package):
        return f"The package '{package}' is not installed here: pip install {package}"
    if package not in LOOKED_INTO:
        return None
    found = _module(module)
    if found is not None and (name is None or name == "*" or _has(found, name)):
        return None
    whole = module if name is None else f"{module}.{name}"
    if _module(whole) is not None:
        return None
    return message(whole) if package == "rasa" else _advice(whole, package)


def is_module(name: str) -> bool:
    return _module(name) is not None


def _advice(whole: str, package: str) -> str:
    told = f"'{whole}' is not in the {package} that is installed here ({_version(package)})."
    return f"{told} {ELSEWHERE[whole]}" if whole in ELSEWHERE else told


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package.replace("_", "-"))
    except PackageNotFoundError:
        return "of unknown version"


@cache
def _module(name: str) -> ModuleType | None:
    root, _, rest = name.partition(".")
    home = ".".join(part for part in (SERVED_AS.get(root, root), rest) if part)
    try:
        return importlib.import_module(home)
    except ImportError:
        return None


def _has(module: ModuleType, name: str) -> bool:
    try:
        return hasattr(module, name)
    except ImportError:  # what is not served says so by one
        return False
