"""Conditional random fields over tokens."""
