"""The tiny encoder once more, as an ONNX file: the graph that an exported BERT has, from the same weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from .tiny_encoder import LAYERS, SIZE, tiny_encoder

HEADS = 2
OPSET = 20


def tiny_onnx(folder: Path, with_types: bool = True) -> Path:
    """``model.onnx`` in place of ``model.safetensors``; ``with_types``: it asks for token types."""
    weights = load_file(tiny_encoder(folder) / "model.safetensors")
    (folder / "model.safetensors").unlink()
    graph = Graph(weights)
    graph.embed(with_types)
    for layer in range(LAYERS):
        graph.layer(f"encoder.layer.{layer}.")
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if with_types else [])]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "length"]) for name in names]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "length", SIZE])
    graph.add("Identity", [graph.hidden], name="last_hidden_state")
    made = helper.make_graph(graph.nodes, "bert", inputs, [output], graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    return folder


class Graph:
    """``hidden`` is the name of what the last layer gives."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.hidden = ""

    def add(self, kind: str, inputs: list[str], name: str = "", **attributes: object) -> str:
        name = name or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, value: object, kind: type = np.float32) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype=kind), name))
        return name

    def embed(self, with_types: bool) -> None:
        words = self.add("Gather", [self.weight("embeddings.word_embeddings"), "input_ids"])
        length = self.add("Gather", [self.add("Shape", ["input_ids"]), self.constant(1, np.int64)])
        zero, one = self.constant(0, np.int64), self.constant(1, np.int64)
        numbers = self.add("Range", [zero, length, one])
        places = self.add("Gather", [self.weight("embeddings.position_embeddings"), numbers])
        types = self.weights["embeddings.token_type_embeddings.weight"]
        kinds = self.add("Gather", [self.constant(types), "token_type_ids"]) if with_types else ""
        kinds = kinds or self.constant(types[0])
        whole = self.add("Add", [self.add("Add", [words, places]), kinds])
        self.hidden = self.norm(whole, "embeddings.LayerNorm")
        present = self.add("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        absent = self.add("Mul", [self.add("Sub", [self.constant(1.0), present]), self.constant(-1e9)])
        self.mask = self.add("Unsqueeze", [absent, self.constant([1, 2], np.int64)])

    def layer(self, at: str) -> None:
        query, key, value = (
            self.split(self.dense(self.hidden, f"{at}attention.self.{name}"))
            for name in ("query", "key", "value")
        )
        scores = self.add("MatMul", [query, self.add("Transpose", [key], perm=[0, 1, 3, 2])])
        scores = self.add("Mul", [scores, self.constant((SIZE // HEADS) ** -0.5)])
        shares = self.add("Softmax", [self.add("Add", [scores, self.mask])], axis=-1)
        seen = self.add("Transpose", [self.add("MatMul", [shares, value])], perm=[0, 2, 1, 3])
        seen = self.add("Reshape", [seen, self.constant([0, 0, SIZE], np.int64)])
        joined = self.add("Add", [self.hidden, self.dense(seen, at + "attention.output.dense")])
        attended = self.norm(joined, at + "attention.output.LayerNorm")
        wide = self.add("Gelu", [self.dense(attended, at + "intermediate.dense")], approximate="tanh")
        narrow = self.add("Add", [attended, self.dense(wide, at + "output.dense")])
        self.hidden = self.norm(narrow, at + "output.LayerNorm")

    def split(self, values: str) -> str:
        parts = self.add("Reshape", [values, self.constant([0, 0, HEADS, SIZE // HEADS], np.int64)])
        return self.add("Transpose", [parts], perm=[0, 2, 1, 3])

    def dense(self, values: str, name: str) -> str:
        product = self.add("MatMul", [values, self.constant(self.weights[name + ".weight"].T)])
        return self.add("Add", [product, self.constant(self.weights[name + ".bias"])])

    def norm(self, values: str, name: str) -> str:
        scale, shift = (self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", [values, scale, shift], axis=-1, epsilon=1e-12)

    def weight(self, name: str) -> str:
        return self.constant(self.weights[name + ".weight"])
