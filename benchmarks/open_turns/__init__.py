"""What open turns cost: the time to the first word, and turns that need no GPT."""
