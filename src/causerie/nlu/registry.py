"""The names of ``pipeline`` in ``config.yml`` → classes."""

from __future__ import annotations

from causerie.registry import Registry

TABLE = {
    "WhitespaceTokenizer": "causerie.nlu.tokenizers.whitespace.WhitespaceTokenizer",
    "JiebaTokenizer": "causerie.nlu.tokenizers.jieba.JiebaTokenizer",
    "SpacyTokenizer": "causerie.nlu.tokenizers.spacy.SpacyTokenizer",
    "SpacyNLP": "causerie.nlu.spacy_model.SpacyNLP",
    "RegexFeaturizer": "causerie.nlu.featurizers.regex.RegexFeaturizer",
    "LexicalSyntacticFeaturizer": "causerie.nlu.featurizers.lexical_syntactic.LexicalSyntacticFeaturizer",
    "CountVectorsFeaturizer": "causerie.nlu.featurizers.count_vectors.CountVectorsFeaturizer",
    "SpacyFeaturizer": "causerie.nlu.featurizers.spacy.SpacyFeaturizer",
    "SentenceEncoder": "causerie.nlu.featurizers.sentence_encoder.SentenceEncoder",
    "LanguageModelFeaturizer": "causerie.nlu.featurizers.language_model.LanguageModelFeaturizer",
    "DIETClassifier": "causerie.nlu.classifiers.joint.DIETClassifier",
    "LogisticRegressionClassifier": "causerie.nlu.classifiers.logistic.LogisticRegressionClassifier",
    "SklearnIntentClassifier": "causerie.nlu.classifiers.support_vectors.SklearnIntentClassifier",
    "KeywordIntentClassifier": "causerie.nlu.classifiers.keyword.KeywordIntentClassifier",
    "FallbackClassifier": "causerie.nlu.classifiers.fallback.FallbackClassifier",
    "CRFEntityExtractor": "causerie.nlu.extractors.crf.CRFEntityExtractor",
    "RegexEntityExtractor": "causerie.nlu.extractors.regex.RegexEntityExtractor",
    "DucklingEntityExtractor": "causerie.nlu.extractors.duckling.DucklingEntityExtractor",
    "SpacyEntityExtractor": "causerie.nlu.extractors.spacy.SpacyEntityExtractor",
    "EntitySynonymMapper": "causerie.nlu.extractors.synonyms.EntitySynonymMapper",
    "ResponseSelector": "causerie.nlu.selectors.response_selector.ResponseSelector",
    "RegexMessageHandler": "causerie.nlu.direct.RegexMessageHandler",
}

NO_MITIE = "MITIE is not maintained any more. "
REFUSED = {
    "MitieNLP": NO_MITIE + "Take the line out, together with the other Mitie components.",
    "MitieTokenizer": NO_MITIE + "Use WhitespaceTokenizer.",
    "MitieFeaturizer": NO_MITIE + "Use CountVectorsFeaturizer with 'analyzer: char_wb'.",
    "MitieIntentClassifier": NO_MITIE + "Use DIETClassifier.",
    "MitieEntityExtractor": NO_MITIE + "Use DIETClassifier or CRFEntityExtractor.",
    "ConveRTFeaturizer": (
        "Its model was withdrawn by its makers. Use CountVectorsFeaturizer with 'analyzer: char_wb', "
        "or SpacyFeaturizer where word vectors help."
    ),
}

components = Registry("component", TABLE, REFUSED)
