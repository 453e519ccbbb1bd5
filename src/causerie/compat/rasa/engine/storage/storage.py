"""Where a component keeps its files: bytes in the model, a folder while it reads or writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.errors import ModelError

Files = dict[str, bytes]


class ModelStorage:
    """Files per resource, by their path in the resource's folder."""

    def __init__(self, resources: Mapping[str, Files] | None = None) -> None:
        self.resources: dict[str, Files] = {name: dict(files) for name, files in (resources or {}).items()}

    @contextmanager
    def write_to(self, resource: Resource) -> Iterator[Path]:
        """A folder to write to; what lies there in the end is kept, besides what was kept before."""
        with TemporaryDirectory(prefix="causerie-") as folder:
            yield Path(folder)
            found = {
                file.relative_to(folder).as_posix(): file.read_bytes()
                for file in sorted(Path(folder).rglob("*"))
                if file.is_file()
            }
        self.resources.setdefault(resource.name, {}).update(found)

    @contextmanager
    def read_from(self, resource: Resource) -> Iterator[Path]:
        """A folder with the files; raises ValueError, as in Rasa, where nothing was kept."""
        files = self.resources.get(resource.name)
        if files is None:
            raise ValueError(f"Nothing was kept under the resource '{resource.name}'.")
        with TemporaryDirectory(prefix="causerie-") as folder:
            for name, content in files.items():
                file = Path(folder, _checked(name))
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            yield Path(folder)


def _checked(name: str) -> str:
    """A model must not be able to write anywhere else."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise ModelError(f"The model holds a file with the path '{name}', so it was not read.")
    return name
