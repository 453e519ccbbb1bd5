"""Models that a loader of the pipeline provides (``model_from``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causerie.compat.calling import call, wrong
from causerie.compat.rasa.engine.recipes.default_recipe import RegisteredComponent
from causerie.compat.rasa.nlu.utils.spacy_utils import SpacyModel
from causerie.nlu import message as ours
from causerie.nlu.spacy_model import MODEL

LOADED = "rasa model of "


def provide(loader: Any, cls: type, messages: Sequence[ours.Message]) -> None:
    """Give the model of a loader of the project's own along with each message."""
    model = call(cls, "provide", loader.provide)
    for message in messages:
        message.documents[LOADED + cls.__name__] = model


def given_model(said: RegisteredComponent, cls: type, messages: Sequence[ours.Message]) -> dict[str, Any]:
    """The argument ``model`` for a class that is registered with ``model_from``."""
    if said.model_from is None or not messages:
        return {}
    documents = messages[0].documents
    if said.model_from == "SpacyNLP" and MODEL in documents:
        model = documents[MODEL]
        return {"model": SpacyModel(model, f"{model.meta.get('lang')}_{model.meta.get('name')}")}
    if LOADED + said.model_from in documents:
        return {"model": documents[LOADED + said.model_from]}
    raise wrong(
        cls,
        f"it is registered with model_from='{said.model_from}', and no such loader stands before it.",
        f"Add '- name: {said.model_from}' above it in the pipeline.",
    )
