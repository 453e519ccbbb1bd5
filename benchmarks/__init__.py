"""Measures Causerie, beside real Rasa when one is given."""
