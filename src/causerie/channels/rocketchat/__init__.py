"""Rocket.Chat: outgoing webhooks and Livechat (Omnichannel)."""
