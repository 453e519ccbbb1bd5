"""WhatsApp: Meta's Cloud API."""
