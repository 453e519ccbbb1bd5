"""Project → model."""
