"""Traits of a token that ``features`` of LexicalSyntacticFeaturizer and CRFEntityExtractor name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from causerie.errors import ComponentError
from causerie.nlu.message import Token
from causerie.registry import did_you_mean

Trait = Callable[[Token], Any]

TRAITS: dict[str, Trait] = {
    "title": lambda token: token.text.istitle(),
    "upper": lambda token: token.text.isupper(),
    "digit": lambda token: token.text.isdigit(),
    "prefix2": lambda token: token.text[:2],
    "prefix5": lambda token: token.text[:5],
    "suffix1": lambda token: token.text[-1:],
    "suffix2": lambda token: token.text[-2:],
    "suffix3": lambda token: token.text[-3:],
    "suffix5": lambda token: token.text[-5:],
    "pos": lambda token: token.pos,
    "pos2": lambda token: token.pos[:2] if token.pos else None,
}


def check_windows(component: str, windows: object, known: Iterable[str]) -> list[list[str]]:
    """``features`` as a list of lists of known names; raises ComponentError that names what is wrong."""
    names = list(known)
    if not isinstance(windows, Sequence) or not all(isinstance(window, list) for window in windows):
        raise ComponentError(
            f"{component}: 'features' must be a list of lists of names, one list per token of the window, "
            f"for example [[low], [low, title], [low]]; it is {windows!r}."
        )
    for name in (name for window in windows for name in window):
        if name not in names:
            raise ComponentError(
                f"{component}: 'features' names '{name}', which is unknown. {did_you_mean(str(name), names)} "
                f"Known are {', '.join(sorted(names))}."
            )
    if len(windows) % 2 == 0:
        raise ComponentError(
            f"{component}: 'features' needs an odd number of lists, so that one is in the middle; "
            f"it has {len(windows)}."
        )
    return [list(window) for window in windows]
