"""A project's files → what runs here, what is replaced, and what is missing."""
