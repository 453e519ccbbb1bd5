"""``${NAME}`` in unquoted YAML values is replaced by the environment variable, as in Rasa.

Quoted text and blocks are left as they are; so is ``$NAME`` in a value without any ``${…}``.
"""

from __future__ import annotations

import os
import re

_REFERENCE = re.compile(r"\$\{.*\}")
_NAME = re.compile(r"\$\{?(\w+)\}?")


def needs_expansion(text: str) -> bool:
    return "${" in text and _REFERENCE.search(text) is not None


def expand(text: str) -> tuple[str, list[str]]:
    """The text with variables filled in, and the names of those that are not set."""
    expanded = os.path.expandvars(text)
    unset = [word for word in expanded.split() if word.startswith("$") and word in text]
    return expanded, [name for word in unset for name in _NAME.findall(word)]
