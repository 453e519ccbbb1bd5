"""Files: text, JSON, YAML."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from hashlib import md5
from io import StringIO
from pathlib import Path
from typing import Any

from causerie.compat.rasa.shared.exceptions import (
    FileIOException,
    FileNotFoundException,
    YamlSyntaxException,
)
from causerie.errors import ProjectError
from causerie.files.nodes import plain
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml_text

DEFAULT_ENCODING = "utf-8"
Path_ = str | Path


def read_file(filename: Path_, encoding: str = DEFAULT_ENCODING) -> str:
    try:
        return Path(filename).read_text(encoding=encoding)
    except FileNotFoundError as error:
        raise FileNotFoundException(f"There is no file '{filename}'.") from error
    except UnicodeDecodeError as error:
        raise FileIOException(f"'{filename}' is no text in {encoding}.") from error


def write_text_file(
    content: str, file_path: Path_, encoding: str = DEFAULT_ENCODING, append: bool = False
) -> None:
    with Path(file_path).open("a" if append else "w", encoding=encoding) as file:
        file.write(content)


def read_json_file(filename: Path_) -> Any:
    try:
        return json.loads(read_file(filename))
    except ValueError as error:
        raise FileIOException(f"'{filename}' is no JSON: {error}.") from error


def dump_obj_as_json_to_file(filename: Path_, obj: Any) -> None:
    write_text_file(json_to_string(obj, ensure_ascii=False), filename)


def json_to_string(obj: Any, **kwargs: Any) -> str:
    return json.dumps(obj, **{"indent": 2, "ensure_ascii": False, **kwargs})


def read_yaml(content: str, reader_type: str | list[str] = "safe") -> Any:
    """What a YAML text says; ``${NAME}`` is taken from the environment."""
    return _read_yaml(content, None)


def read_yaml_file(filename: Path_, reader_type: str | list[str] = "safe") -> Any:
    return _read_yaml(read_file(filename), str(filename))


def read_config_file(filename: Path_, reader_type: str | list[str] = "safe") -> dict[str, Any]:
    """A YAML file that must be a mapping; nothing is an empty one."""
    found = read_yaml_file(filename) or {}
    if not isinstance(found, dict):
        raise YamlSyntaxException(str(filename), ValueError("a mapping was expected"))
    return found


read_model_configuration = read_config_file


def _read_yaml(content: str, filename: str | None) -> Any:
    problems = Problems()
    found = plain(read_yaml_text(content, filename or "<text>", problems))
    try:
        problems.raise_errors()
    except ProjectError as error:
        raise YamlSyntaxException(filename, error) from error
    return found


def write_yaml(data: Any, target: Path_ | StringIO, should_preserve_key_order: bool = False) -> None:
    from causerie.files.domain_json import dump_yaml

    text = dump_yaml(data)
    if isinstance(target, StringIO):
        target.write(text)
    else:
        write_text_file(text, target)


def dump_obj_as_yaml_to_string(obj: Any, should_preserve_key_order: bool = False) -> str:
    target = StringIO()
    write_yaml(obj, target)
    return target.getvalue()


def is_key_in_yaml(file_path: Path_, *keys: str) -> bool:
    found = read_yaml_file(file_path)
    return isinstance(found, dict) and any(key in found for key in keys)


def create_directory(directory_path: Path_) -> None:
    Path(directory_path).mkdir(parents=True, exist_ok=True)


def create_directory_for_file(file_path: Path_) -> None:
    create_directory(Path(file_path).parent)


def list_files(path: Path_) -> list[str]:
    """Files below a folder, or the file itself; hidden ones are left out."""
    return [found for found in list_directory(path) if Path(found).is_file()]


def list_directory(path: Path_) -> list[str]:
    place = Path(path)
    if place.is_file():
        return [str(place)]
    if not place.is_dir():
        raise ValueError(f"There is no file or folder '{path}'.")
    return [str(found) for found in sorted(place.rglob("*")) if not _is_hidden(found.relative_to(place))]


def list_subdirectories(path: Path_) -> list[str]:
    return [
        str(found)
        for found in sorted(Path(path).iterdir())
        if found.is_dir() and not _is_hidden(Path(found.name))
    ]


def is_subdirectory(path: Path_, potential_parent_directory: Path_) -> bool:
    return Path(path).resolve().is_relative_to(Path(potential_parent_directory).resolve())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def get_text_hash(text: str, encoding: str = DEFAULT_ENCODING) -> str:
    return md5(text.encode(encoding), usedforsecurity=False).hexdigest()


def get_dictionary_fingerprint(dictionary: dict[Any, Any]) -> str:
    return deep_container_fingerprint(dictionary)


def get_list_fingerprint(elements: Iterable[Any]) -> str:
    return deep_container_fingerprint(list(elements))


def deep_container_fingerprint(obj: Any, encoding: str = DEFAULT_ENCODING) -> str:
    """Changes when a value does; objects may have ``fingerprint()``."""
    if hasattr(obj, "fingerprint"):
        return str(obj.fingerprint())
    return get_text_hash(json.dumps(obj, sort_keys=True, default=str), encoding)


def raise_warning(
    message: str, category: type[Warning] | None = None, docs: str | None = None, **kwargs: Any
) -> None:
    warnings.warn(f"{message} More: {docs}" if docs else message, category or UserWarning, stacklevel=2)


def raise_deprecation_warning(
    message: str, warn_until_version: str = "", docs: str | None = None, **kwargs: Any
) -> None:
    raise_warning(message, FutureWarning, docs)
