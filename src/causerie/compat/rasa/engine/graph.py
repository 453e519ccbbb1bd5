"""The base of components and policies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.compat.rasa.engine.storage.storage import ModelStorage


@dataclass
class ExecutionContext:
    """What a component is told of the run; there is no graph, so ``graph_schema`` is None."""

    graph_schema: Any = field(default=None, repr=False)
    model_id: str | None = None
    should_add_diagnostic_data: bool = False
    is_finetuning: bool = False
    node_name: str | None = None


class GraphComponent(ABC):
    """Derive from it; name the class in config.yml by its module path."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Classes of which one must stand earlier in the pipeline, each."""
        return []

    @classmethod
    @abstractmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """A new component; ``config`` is that of config.yml over ``get_default_config``."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GraphComponent:
        """The component as it was trained; by default a new one."""
        return cls.create(config, model_storage, resource, execution_context)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @staticmethod
    def supported_languages() -> list[str] | None:
        """None: all."""
        return None

    @staticmethod
    def not_supported_languages() -> list[str] | None:
        return None

    @staticmethod
    def required_packages() -> list[str]:
        return []

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes when data outside the project does that the component is trained on."""
        return None

    @classmethod
    def __causerie__(cls, kind: str) -> type:
        """The class that serves this one here."""
        from causerie.compat.hosting import host_of_graph_component

        return host_of_graph_component(cls, kind)
