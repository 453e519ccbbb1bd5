"""Makes a command of a function.

A parameter that is a dataclass stands for all of its fields, one option each, so that commands share
options by naming their dataclass. Every command has the logging flags.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Annotated, Any, get_args, get_type_hints

import typer

from causerie.cli.groups import Command, Group
from causerie.cli.logs import Logging, set_up
from causerie.cli.without_effect import NOTHING, name_without_effect

Function = Callable[..., None]
CONTEXT, LOGGING = "typer_context", "logging_flags"


@dataclass(frozen=True)
class Shown:
    """How the options of a dataclass are shown: not at all, or as options that change nothing."""

    hidden: bool = False
    without_effect: bool = False


HIDDEN, WITHOUT_EFFECT = Shown(hidden=True), Shown(without_effect=True)


def add_command(group: typer.Typer, name: str, function: Function, help: str) -> None:
    group.command(name, cls=Command, help=help)(command(function))


def add_group(
    parent: typer.Typer, name: str, help: str, function: Function | None = None, cls: type[Group] = Group
) -> typer.Typer:
    """A verb with verbs below it; ``function`` is what it does without one, else it tells its help."""
    group = typer.Typer(cls=cls, help=help, invoke_without_command=True)
    group.callback()(command(function or _tell_help))
    parent.add_typer(group, name=name)
    return group


def command(function: Function) -> Function:
    """Sets up logging, names options without effect, and calls the function with its dataclasses."""
    parts = {name: hint for name, hint in _hints(function).items() if is_dataclass(_bare(hint))}
    hints = {CONTEXT: typer.Context, **dict(_expanded(function)), **dict(_fields(LOGGING, Logging))}
    defaults = dict(_defaults(function))

    @wraps(function)
    def run(**given: Any) -> None:
        context = given.pop(CONTEXT)
        if context.invoked_subcommand:
            return
        for name, hint in {**parts, LOGGING: Logging}.items():
            cls = _bare(hint)
            given[name] = cls(**{field.name: given.pop(field.name) for field in fields(cls)})
        set_up(given.pop(LOGGING))
        name_without_effect(context)
        if "context" in inspect.signature(function).parameters:
            given["context"] = context
        function(**given)

    run.__annotations__ = hints
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=hint,
                default=defaults.get(name, inspect.Parameter.empty),
            )
            for name, hint in hints.items()
        ]
    )
    return run


def _tell_help(context: typer.Context) -> None:
    typer.echo(context.get_help())


def _hints(function: Callable[..., Any] | type) -> dict[str, Any]:
    hints = get_type_hints(function, include_extras=True)
    return {name: hint for name, hint in hints.items() if name not in ("return", "context")}


def _expanded(function: Function) -> Iterator[tuple[str, Any]]:
    for name, hint in _hints(function).items():
        if is_dataclass(_bare(hint)):
            yield from _fields(name, hint)
        else:
            yield name, hint


def _fields(name: str, hint: Any) -> Iterator[tuple[str, Any]]:
    shown = next((x for x in get_args(hint)[1:] if isinstance(x, Shown)), Shown())
    for field, inner in _hints(_bare(hint)).items():
        kind, info = get_args(inner)
        info = copy(info)
        if shown.hidden:
            info.hidden = True
        if shown.without_effect:
            info.help = NOTHING
        yield field, Annotated[kind, info]


def _defaults(function: Function) -> Iterator[tuple[str, Any]]:
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is not inspect.Parameter.empty:
            yield name, parameter.default
    for hint in (*_hints(function).values(), Logging):
        if is_dataclass(_bare(hint)):
            yield from ((field.name, field.default) for field in fields(_bare(hint)))


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_args(hint) and hasattr(hint, "__metadata__") else hint
