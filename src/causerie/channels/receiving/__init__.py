"""What every channel does with a request: its credentials, its signature, its turn."""
