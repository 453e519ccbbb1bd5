"""A sentence encoder of MiniLM's form and no size: two layers of eight numbers, drawn at random."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

SIZE, WIDE, LAYERS = 8, 16, 2
PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "room",
    "book",
    "##ing",
    "a",
    "hello",
    "there",
    "?",
    "##s",
    "cafe",
]


def tiny_encoder(folder: Path) -> Path:
    random = np.random.default_rng(3)

    def some(*shape: int) -> np.ndarray:
        return random.standard_normal(shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": some(len(PIECES), SIZE),
        "embeddings.position_embeddings.weight": some(16, SIZE),
        "embeddings.token_type_embeddings.weight": some(2, SIZE),
        "embeddings.LayerNorm.weight": some(SIZE),
        "embeddings.LayerNorm.bias": some(SIZE),
    }
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        for name in (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
        ):
            weights |= {f"{at}{name}.weight": some(SIZE, SIZE), f"{at}{name}.bias": some(SIZE)}
        weights |= {
            f"{at}intermediate.dense.weight": some(WIDE, SIZE),
            f"{at}intermediate.dense.bias": some(WIDE),
        }
        weights |= {f"{at}output.dense.weight": some(SIZE, WIDE), f"{at}output.dense.bias": some(SIZE)}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights |= {f"{at}{name}.weight": some(SIZE), f"{at}{name}.bias": some(SIZE)}
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors")
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    shape = {
        "hidden_size": SIZE,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "max_position_embeddings": 16,
    }
    (folder / "config.json").write_text(json.dumps(shape), encoding="utf-8")
    return folder
