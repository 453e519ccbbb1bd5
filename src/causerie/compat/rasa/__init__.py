"""Rasa's names, thin: values and bases that code written for Rasa 3.6 asks for."""

from typing import Any

__version__ = "3.6.21"


def __getattr__(name: str) -> Any:
    """``rasa.train`` brings training along only when somebody calls it."""
    if name == "train":
        from causerie.compat.rasa.api import train

        return train
    from causerie.compat.unserved import attribute_of

    return attribute_of("rasa", name, is_package=True)
