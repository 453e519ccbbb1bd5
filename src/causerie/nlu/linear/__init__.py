"""Linear models over word and character n-grams, served from numpy."""
