"""Marks intent classifiers."""


class IntentClassifier:
    """Sets ``intent`` and ``intent_ranking`` of a message, both with ``add_to_output``."""
