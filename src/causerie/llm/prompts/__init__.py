"""What a GPT is told: templates, what they are filled with, and fences around what others wrote."""
