"""Importers of training data."""
