"""What is said of Rasa's names that are not served, and what to use in their place."""

from __future__ import annotations

from typing import NoReturn

GUIDE = "See docs/custom-components.md."


class NotServed(ModuleNotFoundError):
    """``import rasa.…`` of something that has no counterpart here."""


ADVICE = {
    "rasa.core.policies.ted_policy": "TEDPolicy is a linear model here; name it in config.yml, or derive from rasa.core.policies.policy.Policy.",
    "rasa.core.policies.unexpected_intent_policy": "Name UnexpecTEDIntentPolicy in config.yml, or derive from rasa.core.policies.policy.Policy.",
    "rasa.core.policies": "Name Rasa's policies in config.yml; derive your own from rasa.core.policies.policy.Policy.",
    "rasa.core.channels": "Derive from rasa.core.channels.channel.InputChannel or from rasa.core.channels.rest.RestInput.",
    "rasa.core.actions": "Write custom actions with rasa_sdk; Rasa's own are in causerie.actions.",
    "rasa.core.processor": "The turn is causerie.processor.Processor; rasa.core.agent.Agent talks to an assistant.",
    "rasa.core.brokers": "Derive from rasa.core.brokers.broker.EventBroker.",
    "rasa.core.nlg": "Derive from rasa.core.nlg.generator.NaturalLanguageGenerator.",
    "rasa.core.training": "Stories are read by rasa.shared.core.training_data.loading.",
    "rasa.core.run": "Start the server with 'causerie run'.",
    "rasa.core.test": "Test with 'causerie test', or causerie.evaluation.",
    "rasa.nlu.test": "Test with 'causerie test nlu', or causerie.evaluation.",
    "rasa.nlu.classifiers": "Rasa's classifiers are others here; name them in config.yml, or derive from rasa.engine.graph.GraphComponent and rasa.nlu.classifiers.classifier.IntentClassifier.",
    "rasa.nlu.extractors": "Name Rasa's extractors in config.yml, or derive from rasa.engine.graph.GraphComponent and rasa.nlu.extractors.extractor.EntityExtractorMixin.",
    "rasa.nlu.featurizers": "Name Rasa's featurizers in config.yml, or derive from DenseFeaturizer or SparseFeaturizer and rasa.engine.graph.GraphComponent.",
    "rasa.nlu.tokenizers": "Derive from rasa.nlu.tokenizers.tokenizer.Tokenizer.",
    "rasa.nlu.selectors": "Name ResponseSelector in config.yml.",
    "rasa.nlu.components": "This is Rasa 2. Since Rasa 3 a component derives from rasa.engine.graph.GraphComponent.",
    "rasa.nlu.config": "This is Rasa 2. Since Rasa 3 a component gets its configuration as a dict.",
    "rasa.nlu.training_data": "Since Rasa 2 it is rasa.shared.nlu.training_data.",
    "rasa.utils.tensorflow": "There is no TensorFlow here; of this package only 'constants' is served.",
    "rasa.engine": "There is no graph here: the pipeline is a list of components. Served are rasa.engine.graph, rasa.engine.storage and rasa.engine.recipes.default_recipe.",
    "rasa.utils.io": "Rasa 3.6.21 has no pickling either: write your files yourself.",
    "rasa.server": "The server is causerie.server.",
    "rasa.cli": "The commands are causerie.cli; call 'causerie'.",
    "rasa.telemetry": "Nothing is ever sent from here.",
    "rasa.plugin": "Rasa's plugins are not loaded; see causerie.ports for what can be replaced.",
    "rasa.graph_components": "There is no graph here; see causerie.training and causerie.assembly.",
    "rasa.validator": "Check a project with 'causerie data validate'.",
}


def message(name: str) -> str:
    """What to do about a name that is not served; the longest entry that fits says it."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    advice = next((ADVICE[prefix] for prefix in prefixes if prefix in ADVICE), "")
    return f"'{name}' is part of Rasa and is not served by Causerie. {advice} {GUIDE}".replace("  ", " ")


def attribute_of(module: str, attribute: str, is_package: bool) -> NoReturn:
    """Python asks a package for an attribute before it looks for a module of that name."""
    if is_package or attribute.startswith("__"):
        raise AttributeError(message(f"{module}.{attribute}"), name=attribute)
    raise NotServed(message(f"{module}.{attribute}"))
