"""Learning by talking: the designer looks at every step, mends it, and has it written back."""
