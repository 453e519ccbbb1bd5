"""What a GPT may hear and what of its words may be said."""
