"""YAML in, values out; every mistake with file, line and advice."""
