"""Mattermost: outgoing webhooks, slash commands, buttons and menus."""
