"""Tests that try an implementation of a port; for ours and for yours."""
