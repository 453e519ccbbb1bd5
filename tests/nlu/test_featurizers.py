from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from causerie.domain import Domain
from causerie.errors import ComponentError
from causerie.nlu.features import Row, concatenate
from causerie.nlu.featurizers.count_vectors import CountVectorsFeaturizer
from causerie.nlu.featurizers.lexical_syntactic import LexicalSyntacticFeaturizer
from causerie.nlu.message import Message
from causerie.nlu.tokenizers.whitespace import tokenize
from causerie.ports import TrainingContext
from causerie.training_data import NluData

TEXTS = ["hello there you", "Hello World hello", "the rain in spain", "été à la plage"]


def messages(texts: list[str]) -> list[Message]:
    return [Message(text, tokens=tokenize(text)) for text in texts]


def trained(texts: list[str], **options: object) -> CountVectorsFeaturizer:
    featurizer = CountVectorsFeaturizer({**CountVectorsFeaturizer.defaults, **options})
    featurizer.train(messages(texts), TrainingContext(NluData(), Domain()))
    return featurizer


def counts(featurizer: CountVectorsFeaturizer, text: str) -> dict[str, float]:
    [message] = messages([text])
    featurizer.process(message)
    row = message.features[0].sentence
    names = list(featurizer.vocabulary)
    return {names[i]: value for i, value in zip(row.indices.tolist(), row.values.tolist(), strict=True)}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"max_ngram": 2},
        {"analyzer": "char", "max_ngram": 3},
        {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"strip_accents": "unicode"},
        {"strip_accents": "ascii", "analyzer": "char_wb", "max_ngram": 2},
        {"stop_words": ["the", "in"]},
        {"min_df": 2},
        {"max_df": 0.4},
        {"max_features": 3},
        {"lowercase": False},
    ],
)
def test_vocabulary_and_counts_are_those_of_scikit_learn(options):
    featurizer = trained(TEXTS, **options)
    config = {**CountVectorsFeaturizer.defaults, **options}
    word = {"token_pattern": r"(?u)\b\w+\b"} if config["analyzer"] == "word" else {}
    theirs = CountVectorizer(
        **word,
        ngram_range=(config["min_ngram"], config["max_ngram"]),
        **{key: config[key] for key in ("analyzer", "strip_accents", "stop_words", "min_df", "max_df", "max_features", "lowercase")},
    ).fit(TEXTS)  # fmt: skip
    assert set(featurizer.vocabulary) == set(theirs.vocabulary_)
    row = theirs.transform(["hello rain hello été"]).toarray()[0]
    assert counts(featurizer, "hello rain hello été") == {
        name: row[index] for name, index in theirs.vocabulary_.items() if row[index]
    }


def test_numbers_count_as_one_word():
    assert counts(trained(["room 12"]), "room 345") == {"__number__": 1.0, "room": 1.0}


def test_unknown_words_count_as_the_token_for_them():
    featurizer = trained(["hello oov", "bye"], OOV_token="OOV")
    assert counts(featurizer, "hello stranger") == {"hello": 1.0, "oov": 1.0}


def test_listed_words_are_trained_as_unknown():
    featurizer = trained(["hello foo"], OOV_token="oov", OOV_words=["foo"])
    assert set(featurizer.vocabulary) == {"hello", "oov"}


@pytest.mark.parametrize(
    "options", [{"analyzer": "words"}, {"strip_accents": "all"}, {"min_ngram": 3}, {"min_df": 9}]
)
def test_values_that_make_no_ngrams_are_refused(options):
    with pytest.raises(ComponentError, match="CountVectorsFeaturizer"):
        trained(TEXTS, **options)


def test_tokens_have_rows_of_their_own():
    featurizer = trained(TEXTS)
    [message] = messages(["hello unknown"])
    featurizer.process(message)
    assert [len(row.indices) for row in message.features[0].tokens] == [1, 0]


def test_lexical_features_look_at_the_window():
    config = {**LexicalSyntacticFeaturizer.defaults, "features": [["upper"], ["BOS", "suffix2"], ["title"]]}
    featurizer = LexicalSyntacticFeaturizer(config)
    [message] = messages(["GO to Rome"])
    assert featurizer.names(message.tokens, 1) == [
        "-1:upper=True",
        "0:BOS=False",
        "0:suffix2=to",
        "1:title=True",
    ]
    assert featurizer.names(message.tokens, 0) == ["0:BOS=True", "0:suffix2=GO", "1:title=False"]


def test_rows_stand_side_by_side():
    row = concatenate([Row.of({1: 2.0}, 3), Row.of({}, 2), Row.dense(np.array([4.0], dtype=np.float32))])
    assert (row.indices.tolist(), row.values.tolist(), row.size) == ([1, 5], [2.0, 4.0], 6)
    assert concatenate([]).size == 0
