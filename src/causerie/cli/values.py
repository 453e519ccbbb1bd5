"""Ways to give values that Rasa's command line has and Typer has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperGroup

# Each takes all the words that follow: ``--data a.yml b.yml``.
SEVERAL = {"--data", "-c", "--config", "--cors", "--percentages"}
# Each may stand without a value, and then means this one.
OPTIONAL = {"--finetune": "models"}


def spelt_out(words: Sequence[str]) -> list[str]:
    """``--data a b`` → ``--data a --data b``; ``--finetune`` → ``--finetune models``."""
    return list(_spelt_out(words))


def _spelt_out(words: Sequence[str]) -> Iterator[str]:
    option, values = "", 0
    for word in words:
        if word.startswith("-") and not _is_number(word):
            yield from _missing(option, values)
            option, values = word, 0
        else:
            values += 1
            if option in SEVERAL and values > 1:
                yield option
        yield word
    yield from _missing(option, values)


def _missing(option: str, values: int) -> Iterator[str]:
    if option in OPTIONAL and not values:
        yield OPTIONAL[option]


def _is_number(word: str) -> bool:
    return word[1:].replace(".", "", 1).isdigit()


class ModelGroup(TyperGroup):
    """A group with verbs below it that also takes a model: ``shell models/a.tar.gz``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        if rest and rest[0] not in self.commands:
            args = [*args[: len(args) - len(rest)], "--model", *rest]
        return super().parse_args(ctx, args)
