"""Beside the old server: every request is answered there, and messages are taken here too."""
