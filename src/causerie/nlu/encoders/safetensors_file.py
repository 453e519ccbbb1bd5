"""Weights from ``model.safetensors``, by the safetensors library (an extra)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ComponentError


def read_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Names → arrays. Raises ComponentError when the file or the library can't be read."""
    try:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
    except ImportError as error:
        raise ComponentError(
            "SentenceEncoder needs safetensors to read a model. Install it: pip install 'causerie[encoder]'."
        ) from error
    try:
        weights = load_file(path)
    except (SafetensorError, OSError) as error:
        raise ComponentError(f"{path} can't be read: {error}. Download the model again.") from error
    return {
        name.removeprefix("bert."): np.asarray(array, dtype=np.float32) for name, array in weights.items()
    }
