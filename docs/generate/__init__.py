"""Writes the JSON Schemas and the reference pages from the code: ``python -m docs.generate``."""
