"""Makes the table of word-piece vectors that the package ships for English."""
