"""Open-ended turns: what no intent, story or rule covers is answered from the project's knowledge."""
