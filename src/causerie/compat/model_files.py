"""The files of a component as what a model may hold: arrays of bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from causerie.compat.rasa.engine.storage.storage import ModelStorage
from causerie.errors import ModelError

Json = dict[str, Any]


def files_as_state(storage: ModelStorage) -> Json:
    """Lists, not mappings: a file may have any name."""
    return {
        "files": [
            {"resource": resource, "path": path, "bytes": np.frombuffer(content, dtype=np.uint8)}
            for resource, files in storage.resources.items()
            for path, content in files.items()
        ],
        "resources": list(storage.resources),
    }


def storage_of_state(state: Json) -> ModelStorage:
    """Raises ModelError for what is no such state."""
    try:
        storage = ModelStorage({name: {} for name in state["resources"]})
        for file in state["files"]:
            content = np.asarray(file["bytes"], dtype=np.uint8).tobytes()
            storage.resources.setdefault(file["resource"], {})[file["path"]] = content
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"The files of a component in the model can't be read: {type(error).__name__}: {error}. "
            "Train the project again: causerie train --force"
        ) from error
    return storage
