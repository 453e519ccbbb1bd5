"""How well a model does: story tests, NLU tests, conflicts between stories. Files as Rasa writes them."""
