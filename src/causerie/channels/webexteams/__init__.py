"""Webex: messages and, where they are wanted, cards."""
