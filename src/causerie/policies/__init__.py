"""What to do next is chosen: each policy votes, the ensemble decides."""
