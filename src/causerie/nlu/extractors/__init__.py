"""Text and tokens → entities."""
