"""Encoders exported to ONNX, by onnxruntime (an extra)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ComponentError

Array = NDArray[np.float32]


class OnnxNetwork:
    """Shows the last layer alone, as sentence-transformers exports its models."""

    shows = 1

    def __init__(self, path: Path, longest: int) -> None:
        """``longest``: so many pieces the model has places for; the rest of a text is left out."""
        try:
            from onnxruntime import InferenceSession
        except ImportError as error:
            raise ComponentError(
                f"{path} needs onnxruntime. Install it (pip install 'causerie[onnx]'), or give a folder with "
                "model.safetensors."
            ) from error
        try:
            self.session: Any = InferenceSession(str(path), providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ComponentError(f"{path} can't be read: {error}. Download the model again.") from error
        self.longest = longest
        self.inputs = {given.name for given in self.session.get_inputs()}

    def encode(self, texts: Sequence[Sequence[int]]) -> Array:
        """Means over the pieces, ``[texts, 1, size]``."""
        texts = [text[: self.longest] for text in texts]
        length = max(map(len, texts))
        pieces = np.zeros((len(texts), length), dtype=np.int64)
        present = np.zeros((len(texts), length), dtype=np.int64)
        for row, text in enumerate(texts):
            pieces[row, : len(text)] = text
            present[row, : len(text)] = 1
        given = {"input_ids": pieces, "attention_mask": present, "token_type_ids": np.zeros_like(pieces)}
        hidden = self.session.run(None, {name: given[name] for name in given if name in self.inputs})[0]
        mask = present[:, :, None].astype(np.float32)
        mean: Array = (hidden * mask).sum(axis=1) / mask.sum(axis=1)
        return mean[:, None, :]
