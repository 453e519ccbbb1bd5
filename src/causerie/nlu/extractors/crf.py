"""A CRF with the features that the config names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from causerie.nlu.featurizers.token_traits import TRAITS, Trait, check_windows
from causerie.nlu.message import Message, Token
from causerie.nlu.tagging.crf import CrfOptions
from causerie.nlu.tagging.tagger import EntityTagger, TaggerOptions
from causerie.ports import TrainingContext

NAME = "CRFEntityExtractor"
OWN_TRAITS: dict[str, Trait] = {
    **TRAITS,
    "low": lambda token: token.text.lower(),
    "bias": lambda token: "bias",
}
PATTERN = "pattern"
DENSE = "text_dense_features"
KNOWN = (*OWN_TRAITS, PATTERN, DENSE, "entity")


class CRFEntityExtractor:
    """A conditional random field (Lafferty, McCallum and Pereira 2001) by python-crfsuite, with L-BFGS.

    ``features`` is one list of traits per token of a window around the token in the middle.

    ``pattern`` needs a RegexFeaturizer, ``pos`` a SpacyTokenizer. ``entity`` and
    ``text_dense_features`` are accepted and have no effect: roles and groups are decided
    together with the entity, and no featurizer here is dense but SpacyFeaturizer.
    """

    defaults: ClassVar[dict[str, Any]] = {
        "BILOU_flag": True,
        "split_entities_by_comma": True,
        "features": [
            ["low", "title", "upper"],
            [
                *("low", "bias", "prefix5", "prefix2", "suffix5", "suffix3", "suffix2"),
                *("upper", "title", "digit", "pattern"),
            ],
            ["low", "title", "upper"],
        ],
        "max_iterations": 50,
        "L1_c": 0.1,
        "L2_c": 0.1,
    }
    without_effect: ClassVar[frozenset[str]] = frozenset({"featurizers"})
    kind: ClassVar[str] = "extractor"
    reads: ClassVar[tuple[str, ...]] = ("texts", "entities")
    needs: ClassVar[tuple[str, ...]] = ("tokenizer",)

    def __init__(self, config: dict[str, Any]) -> None:
        self.windows = check_windows(NAME, config["features"], KNOWN)
        crf = CrfOptions(
            "lbfgs",
            int(config["max_iterations"]),
            float(config["L1_c"]),
            float(config["L2_c"]),
            all_transitions=True,
        )
        options = TaggerOptions(NAME, bool(config["BILOU_flag"]), config["split_entities_by_comma"], crf)
        self.tagger = EntityTagger(options, self.featurise)

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        self.tagger.train([(message, None) for message in messages])

    def process(self, message: Message) -> None:
        message.entities = [*message.entities, *self.tagger.find(message, None)]

    def featurise(
        self, tokens: Sequence[Token], known: Sequence[Sequence[str]], intent: str | None
    ) -> list[list[str]]:
        return [self.names(tokens, index) for index in range(len(tokens))]

    def names(self, tokens: Sequence[Token], index: int) -> list[str]:
        found = []
        for offset, traits in enumerate(self.windows, -(len(self.windows) // 2)):
            at = index + offset
            if 0 <= at < len(tokens):
                found += [name for trait in traits for name in names_of(trait, tokens[at], offset)]
            else:
                found.append("BOS" if at < 0 else "EOS")
        return found

    def state(self) -> dict[str, Any]:
        return self.tagger.state()

    def load(self, state: dict[str, Any]) -> None:
        self.tagger.load(state)


def names_of(trait: str, token: Token, offset: int) -> list[str]:
    """``-1:title=True``; one name per pattern for ``pattern``."""
    if trait == PATTERN:
        return [f"{offset}:pattern:{name}={matched}" for name, matched in token.patterns.items()]
    if trait not in OWN_TRAITS:
        return []
    return [f"{offset}:{trait}={OWN_TRAITS[trait](token)}"]
