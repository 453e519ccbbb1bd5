"""Event brokers: tell others what happened in conversations."""
