"""Rasa's events, for ``rasa.shared.core.events``."""
