"""The BERT encoder (Devlin et al., arXiv:1810.04805) in numpy: MiniLM and its like need no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
DEPTH_OF_WORDING = 2 / 3


@dataclass(frozen=True, slots=True)
class BertShape:
    """As ``config.json`` names them."""

    layers: int
    heads: int
    epsilon: float
    longest: int


class Bert:
    """``weights`` by the names that the transformers library gives them (``encoder.layer.0. …``)."""

    def __init__(self, weights: Mapping[str, Array], shape: BertShape) -> None:
        self.shape = shape
        self.words = weights["embeddings.word_embeddings.weight"]
        self.places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.first_norm = norm_of(weights, "embeddings.LayerNorm")
        self.layers = [Layer(weights, f"encoder.layer.{i}.", shape) for i in range(shape.layers)]
        self.shown = {round(shape.layers * DEPTH_OF_WORDING), shape.layers}
        self.shows = len(self.shown)

    def encode(self, texts: Sequence[Sequence[int]]) -> Array:
        """Texts as numbers of pieces, markers included → means over the pieces, ``[texts, layers, size]``.

        The last layer first, then the one two thirds of the way up, which still tells how it is said.
        """
        texts = [text[: self.shape.longest] for text in texts]
        length = max(map(len, texts))
        pieces = np.zeros((len(texts), length), dtype=np.int64)
        present = np.zeros((len(texts), length), dtype=np.float32)
        for row, text in enumerate(texts):
            pieces[row, : len(text)] = text
            present[row, : len(text)] = 1.0
        hidden = normalise(self.words[pieces] + self.places[:length], self.first_norm, self.shape.epsilon)
        mask = None if present.all() else ((1.0 - present) * -1e9)[:, None, None, :]
        means: list[Array] = []
        for number, layer in enumerate(self.layers, 1):
            hidden = layer(hidden, mask)
            if number in self.shown:
                whole = (hidden * present[:, :, None]).sum(axis=1)
                means.append(whole / present.sum(axis=1, keepdims=True))
        return np.stack(means[::-1], axis=1)


class Layer:
    """Self-attention, then two dense layers; each is added to what came in and normalised."""

    def __init__(self, weights: Mapping[str, Array], prefix: str, shape: BertShape) -> None:
        parts = [dense_of(weights, f"{prefix}attention.self.{name}") for name in ("query", "key", "value")]
        self.looking = np.concatenate([w for w, _ in parts], axis=1), np.concatenate([b for _, b in parts])
        self.joining = dense_of(weights, prefix + "attention.output.dense")
        self.attention_norm = norm_of(weights, prefix + "attention.output.LayerNorm")
        self.widening = dense_of(weights, prefix + "intermediate.dense")
        self.narrowing = dense_of(weights, prefix + "output.dense")
        self.output_norm = norm_of(weights, prefix + "output.LayerNorm")
        self.shape = shape

    def __call__(self, hidden: Array, mask: Array | None) -> Array:
        hidden = normalise(
            hidden + affine(self.attend(hidden, mask), self.joining), self.attention_norm, self.shape.epsilon
        )
        wide = affine(gelu(affine(hidden, self.widening)), self.narrowing)
        return normalise(hidden + wide, self.output_norm, self.shape.epsilon)

    def attend(self, hidden: Array, mask: Array | None) -> Array:
        texts, length, size = hidden.shape
        heads = self.shape.heads
        split = affine(hidden, self.looking).reshape(texts, length, 3, heads, size // heads)
        query, key, value = split.transpose(2, 0, 3, 1, 4)
        scores = query @ key.transpose(0, 1, 3, 2) * np.float32((size // heads) ** -0.5)
        if mask is not None:
            scores = scores + mask
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        seen: Array = (shares @ value).transpose(0, 2, 1, 3).reshape(texts, length, size)
        return seen


def dense_of(weights: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return np.ascontiguousarray(weights[name + ".weight"].T), weights[name + ".bias"]


def norm_of(weights: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return weights[name + ".weight"], weights[name + ".bias"]


def affine(values: Array, dense: tuple[Array, Array]) -> Array:
    flat = values.reshape(-1, values.shape[-1]) @ dense[0]
    flat += dense[1]
    return flat.reshape(*values.shape[:-1], flat.shape[-1])


def normalise(values: Array, norm: tuple[Array, Array], epsilon: float) -> Array:
    """Layer normalisation (Ba et al., arXiv:1607.06450)."""
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(epsilon))
    normed: Array = centred / spread * norm[0] + norm[1]
    return normed


def gelu(values: Array) -> Array:
    """Hendrycks and Gimpel, arXiv:1606.08415, in its tanh form."""
    inner = np.tanh(np.float32(0.7978845608) * (values + np.float32(0.044715) * values * values * values))
    curve: Array = np.float32(0.5) * values * (1 + inner)
    return curve
