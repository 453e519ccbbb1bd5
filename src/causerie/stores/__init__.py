"""It is remembered: trackers, locks, brokers, models."""
