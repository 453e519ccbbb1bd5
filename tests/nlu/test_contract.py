from __future__ import annotations

import pytest

from causerie.contracts.component import check_component
from causerie.nlu.registry import TABLE, components

TOKENS = ["WhitespaceTokenizer"]
COUNTS = [*TOKENS, "CountVectorsFeaturizer"]
BEFORE = {
    "RegexFeaturizer": TOKENS,
    "LexicalSyntacticFeaturizer": TOKENS,
    "CountVectorsFeaturizer": TOKENS,
    "LanguageModelFeaturizer": TOKENS,
    "DIETClassifier": [*TOKENS, "RegexFeaturizer"],
    "ResponseSelector": TOKENS,
    "LogisticRegressionClassifier": COUNTS,
    "SklearnIntentClassifier": COUNTS,
    "FallbackClassifier": ["KeywordIntentClassifier"],
    "CRFEntityExtractor": [*TOKENS, "RegexFeaturizer"],
    "EntitySynonymMapper": ["RegexEntityExtractor"],
}
NEEDS_A_MODEL = {"SentenceEncoder"}
NEEDS_SPACY = {"SpacyNLP", "SpacyTokenizer", "SpacyFeaturizer", "SpacyEntityExtractor"}


@pytest.mark.parametrize("name", sorted(set(TABLE) - NEEDS_SPACY - NEEDS_A_MODEL))
def test_the_component_keeps_the_contract(name):
    check_component(components.find(name), before=BEFORE.get(name, []))


@pytest.mark.parametrize(
    "options", [{"BILOU_flag": False}, {"intent_classification": False}, {"entity_recognition": False}]
)
def test_the_joint_classifier_keeps_it_with_other_options(options):
    check_component(components.find("DIETClassifier"), options, TOKENS)


def test_a_component_that_stores_objects_is_found_out():
    class Keeps:
        defaults = {}

        def __init__(self, config):
            pass

        def train(self, messages, context):
            pass

        def process(self, message):
            pass

        def state(self):
            return {"model": object()}

        def load(self, state):
            pass

    with pytest.raises(AssertionError, match=r"state\.model"):
        check_component(Keeps)
