"""Features → intents."""
