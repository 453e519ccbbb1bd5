"""A GraphComponent of the project's own, in our pipeline.

As in Rasa: ``create``, then ``train`` if it is trainable, then a fresh ``load`` from what was
written; that one processes the training data for the components after it, and messages later.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from causerie.compat.calling import call, failed, wrong
from causerie.compat.component_traits import (
    check_language,
    check_packages,
    default_config,
    kind_of,
    needs_of,
    shown,
)
from causerie.compat.examples import training_data_of
from causerie.compat.loaders import given_model, provide
from causerie.compat.messages import take_over, view
from causerie.compat.model_files import files_as_state, storage_of_state
from causerie.compat.rasa.engine.graph import ExecutionContext, GraphComponent
from causerie.compat.rasa.engine.recipes.default_recipe import ComponentType, RegisteredComponent
from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.compat.rasa.engine.storage.storage import ModelStorage
from causerie.compat.rasa.shared.nlu.training_data.message import Message
from causerie.compat.rasa.shared.nlu.training_data.training_data import TrainingData
from causerie.errors import CauserieError
from causerie.nlu import message as ours
from causerie.ports import Json, TrainingContext

PREPARING = (ComponentType.MESSAGE_TOKENIZER, ComponentType.MESSAGE_FEATURIZER)


class ComponentHost:
    """Fits ``causerie.ports.Component``; ``component`` is the project's own, once trained or loaded."""

    cls: ClassVar[type[GraphComponent]]
    said: ClassVar[RegisteredComponent]
    defaults: ClassVar[Json] = {}
    takes_any_key: ClassVar[bool] = True
    prepares: ClassVar[bool] = False
    kind: ClassVar[str] = ""
    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: Json) -> None:
        self.config = {**default_config(self.cls), **config}
        self.storage = ModelStorage()
        self.resource = Resource(f"train_{self.cls.__name__}")
        self.context = ExecutionContext(node_name=f"run_{self.cls.__name__}")
        self.component: Any = None
        check_packages(self.cls)

    def train(self, messages: Sequence[ours.Message], context: TrainingContext) -> None:
        check_language(self.cls, context.language)
        self.component = self._make("create")
        data = training_data_of(context.data, [view(message) for message in messages])
        if self.said.is_trainable:
            self._train(data, messages)
        if any(kind in PREPARING for kind in self.said.types):
            self._prepare(data, messages)
        if self.kind == "loader":
            provide(self.component, self.cls, messages)

    def _train(self, data: TrainingData, messages: Sequence[ours.Message]) -> None:
        resource = self._call("train", data, **given_model(self.said, self.cls, messages))
        if not isinstance(resource, Resource):
            raise wrong(
                self.cls,
                f"'train' must return the Resource it wrote to; it returned {shown(resource)}.",
                "End it with 'return self._resource', or register the class with is_trainable=False.",
            )
        self.resource = resource
        self.component = self._make("load")

    def _prepare(self, data: TrainingData, messages: Sequence[ours.Message]) -> None:
        """Let it process the examples, for the components after it."""
        processed = self._call("process_training_data", data, **given_model(self.said, self.cls, messages))
        if not isinstance(processed, TrainingData):
            raise wrong(
                self.cls,
                f"'process_training_data' must return the TrainingData; it returned {shown(processed)}.",
                "End it with 'return training_data'.",
            )
        if len(processed.training_examples) != len(messages):
            raise wrong(
                self.cls,
                f"'process_training_data' was given {len(messages)} examples and returned "
                f"{len(processed.training_examples)}.",
                "Change the examples in place, and keep their number.",
            )
        for message, theirs in zip(messages, processed.training_examples, strict=True):
            take_over(message, theirs, self.cls)

    def process(self, message: ours.Message) -> Awaitable[None] | None:
        if self.kind == "loader":
            provide(self.component, self.cls, [message])
            return None
        processed = self._call("process", [view(message)], **given_model(self.said, self.cls, [message]))
        if inspect.isawaitable(processed):
            return self._process_later(processed, message)
        self._take_over(processed, message)
        return None

    async def _process_later(self, processing: Awaitable[Any], message: ours.Message) -> None:
        try:
            processed = await processing
        except CauserieError:
            raise
        except Exception as error:
            raise failed(self.cls, "process", error) from error
        self._take_over(processed, message)

    def _take_over(self, processed: Any, message: ours.Message) -> None:
        if not isinstance(processed, list) or len(processed) != 1 or not isinstance(processed[0], Message):
            raise wrong(
                self.cls,
                f"'process' must return the messages it was given, as a list; it returned {shown(processed)}.",
                "End it with 'return messages'.",
            )
        take_over(message, processed[0], self.cls)

    def state(self) -> Json:
        return {"resource": self.resource.name, **files_as_state(self.storage)}

    def load(self, state: Json) -> None:
        self.storage = storage_of_state(state)
        self.resource = Resource(state["resource"])
        self.component = self._make("load")

    def _make(self, how: str) -> Any:
        """By ``create`` or ``load``."""
        made = call(
            self.cls,
            how,
            getattr(self.cls, how),
            dict(self.config),
            self.storage,
            self.resource,
            self.context,
        )
        if made is None:
            raise wrong(
                self.cls, f"'{how}' must return the component; it returned None.", "End it with 'return …'."
            )
        return made

    def _call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        function: Callable[..., Any] | None = getattr(self.component, method, None)
        if function is None:
            raise wrong(self.cls, f"it has no method '{method}', which a component registered so needs.")
        return call(self.cls, method, function, *args, **kwargs)


def component_host(cls: type, said: RegisteredComponent) -> type[ComponentHost]:
    """The class of ours for this class of the project."""
    own = {
        "cls": cls,
        "said": said,
        "kind": kind_of(cls, said),
        "needs": needs_of(cls),
        "__doc__": cls.__doc__,
    }
    return type(cls.__name__, (ComponentHost,), own)
