"""The domain as Rasa's classes ask for it: a view of ours, made where something is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causerie.compat.domain_view import ActionNotFoundException, DomainView, SessionConfig, slot_of
from causerie.compat.rasa.shared.exceptions import RasaException
from causerie.domain import Domain as OurDomain
from causerie.files.domain import DomainParts, build_domain, merge, read_domain_parts
from causerie.files.domain_json import domain_as_yaml, domain_from_dict
from causerie.files.problems import Problems

__all__ = ["ActionNotFoundException", "Domain", "InvalidDomain", "SessionConfig", "slot_of"]

Json = dict[str, Any]
State = dict[str, dict[str, Any]]
PathOrPaths = str | Path | list[str | Path] | list[str] | list[Path]


class InvalidDomain(RasaException):
    """A domain that can't be used."""


class Domain(DomainView):
    """``ours`` is what it shows."""

    def __init__(self, ours: OurDomain) -> None:
        self.ours = ours

    @classmethod
    def empty(cls) -> Domain:
        return cls(build_domain(DomainParts()))

    @classmethod
    def load(cls, paths: PathOrPaths) -> Domain:
        """The domain in files and folders; raises ProjectError with all their problems."""
        problems, parts = Problems(), DomainParts()
        for path in [paths] if isinstance(paths, str | Path) else paths:
            merge(parts, read_domain_parts(Path(path), problems), problems)
        problems.raise_errors()
        return cls(build_domain(parts))

    from_path = from_file = from_directory = load

    @classmethod
    def from_dict(cls, data: Json) -> Domain:
        return cls(domain_from_dict(data))

    @classmethod
    def from_yaml(cls, yaml: str, original_filename: str = "") -> Domain:
        from causerie.compat.rasa.shared.utils.io import read_yaml

        return cls(domain_from_dict(read_yaml(yaml) or {}, original_filename or "<domain>"))

    def merge(self, domain: Domain | None, override: bool = False) -> Domain:
        """Both; of what both declare this one's counts, or with ``override`` the other's."""
        if domain is None:
            return self
        first, second = (domain, self) if override else (self, domain)
        merged = {**second.as_dict()}
        for key, value in first.as_dict().items():
            merged[key] = _merged(value, merged.get(key))
        return Domain.from_dict(merged)

    def as_yaml(self) -> str:
        return domain_as_yaml(self.ours)

    def persist(self, filename: str | Path) -> None:
        Path(filename).write_text(self.as_yaml(), encoding="utf-8")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Domain) and other.ours == self.ours

    def __hash__(self) -> int:
        return hash(self.ours.action_names)


def _merged(first: Any, second: Any) -> Any:
    if isinstance(first, dict) and isinstance(second, dict):
        return {**second, **first}
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *(item for item in second if item not in first)]
    return first
