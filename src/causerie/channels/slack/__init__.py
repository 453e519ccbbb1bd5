"""Slack: the Events API over HTTP, or Socket Mode without a public address."""
