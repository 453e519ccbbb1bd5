"""The channel of the chat widget: messages in by POST, everything that happens out as server-sent events."""
