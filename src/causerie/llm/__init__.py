"""Open-ended turns: a GPT on a leash."""
