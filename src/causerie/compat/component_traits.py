"""What a GraphComponent says of itself: its kind, what it needs, its configuration, languages and packages."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from causerie.compat.calling import call, wrong
from causerie.compat.rasa.engine.graph import GraphComponent
from causerie.compat.rasa.engine.recipes.default_recipe import ComponentType, RegisteredComponent
from causerie.compat.rasa.nlu.featurizers.featurizer import Featurizer
from causerie.compat.rasa.nlu.tokenizers.tokenizer import Tokenizer
from causerie.ports import Json

KINDS = {
    ComponentType.MODEL_LOADER: "loader",
    ComponentType.MESSAGE_FEATURIZER: "featurizer",
    ComponentType.INTENT_CLASSIFIER: "classifier",
    ComponentType.ENTITY_EXTRACTOR: "extractor",
}


def kind_of(cls: type, said: RegisteredComponent) -> str:
    """A spell checker may be registered as a tokenizer; only what splits texts counts as one."""
    if issubclass(cls, Tokenizer):
        return "tokenizer"
    return next((kind for found, kind in KINDS.items() if found in said.types), "own")


def needs_of(cls: type[GraphComponent]) -> tuple[str, ...]:
    required = call(cls, "required_components", cls.required_components) or []
    return tuple(_need(found) for found in required)


def _need(found: type) -> str:
    if issubclass(found, Featurizer):
        return "featurizer"
    return "tokenizer" if issubclass(found, Tokenizer) else found.__name__


def default_config(cls: type[GraphComponent]) -> Json:
    defaults = call(cls, "get_default_config", cls.get_default_config)
    if not isinstance(defaults, dict):
        raise wrong(cls, f"'get_default_config' must return a dict; it returned {shown(defaults)}.")
    return defaults


def check_packages(cls: type[GraphComponent]) -> None:
    missing = [
        name for name in call(cls, "required_packages", cls.required_packages) or () if not _is_there(name)
    ]
    if missing:
        raise wrong(
            cls, f"it needs {', '.join(missing)}, not installed here.", f"pip install {' '.join(missing)}"
        )


def _is_there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def check_language(cls: type[GraphComponent], language: str | None) -> None:
    """Raises ComponentError where the component says that it can't read this language."""
    known, unknown = cls.supported_languages(), cls.not_supported_languages()
    if language and ((known is not None and language not in known) or language in (unknown or ())):
        can = f"It reads {', '.join(known)}." if known else f"It does not read {', '.join(unknown or ())}."
        raise wrong(cls, f"it can't be used for the language '{language}' of config.yml. {can}")


def shown(value: Any) -> str:
    return "None" if value is None else f"{value!r:.60} ({type(value).__name__})"
