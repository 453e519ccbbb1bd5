"""Ways of Rasa's command line that Typer has not: ``--data a b``, ``--finetune`` alone, ``{core,nlu}``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

# Options that may stand without a value, and then mean this one.
OPTIONAL = {"--finetune": "models"}


class Command(TyperCommand):
    """Its usage lists the values of an option that has only some."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, spelt_out(args, several(self.params)))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        chosen = [x for x in self.params if str(getattr(x, "metavar", None) or "").startswith("{")]
        pieces = [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]
        return [*(f"[{x.opts[0]} {x.metavar}]" for x in chosen), *pieces]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)


class Group(TyperGroup):
    """Its usage lists the verbs below it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, spelt_out(args, several(self.params)))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        self.subcommand_metavar = f"{{{','.join(self.commands)}}} ..."
        return super().collect_usage_pieces(ctx)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)


class ModelGroup(Group):
    """A group that also takes a model: ``shell models/a.tar.gz``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = spelt_out(args, several(self.params))
        _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        if rest and rest[0] not in self.commands:
            args = [*args[: len(args) - len(rest)], "--model", *rest]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[MODEL]", *super().collect_usage_pieces(ctx)]


def _write_usage(command: Command | Group, ctx: Any, formatter: Any) -> None:
    """In one line, so that scripts find the verbs; the terminal breaks it."""
    formatter.write(f"Usage: {ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}\n")


def several(parameters: Sequence[Any]) -> set[str]:
    """The options that take all the words that follow."""
    return {name for x in parameters if getattr(x, "multiple", False) for name in x.opts}


def spelt_out(words: Sequence[str], several: set[str]) -> list[str]:
    """``--data a b`` → ``--data a --data b``; ``--finetune`` → ``--finetune models``."""
    return list(_spelt_out(words, several))


def _spelt_out(words: Sequence[str], several: set[str]) -> Iterator[str]:
    option, values = "", 0
    for word in words:
        if word.startswith("-") and not _is_number(word):
            yield from _missing(option, values)
            option, values = word, 0
        else:
            values += 1
            if option in several and values > 1:
                yield option
        yield word
    yield from _missing(option, values)


def _missing(option: str, values: int) -> Iterator[str]:
    if option in OPTIONAL and not values:
        yield OPTIONAL[option]


def _is_number(word: str) -> bool:
    return word[1:].replace(".", "", 1).isdigit()
