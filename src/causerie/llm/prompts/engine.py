"""Jinja2: the one place that imports it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from causerie.errors import LlmError, LlmReason, Place, Problem, ProjectError

BLOCKS = ("system", "user")
MOST_CHARACTERS = 50_000  # of a template file


class Template:
    """A template that was compiled and has the blocks ``system`` and ``user``.

    Raises ProjectError with file, line and advice.
    """

    def __init__(self, source: str, file: str, variables: frozenset[str]) -> None:
        self._jinja = load()
        self.file = file
        environment = self._environment()
        try:
            tree = environment.parse(source, filename=file)
            self._template = environment.from_string(source)
        except self._jinja.TemplateSyntaxError as error:
            advice = "See https://jinja.palletsprojects.com/templates for the language of templates."
            raise ProjectError(self._problem(error.message or "broken", error.lineno, advice)) from None
        problems = [*self._unknown(tree, variables), *self._blocks_missing()]
        if problems:
            raise ProjectError(problems)

    def render(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """The texts of ``system`` and ``user``; raises ProjectError for what is not defined."""
        try:
            context = self._template.new_context(dict(values))
            system, user = ("".join(self._template.blocks[name](context)).strip() for name in BLOCKS)
        except (self._jinja.TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            advice = "Look at the packaged template of this name: it uses every value there is."
            raise ProjectError(self._problem(str(error), self._line(error), advice)) from None
        return system, user

    def _environment(self) -> Any:
        sandbox = importlib.import_module("jinja2.sandbox")
        return sandbox.ImmutableSandboxedEnvironment(
            autoescape=False, undefined=self._jinja.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def _unknown(self, tree: Any, variables: frozenset[str]) -> Iterator[Problem]:
        meta = importlib.import_module("jinja2.meta")
        undeclared = meta.find_undeclared_variables(tree) - variables - {"range", "dict"}
        known = ", ".join(sorted(variables))
        for node in tree.find_all(self._jinja.nodes.Name):
            if node.name in undeclared:
                undeclared.discard(node.name)
                message = f"The template knows no '{node.name}'."
                yield Problem(
                    message, Place(self.file, node.lineno), known, f"'{node.name}'", "Mend its name."
                )
        for kind in ("Include", "Import", "FromImport", "Extends"):
            for node in tree.find_all(getattr(self._jinja.nodes, kind)):
                message = "A template stands alone; it can't take in other files."
                yield Problem(message, Place(self.file, node.lineno), advice="Copy the text into this file.")

    def _blocks_missing(self) -> Iterator[Problem]:
        for name in BLOCKS:
            if name not in self._template.blocks:
                yield self._problem(
                    f"The template has no block '{name}'.",
                    1,
                    f"Write {{% block {name} %}} … {{% endblock %}} around what the role '{name}' says.",
                )

    def _line(self, error: BaseException) -> int:
        """The line of the template that the innermost frame of its code was made from."""
        line, trace = 0, error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = self._template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return line

    def _problem(self, message: str, line: int, advice: str) -> Problem:
        return Problem(f"This template can't be used: {message}", Place(self.file, line), advice=advice)


def load() -> Any:
    """The module ``jinja2``; raises LlmError ``not_installed``."""
    try:
        return importlib.import_module("jinja2")
    except ModuleNotFoundError as error:
        raise LlmError(
            LlmReason.NOT_INSTALLED,
            "Prompts for a GPT need the package jinja2: pip install '/path/to/causerie[llm]'.",
        ) from error
