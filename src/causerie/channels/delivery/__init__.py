"""Calls to a platform: in order, again when it is down, never lost."""
