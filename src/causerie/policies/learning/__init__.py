"""What the policies that learn from stories share: views of a conversation, features, a linear model."""
