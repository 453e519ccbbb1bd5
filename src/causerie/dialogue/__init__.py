"""A conversation: its events, and the tracker that folds them. Values only."""
