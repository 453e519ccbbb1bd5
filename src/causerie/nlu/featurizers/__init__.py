"""Tokens → sparse features."""
