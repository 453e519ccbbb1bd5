"""Slot values into texts: ``Hello {name}``.

All or nothing, as in Rasa: a text that names something unknown stays as it is. Braces are doubled
to be meant literally, and a text that holds both kinds stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"{([^\n{}]+?)}")


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """Fill texts anywhere in a JSON value; other values stay."""
    if isinstance(template, str):
        return fill_text(template, values)
    if isinstance(template, list):
        return [fill(item, values) for item in template]
    if isinstance(template, dict):
        return {key: fill(item, values) for key, item in template.items()}
    return template


def fill_text(text: str, values: Mapping[str, Any]) -> str:
    if "{" not in text and "}" not in text:
        return text
    places = list(_PLACEHOLDER.finditer(text))
    literal = [_is_doubled(text, place) for place in places]
    if any(literal):
        return _undoubled(text) if all(literal) else text
    if any(place[1] not in values for place in places):
        return text
    out: list[str] = []
    end = 0
    for place in places:
        out += (_undoubled(text[end : place.start()]), str(values[place[1]]))
        end = place.end()
    return "".join((*out, _undoubled(text[end:])))


def _is_doubled(text: str, place: re.Match[str]) -> bool:
    return text[place.start() - 1 : place.start()] == "{" and text[place.end() : place.end() + 1] == "}"


def _undoubled(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
