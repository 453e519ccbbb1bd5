"""A message in the parts that platforms can show, and as plain text where they can't."""
