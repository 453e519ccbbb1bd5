"""One turn at a time per conversation."""
