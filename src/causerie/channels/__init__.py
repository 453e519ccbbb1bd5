"""It arrives: one file per channel; ``rest.py`` is the one to read first."""
