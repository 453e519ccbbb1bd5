"""A page per command, from its help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from causerie.cli.main import app
from causerie.cli.without_effect import NOTHING
from docs.generate.reference.markdown import code, section, table


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group with its words, without the first."""
    yield from _below((), typer.main.get_command(app))


def command_pages() -> dict[str, str]:
    return {
        f"commands/{'-'.join(words) or 'causerie'}.md": _page(words, found) for words, found in commands()
    }


def _below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if getattr(command, "hidden", False):
        return
    yield words, command
    for name, child in getattr(command, "commands", {}).items():
        yield from _below((*words, name), child)


def _page(words: tuple[str, ...], command: Any) -> str:
    path = " ".join(("causerie", *words))
    active = [x for x in command.params if getattr(x, "help", None) != NOTHING]
    idle = [x for x in command.params if getattr(x, "help", None) == NOTHING]
    below = getattr(command, "commands", {})
    return "".join(
        (
            f"# {path}\n\n{command.help or ''}\n\n",
            code(_usage(path, active, bool(below)), "sh"),
            section("Commands below it", _list(words, below)),
            section("Options", table(["option", "default", "meaning"], map(_row, active))),
            section("Options without effect", ", ".join(f"`{_names(x)}`" for x in idle)),
        )
    )


def _usage(path: str, params: list[Any], has_below: bool) -> str:
    words = [str(x.metavar or x.name.upper()) for x in params if x.param_type_name == "argument"]
    return " ".join((path, "[OPTIONS]", *words, *(["COMMAND"] if has_below else [])))


def _list(words: tuple[str, ...], below: dict[str, Any]) -> str:
    rows = [
        (f"[{' '.join((*words, name))}]({'-'.join((*words, name))}.md)", child.help or "")
        for name, child in below.items()
        if not getattr(child, "hidden", False)
    ]
    return table(["command", "does"], rows)


def _row(parameter: Any) -> tuple[str, str, str]:
    default = parameter.default
    shown = "" if default in (None, False, (), []) or callable(default) else f"`{default}`"
    if parameter.param_type_name == "argument":
        shown = ""
    return f"`{_names(parameter)}`", shown, getattr(parameter, "help", None) or "See above."


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return ", ".join((*parameter.opts, *parameter.secondary_opts))
