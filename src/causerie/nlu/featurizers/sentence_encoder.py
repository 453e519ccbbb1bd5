"""A sentence encoder of the project's choice: DIETClassifier and ResponseSelector read its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ComponentError
from causerie.nlu.encoders.sentence_model import SentenceModel
from causerie.nlu.features import Features, Row
from causerie.nlu.message import Message
from causerie.ports import Progress, TrainingContext

NAME = "SentenceEncoder"
WORDING = ":wording"
PROGRESS_EVERY = 2000

Vectors = NDArray[np.float32]


class SentenceEncoder:
    """``model`` is a folder as sentence-transformers publishes it, of MiniLM's class: ``config.json``,
    ``vocab.txt`` and ``model.safetensors`` or ``model.onnx``. The folder stays where it is: a model of
    ours names it and does not hold it. The first of a text's vectors tells what is meant; from safetensors
    there is a second, of a layer further down, which tells how it is said: that helps to tell intents apart.
    """

    defaults: ClassVar[dict[str, Any]] = {"model": None, "alias": None}
    kind: ClassVar[str] = "featurizer"
    reads: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any]) -> None:
        if not config["model"]:
            raise ComponentError(
                "SentenceEncoder: 'model' is missing. Give the folder of a sentence encoder, such as "
                "all-MiniLM-L6-v2 (config.json, vocab.txt, model.safetensors)."
            )
        self.folder = Path(config["model"])
        self.origin = config["alias"] or NAME
        self.encoder: SentenceModel | None = None
        self.size = 0
        self.layers = 0
        self.known: dict[str, Vectors] = {}

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        """Nothing to learn; a folder that can't be read is told now."""
        self.opened()

    def read_ahead(self, messages: Sequence[Message], progress: Progress) -> None:
        """Encode the examples many at a time; those known from an earlier training are left out. The encoder is
        then put away, for what comes after needs the memory; the next new text opens it again.
        """
        texts = [text for text in dict.fromkeys(m.text for m in messages) if text not in self.known]
        for start in range(0, len(texts), PROGRESS_EVERY):
            batch = texts[start : start + PROGRESS_EVERY]
            self.known.update(zip(batch, self.opened().encode_layers(batch), strict=True))
            progress(f"{NAME}: {min(start + PROGRESS_EVERY, len(texts))} of {len(texts)} texts")
        self.encoder = None

    def process(self, message: Message) -> None:
        found = self.known.get(message.text) if message.example else None
        if found is None:
            found = self.opened().encode_layers([message.text])[0]
        for origin, vector in zip((self.origin, self.origin + WORDING), found[: self.layers], strict=False):
            message.features.append(Features(origin, partial(Row.dense, vector), list, is_dense=True))

    def opened(self) -> SentenceModel:
        encoder = self.encoder
        if encoder is None:
            encoder = self.encoder = SentenceModel.load(self.folder)
            self.size = encoder.size
            self.layers = self.layers or encoder.layers
        return encoder

    def state(self) -> dict[str, Any]:
        if not self.layers:
            self.opened()
        return {"size": self.size, "layers": self.layers}

    def load(self, state: dict[str, Any]) -> None:
        """Open the folder; raises ComponentError when it is gone or holds another encoder."""
        self.layers = int(state.get("layers", 1))
        encoder = self.opened()
        if encoder.size != int(state["size"]):
            raise ComponentError(
                f"The model was trained with an encoder of {state['size']} numbers per text; {self.folder} gives "
                f"{encoder.size}. Put the former encoder back, or train again."
            )
        if encoder.layers < self.layers:
            raise ComponentError(
                f"The model was trained with {self.layers} layers of an encoder; {self.folder} shows the last one "
                "alone, as model.onnx does. Put its model.safetensors back, or train again."
            )
