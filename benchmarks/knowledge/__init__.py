"""Measures how well the search of knowledge finds what answers."""
