"""Telegram: the Bot API by webhook, or by long polling without a public address."""
