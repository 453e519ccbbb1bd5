from __future__ import annotations

import numpy as np
import pytest

from causerie.errors import ComponentError
from causerie.nlu.encoders.bert import Bert
from causerie.nlu.encoders.onnx_model import OnnxNetwork
from causerie.nlu.encoders.sentence_model import SentenceModel
from causerie.nlu.pipeline import Pipeline
from causerie.training_data import NluData

from .conftest import MOODBOT, Entry
from .tiny_encoder import tiny_encoder
from .tiny_onnx import tiny_onnx

TEXTS = ["hello", "booking a room there ?", "a room", "", "cafe rooms " * 20]


@pytest.fixture(scope="module")
def in_numpy(tmp_path_factory):
    return SentenceModel.load(tiny_encoder(tmp_path_factory.mktemp("numpy")))


@pytest.mark.parametrize("with_types", [True, False])
def test_an_onnx_file_gives_the_vectors_that_numpy_gives(tmp_path, in_numpy, with_types):
    model = SentenceModel.load(tiny_onnx(tmp_path, with_types))
    assert (type(model.network), type(in_numpy.network)) == (OnnxNetwork, Bert)
    np.testing.assert_allclose(model.encode(TEXTS), in_numpy.encode(TEXTS), atol=1e-5)


def test_a_text_alone_has_the_vector_it_has_among_longer_ones(tmp_path):
    model = SentenceModel.load(tiny_onnx(tmp_path))
    for text, vector in zip(TEXTS, model.encode(TEXTS), strict=True):
        np.testing.assert_allclose(model.encode([text])[0], vector, atol=1e-5)


def test_the_file_is_found_where_exports_put_it(tmp_path, in_numpy):
    folder = tiny_onnx(tmp_path)
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx" / "model.onnx")
    np.testing.assert_allclose(SentenceModel.load(folder).encode(TEXTS), in_numpy.encode(TEXTS), atol=1e-5)


def test_a_file_that_is_no_onnx_is_told(tmp_path):
    folder = tiny_onnx(tmp_path)
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ComponentError, match=r"model\.onnx can't be read.*Download the model again"):
        SentenceModel.load(folder)


def test_it_shows_one_layer(tmp_path):
    model = SentenceModel.load(tiny_onnx(tmp_path))
    assert (model.layers, model.encode_layers(TEXTS).shape[1]) == (1, 1)


async def test_the_classifier_learns_from_it_and_finds_it_again(tmp_path, train):
    encoder = Entry("SentenceEncoder", {"model": str(tiny_onnx(tmp_path))})
    made = train(["WhitespaceTokenizer", encoder, "DIETClassifier"], NluData(MOODBOT))
    loaded = Pipeline.load(made.state())
    before, after = [await pipeline.parse_data("hello there") for pipeline in (made, loaded)]
    assert before == after
    assert before["intent"]["name"] == "greet"
