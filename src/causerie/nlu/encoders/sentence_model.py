"""A sentence encoder of MiniLM's class, read from a folder as it is published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ComponentError
from causerie.nlu.encoders.bert import Bert, BertShape
from causerie.nlu.encoders.wordpiece import WordPiece

Array = NDArray[np.float32]
LONGEST = 128
BATCH = 16
START, END = "[CLS]", "[SEP]"


class Network(Protocol):
    """``shows``: how many layers."""

    shows: int

    def encode(self, texts: Sequence[Sequence[int]]) -> Array:
        """``[texts, layers, size]``, the last layer first."""


class SentenceModel:
    """Text → vectors of length 1, the means of a layer over the text's pieces: the last layer tells what is
    meant; one below, where the network shows it, how it is said.
    """

    def __init__(self, network: Network, pieces: WordPiece, size: int) -> None:
        self.network = network
        self.pieces = pieces
        self.size = size
        self.layers = network.shows
        self.start, self.end = pieces.vocabulary[START], pieces.vocabulary[END]

    @classmethod
    def load(cls, folder: Path) -> SentenceModel:
        """Read ``config.json``, ``vocab.txt`` and ``model.safetensors`` or ``model.onnx``.

        Raises ComponentError for a folder that holds no model of this kind.
        """
        config = read_config(folder)
        vocabulary = read_vocabulary(folder)
        lowercase = bool(read_json(folder / "tokenizer_config.json").get("do_lower_case", True))
        return cls(read_network(folder, config), WordPiece(vocabulary, lowercase), int(config["hidden_size"]))

    def encode(self, texts: Sequence[str]) -> Array:
        """What is meant, ``[texts, size]``."""
        meant: Array = self.encode_layers(texts)[:, 0]
        return meant

    def encode_layers(self, texts: Sequence[str]) -> Array:
        """``[texts, layers, size]``; texts of like length are computed together."""
        numbers = [self.pieces.pieces(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(numbers[i]))
        vectors = np.zeros((len(texts), self.layers, self.size), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self.encode_pieces([numbers[i] for i in batch])
        return vectors

    def encode_pieces(self, texts: Sequence[Sequence[int]]) -> Array:
        """``[texts, layers, size]``."""
        marked = [[self.start, *text[: LONGEST - 2], self.end] for text in texts]
        found = self.network.encode(marked)
        unit: Array = found / np.maximum(np.linalg.norm(found, axis=2, keepdims=True), 1e-9)
        return unit


def read_network(folder: Path, config: dict[str, Any]) -> Network:
    shape = BertShape(
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config.get("layer_norm_eps", 1e-12)),
        longest=int(config["max_position_embeddings"]),
    )
    if (folder / "model.safetensors").exists():
        from causerie.nlu.encoders.safetensors_file import read_weights

        try:
            return Bert(read_weights(folder / "model.safetensors"), shape)
        except KeyError as error:
            raise ComponentError(
                f"{folder / 'model.safetensors'} has no weights {error}: it is no encoder of BERT's shape. "
                "MiniLM models of sentence-transformers are (all-MiniLM-L6-v2)."
            ) from error
    for path in (folder / "model.onnx", folder / "onnx" / "model.onnx"):
        if path.exists():
            from causerie.nlu.encoders.onnx_model import OnnxNetwork

            return OnnxNetwork(path, shape.longest)
    raise ComponentError(
        f"{folder} holds neither model.safetensors nor model.onnx. Give the folder of a sentence encoder "
        "such as all-MiniLM-L6-v2."
    )


def read_config(folder: Path) -> dict[str, Any]:
    if not (folder / "config.json").exists():
        raise ComponentError(
            f"{folder} is no folder of a sentence encoder: it has no config.json. Download a model such as "
            "all-MiniLM-L6-v2 and give its folder as 'model'."
        )
    config = read_json(folder / "config.json")
    needed = ("hidden_size", "num_hidden_layers", "num_attention_heads", "max_position_embeddings")
    missing = [key for key in needed if not isinstance(config.get(key), int)]
    if missing:
        raise ComponentError(
            f"{folder / 'config.json'} lacks {', '.join(missing)}: it describes no BERT encoder."
        )
    return config


def read_vocabulary(folder: Path) -> dict[str, int]:
    path = folder / "vocab.txt"
    if not path.exists():
        raise ComponentError(f"{folder} has no vocab.txt (WordPiece, one piece per line).")
    vocabulary = {piece: i for i, piece in enumerate(path.read_text(encoding="utf-8").split("\n")) if piece}
    missing = [marker for marker in (START, END) if marker not in vocabulary]
    if missing:
        raise ComponentError(
            f"{path} lacks {' and '.join(missing)}: it is no WordPiece vocabulary of BERT's kind."
        )
    return vocabulary


def read_json(path: Path) -> dict[str, Any]:
    """Empty where there is no such file."""
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ComponentError(f"{path} is no JSON: {error}.") from error
    return found if isinstance(found, dict) else {}
