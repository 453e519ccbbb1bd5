"""What a value must be; when it is something else, a problem says so and the answer is None."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from causerie.errors import Severity
from causerie.files.nodes import Mapping, Node, Scalar, Sequence, describe, is_nothing
from causerie.files.problems import Problems
from causerie.registry import did_you_mean


def mapping(node: Node | None, what: str, problems: Problems, advice: str = "") -> Mapping | None:
    if isinstance(node, Mapping):
        return node
    _wrong(node, what, "a mapping ('key: value' lines)", problems, advice)
    return None


def sequence(node: Node | None, what: str, problems: Problems, advice: str = "") -> Sequence | None:
    if isinstance(node, Sequence):
        return node
    _wrong(node, what, "a list ('- …' lines)", problems, advice)
    return None


def text(node: Node | None, what: str, problems: Problems, advice: str = "") -> str | None:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    if not advice and isinstance(node, Scalar) and node.value is not None:
        advice = "Put it in quotes."
    if not advice and isinstance(node, Mapping):
        advice = "Put text that holds braces or ': ' in quotes."
    _wrong(node, what, "text", problems, advice)
    return None


def name(node: Node | None, what: str, problems: Problems) -> str | None:
    """Text that is not empty."""
    value = text(node, what, problems)
    if value is None or value.strip():
        return value
    _wrong(node, what, "a name", problems, "")
    return None


def boolean(node: Node | None, what: str, problems: Problems) -> bool | None:
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    advice = "YAML 1.2 knows only true and false; yes, no, on and off are text."
    _wrong(node, what, "true or false", problems, advice)
    return None


def number(node: Node | None, what: str, problems: Problems) -> float | None:
    if isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    _wrong(node, what, "a number", problems, "")
    return None


def names(node: Node | None, what: str, problems: Problems) -> tuple[str, ...]:
    """A list of names, or one name alone."""
    if is_nothing(node):
        return ()
    if isinstance(node, Scalar):
        single = name(node, what, problems)
        return (single,) if single else ()
    found = sequence(node, what, problems)
    return name_list(found, what, problems) if found else ()


def name_list(node: Sequence, what: str, problems: Problems) -> tuple[str, ...]:
    read = (name(item, f"Each of {what}", problems) for item in node)
    return tuple(item for item in read if item)


def entries(node: Mapping, what: str, problems: Problems) -> Iterator[tuple[str, Node]]:
    """Keys that are names, with their values; others are told."""
    for key, value in node.entries.items():
        if isinstance(key, str) and key.strip():
            yield key, value
        else:
            problems.error(
                f"{what} must have a name that is text.",
                node.key_place(key),
                found=repr(key),
                advice="Put the name in quotes, or choose one that begins with a letter.",
            )


def known_keys(
    node: Mapping,
    known: Iterable[str],
    what: str,
    problems: Problems,
    severity: Severity = "error",
    advice: dict[str, str] | None = None,
) -> None:
    """Every key must be one of ``known``."""
    allowed = list(known)
    for key in node.entries:
        if key in allowed:
            continue
        report = problems.error if severity == "error" else problems.warning
        report(
            f"{what} knows no key '{key}'.",
            node.key_place(key),
            expected=", ".join(allowed),
            advice=(advice or {}).get(str(key)) or did_you_mean(str(key), allowed),
            kind="unknown_key",
            name=str(key),
        )


def optional_text(node: Mapping, key: str, what: str, problems: Problems) -> str | None:
    """The text under ``key``; a missing or empty key is no mistake."""
    value: Any = node.get(key)
    return None if is_nothing(value) else text(value, f"'{key}' of {what}", problems)


def _wrong(node: Node | None, what: str, expected: str, problems: Problems, advice: str) -> None:
    if node is None:
        return
    problems.error(
        f"{what} must be {expected}.",
        node.place,
        expected=expected,
        found=describe(node),
        advice=advice,
        kind="wrong_type",
    )
