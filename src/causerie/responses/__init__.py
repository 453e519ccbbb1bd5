"""The words of a response are found: a variation is chosen and filled."""
