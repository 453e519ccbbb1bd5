from __future__ import annotations

import json

import numpy as np
import pytest

from causerie.contracts.component import check_component
from causerie.errors import ComponentError
from causerie.nlu.encoders.sentence_model import SentenceModel
from causerie.nlu.encoders.static_table import english
from causerie.nlu.encoders.wordpiece import WordPiece
from causerie.nlu.featurizers.sentence_encoder import SentenceEncoder
from causerie.nlu.message import Message
from causerie.nlu.pipeline import Pipeline
from causerie.training_data import Example, NluData

from .conftest import Entry
from .tiny_encoder import LAYERS, PIECES, SIZE, tiny_encoder

HOURS = [
    "when do you open",
    "what are your opening hours",
    "until when are you open",
    "are you open on sunday",
]
FOOD = ["what can i eat", "is there a restaurant", "do you serve breakfast", "i would like to have lunch"]
DATA = NluData(
    tuple(Example(text, name) for name, texts in (("hours", HOURS), ("food", FOOD)) for text in texts)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny_encoder(tmp_path_factory.mktemp("encoder"))


def pieces(text):
    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    return [PIECES[number] for number in WordPiece(vocabulary).pieces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Booking a room?", ["book", "##ing", "a", "room", "?"]),
        ("hello  there", ["hello", "there"]),
        ("Café rooms", ["cafe", "room", "##s"]),
        ("zebra", ["[UNK]"]),
        ("roomzz", ["[UNK]"]),
        ("room" * 50, ["[UNK]"]),
        ("a\u200broom", ["[UNK]"]),
        ("a房room", ["a", "[UNK]", "room"]),
        ("", []),
    ],
)
def test_words_are_split_into_the_longest_pieces(text, expected):
    assert pieces(text) == expected


def test_a_text_is_encoded_alike_alone_and_among_longer_ones(folder):
    model = SentenceModel.load(folder)
    together = model.encode(["hello", "booking a room there ?", "a room", ""])
    for text, vector in zip(["hello", "booking a room there ?", "a room", ""], together, strict=True):
        np.testing.assert_allclose(model.encode([text])[0], vector, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_the_network_looks_at_the_order_of_the_words(folder):
    model = SentenceModel.load(folder)
    one, other = model.encode(["room book", "book room"])
    assert abs(one - other).max() > 1e-3


def test_what_is_meant_comes_from_the_last_layer_and_how_it_is_said_from_one_below(folder):
    model = SentenceModel.load(folder)
    texts = ["room book", "hello there", "a"]
    meant, wording = model.encode_layers(texts).transpose(1, 0, 2)
    np.testing.assert_array_equal(meant, model.encode(texts))
    model.network.layers.pop()
    model.network.shown = {LAYERS - 1}
    np.testing.assert_allclose(wording, model.encode(texts), atol=1e-6)
    assert abs(meant - wording).max() > 1e-2
    np.testing.assert_allclose(np.linalg.norm(wording, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_vectors(folder):
    assert SentenceModel.load(folder).encode([]).shape == (0, SIZE)


def test_texts_longer_than_the_model_are_cut(folder):
    model = SentenceModel.load(folder)
    assert np.isfinite(model.encode(["a " * 500])).all()


def test_the_encoder_keeps_the_contract_of_components(folder):
    check_component(SentenceEncoder, {"model": str(folder)}, ["WhitespaceTokenizer"])


async def test_the_classifier_reads_the_encoder_and_finds_it_again(folder, train):
    encoder = Entry("SentenceEncoder", {"model": str(folder)})
    made = train(["WhitespaceTokenizer", encoder, "DIETClassifier"], DATA)
    classifier = made.steps[-1].component
    assert classifier.intents.scorer.neighbours.vectors.shape == (8, 2 * SIZE + english().size)
    loaded = Pipeline.load(made.state())
    before, after = [await pipeline.parse_data("are you open today") for pipeline in (made, loaded)]
    assert before == after


async def test_the_encoder_is_put_away_while_others_learn_and_opened_for_a_new_text(folder, train):
    made = train(
        ["WhitespaceTokenizer", Entry("SentenceEncoder", {"model": str(folder)}), "DIETClassifier"], DATA
    )
    encoder = made.steps[1].component
    assert encoder.encoder is None
    assert encoder.state() == {"size": SIZE, "layers": 2}
    await made.parse_data("nobody said this before")
    assert encoder.encoder is not None


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda folder: (folder / "config.json").unlink(), "has no config.json"),
        (lambda folder: (folder / "config.json").write_text("{"), "is no JSON"),
        (lambda folder: (folder / "config.json").write_text("{}"), "lacks hidden_size"),
        (lambda folder: (folder / "vocab.txt").unlink(), "has no vocab.txt"),
        (lambda folder: (folder / "vocab.txt").write_text("a\n"), r"lacks \[CLS\]"),
        (lambda folder: (folder / "model.safetensors").unlink(), "neither model.safetensors nor model.onnx"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"\xff" * 99), "can't be read"),
        (
            lambda folder: (folder / "config.json").write_text(
                json.dumps(json.loads((folder / "config.json").read_text()) | {"num_hidden_layers": 3})
            ),
            "has no weights",
        ),
    ],
)
def test_a_folder_that_is_no_encoder_is_told(tmp_path, broken, said):
    folder = tiny_encoder(tmp_path)
    broken(folder)
    with pytest.raises(ComponentError, match=said):
        SentenceModel.load(folder)


def test_an_encoder_without_a_folder_is_told():
    with pytest.raises(ComponentError, match="'model' is missing"):
        SentenceEncoder({"model": None, "alias": None})


async def test_another_encoder_than_the_model_was_trained_with_is_told(folder):
    encoder = SentenceEncoder({"model": str(folder), "alias": None})
    with pytest.raises(ComponentError, match="12 numbers per text"):
        encoder.load({"size": 12})


def test_a_model_that_learnt_from_one_layer_is_still_served_with_one(folder):
    encoder = SentenceEncoder({"model": str(folder), "alias": None})
    encoder.load({"size": SIZE})
    message = Message("hello there")
    encoder.process(message)
    assert [features.sentence.size for features in message.features] == [SIZE]
    assert encoder.state() == {"size": SIZE, "layers": 1}


def test_a_folder_that_shows_fewer_layers_than_the_model_learnt_from_is_told(folder):
    encoder = SentenceEncoder({"model": str(folder), "alias": None})
    with pytest.raises(ComponentError, match=r"trained with 3 layers .* train again"):
        encoder.load({"size": SIZE, "layers": 3})


def test_the_english_table_knows_what_is_alike():
    def cosine(one, other):
        return float(english().encode(one.split()) @ english().encode(other.split()))

    assert cosine("i want to reserve a room", "book me a bedroom please") > 0.4
    assert cosine("i want to reserve a room", "the soup was cold and salty") < 0.25
    assert not english().encode(["房间"]).any()
    assert not english().encode([]).any()


async def test_words_that_no_example_holds_are_understood_by_their_meaning_in_english_alone(train):
    question = "at what time does the shop close"
    with_table, without = [
        await train(["WhitespaceTokenizer", "DIETClassifier"], DATA, language=language).parse(question)
        for language in ("en", "de")
    ]
    assert with_table.intent.name == "hours"
    assert with_table.intent.confidence > without.intent.confidence
