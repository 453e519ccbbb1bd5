"""Which files a command works on: those named, else the usual ones of this folder."""

from __future__ import annotations

import sys
from pathlib import Path

from causerie.errors import CauserieError
from causerie.files.project import ProjectPaths


def project_paths(
    domain: str | None = None,
    data: list[str] | None = None,
    config: str | None = None,
    endpoints: str | None = None,
    credentials: str | None = None,
    folder: Path = Path(),
) -> ProjectPaths:
    """Raises CauserieError for a named file that is not there."""
    usual = ProjectPaths.in_folder(folder)
    return ProjectPaths(
        root=folder,
        domain=_named(domain, "--domain") or usual.domain,
        data=tuple(_all(data)) or usual.data,
        config=_config(config, usual.config),
        endpoints=_named(endpoints, "--endpoints") or usual.endpoints,
        credentials=_named(credentials, "--credentials") or usual.credentials,
    )


def _config(name: str | None, usual: Path | None) -> Path | None:
    """Rasa takes the usual one for one that is not there, so scripts may depend on it; here it is told."""
    if name is not None and usual is not None and not Path(name).exists():
        print(f"warning: --config names '{name}', which does not exist; '{usual}' is used.", file=sys.stderr)
        return usual
    return _named(name, "--config") or usual


def _all(names: list[str] | None) -> list[Path]:
    return [path for name in names or [] if (path := _named(name, "--data"))]


def _named(name: str | None, flag: str) -> Path | None:
    if name is None:
        return None
    path = Path(name)
    if not path.exists():
        raise CauserieError(f"{flag} names '{name}', which does not exist.")
    return path
