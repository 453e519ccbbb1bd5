"""What stands here in the place of Rasa's neural parts."""

from __future__ import annotations

REPLACED_BY = {
    "DIETClassifier": "Linear models over words and n-grams for intents, a CRF over tokens for entities.",
    "ResponseSelector": "A linear model over words and n-grams.",
    "SklearnIntentClassifier": "A linear support vector machine; kernels are not tried.",
    "LanguageModelFeaturizer": "Nothing: it is accepted and adds no features.",
    "TEDPolicy": "A linear model over what was said and done last.",
    "UnexpecTEDIntentPolicy": "A linear model over what was said and done last.",
}
ADVICE = {
    "DIETClassifier": "Look at thresholds once: confidences come from other models.",
    "LanguageModelFeaturizer": "Take the line out, or see SentenceEncoder.",
}
