"""The same message to the old server and to the assistant here, and what differs."""
