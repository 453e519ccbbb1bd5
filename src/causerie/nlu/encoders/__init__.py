"""Texts → dense vectors that carry meaning."""
