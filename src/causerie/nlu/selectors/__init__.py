"""Text → the response of a retrieval intent."""
