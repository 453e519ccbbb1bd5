"""Facebook Messenger: the Send API and its webhooks."""
