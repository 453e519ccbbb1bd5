"""Reports for people, as text, Markdown, HTML and JSON."""
