"""From Rasa to here: what a project needs, and whether both say the same."""
