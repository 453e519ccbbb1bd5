"""How a token and its neighbours are written, as features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.features import Features, Row
from causerie.nlu.featurizers.token_traits import TRAITS, Trait, check_windows
from causerie.nlu.message import Message, Token
from causerie.ports import TrainingContext

NAME = "LexicalSyntacticFeaturizer"
POSITIONS = ("BOS", "EOS")
OWN_TRAITS: dict[str, Trait] = {**TRAITS, "low": lambda token: token.text.islower()}


class LexicalSyntacticFeaturizer:
    """Features of tokens only; the row of the sentence is empty, as in Rasa."""

    defaults: ClassVar[dict[str, Any]] = {
        "alias": None,
        "features": [
            ["low", "title", "upper"],
            ["BOS", "EOS", "low", "upper", "title", "digit"],
            ["low", "title", "upper"],
        ],
    }
    kind: ClassVar[str] = "featurizer"
    reads: ClassVar[tuple[str, ...]] = ("texts",)
    gives_sparse_features_only: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.origin = config["alias"] or NAME
        self.windows = check_windows(NAME, config["features"], [*OWN_TRAITS, *POSITIONS])
        self.numbers: dict[str, int] = {}

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        names = {
            name
            for m in messages
            for index in range(len(m.tokens or ()))
            for name in self.names(m.tokens or [], index)
        }
        self.numbers = {name: number for number, name in enumerate(sorted(names))}

    def process(self, message: Message) -> None:
        tokens = message.tokens or []
        empty = Row.of({}, 0)
        message.features.append(Features(self.origin, lambda: empty, lambda: self.rows(tokens)))

    def rows(self, tokens: Sequence[Token]) -> list[Row]:
        return [
            Row.of(
                {self.numbers[name]: 1.0 for name in self.names(tokens, i) if name in self.numbers},
                len(self.numbers),
            )
            for i in range(len(tokens))
        ]

    def names(self, tokens: Sequence[Token], index: int) -> list[str]:
        """``-1:title=True``, … of the token at ``index`` and the window around it."""
        found = []
        for offset, traits in enumerate(self.windows, -(len(self.windows) // 2)):
            at = index + offset
            if 0 <= at < len(tokens):
                found += [f"{offset}:{trait}={trait_of(trait, tokens, at)}" for trait in traits]
        return found

    def state(self) -> dict[str, Any]:
        return {"names": list(self.numbers)}

    def load(self, state: dict[str, Any]) -> None:
        self.numbers = {name: number for number, name in enumerate(state["names"])}


def trait_of(trait: str, tokens: Sequence[Token], at: int) -> object:
    if trait == "BOS":
        return at == 0
    if trait == "EOS":
        return at == len(tokens) - 1
    return OWN_TRAITS[trait](tokens[at])
