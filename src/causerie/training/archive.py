"""A model as a file: a ``.tar.gz`` of JSON and arrays.

Nothing in it is code and nothing is unpickled. The same model gives the same bytes: members are
sorted and carry no times. Reading checks names, sizes and shapes before anything is used.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import causerie
from causerie.errors import CauserieError, ModelError
from causerie.files.domain_json import domain_state, load_domain_state
from causerie.nlu.pipeline import Pipeline
from causerie.policies.registry import make_policies
from causerie.training.model import Model
from causerie.training.trust import NOTHING, check_names

if TYPE_CHECKING:
    from causerie.llm.open_turns.learnt import Learnt

FORMAT = 4
INDEX = "model.json"
ARRAYS = "arrays/"
MAX_BYTES = 2 * 1024**3
MAX_MEMBERS = 10_000
ADVICE = "Train the project again: causerie train"


def save(model: Model, path: Path) -> Path:
    """Write the archive; the file appears whole or not at all."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    index = _without_arrays(_state(model), arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".model-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as raw:
            _write(raw, index, arrays)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def load(path: Path, trusted: frozenset[str] = NOTHING) -> Model:
    """Read an archive; raises ModelError that says what is wrong with it and what to do.

    ``trusted`` are module paths of classes that the model may name (``trust.classes_named_by``).
    """
    try:
        index, arrays = _read(path)
    except FileNotFoundError:
        raise ModelError(f"There is no model at {path}. {ADVICE}") from None
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, OSError) as error:
        raise ModelError(f"The model {path} can't be read: {error}. It may be cut off. {ADVICE}") from error
    if index.get("format") != FORMAT:
        raise ModelError(
            f"The model {path} has format {index.get('format')!r}; this version of Causerie reads {FORMAT}. "
            + ADVICE
        )
    try:
        check_names(index, trusted)
        return _model(_with_arrays(index, arrays))
    except CauserieError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ModelError(
            f"The model {path} is damaged or was changed by hand: {type(error).__name__}: {error}. {ADVICE}"
        ) from error


# -- writing


def _state(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "causerie": causerie.__version__,
        "model_id": model.model_id,
        "language": model.language,
        "assistant_id": model.assistant_id,
        "fingerprints": dict(model.fingerprints),
        "config": model.config,
        "domain": domain_state(model.domain),
        "nlu": model.pipeline.state() if model.pipeline else None,
        "policies": [
            {"name": name, "options": dict(options), "state": policy.state()}
            for (name, options), policy in zip(model.core_schema, model.policies.values(), strict=False)
        ],
        "open_turns": model.open_turns.state() if model.open_turns else None,
    }


def _without_arrays(value: Any, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    """The value with each array replaced by the name of the member that holds it."""
    if isinstance(value, np.ndarray):
        name = f"{len(arrays):05d}"
        arrays[name] = value
        return {"$array": name}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {str(key): _without_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_arrays(item, arrays) for item in value]
    return value


def _write(raw: Any, index: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
    with (
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=3, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        _add(tar, INDEX, json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode())
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            _add(tar, f"{ARRAYS}{name}.npy", buffer.getvalue())


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o644
    tar.addfile(member, io.BytesIO(content))


# -- reading


def _read(path: Path) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    index: dict[str, Any] | None = None
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    with gzip.open(path) as packed:
        with tarfile.open(fileobj=packed, mode="r:") as tar:
            for member, content in _members(tar, path):
                if member == INDEX:
                    index = _json(content, path)
                else:
                    arrays[member.removeprefix(ARRAYS).removesuffix(".npy")] = _array(content, member, path)
        _read_to_end(packed, path)
    if index is None:
        raise ModelError(f"{path} holds no {INDEX}, so it is no model of Causerie. {ADVICE}")
    return index, arrays


def _read_to_end(packed: gzip.GzipFile, path: Path) -> None:
    """The checksum stands at the very end: without it the file was cut off."""
    rest = 0
    while block := packed.read(65_536):
        rest += len(block)
        if rest > MAX_BYTES:
            raise ModelError(f"{path} is larger than a model may be, so it was not read. {ADVICE}")


def _members(tar: tarfile.TarFile, path: Path) -> Iterator[tuple[str, bytes]]:
    total = 0
    for count, member in enumerate(tar):
        name = member.name.removeprefix("./")
        if name in ("metadata.json", "components") or name.startswith("components/"):
            raise ModelError(f"{path} is a model of Rasa, which can't be used here. {ADVICE}")
        total += member.size
        if count >= MAX_MEMBERS or total > MAX_BYTES:
            raise ModelError(f"{path} is larger than a model may be, so it was not read. {ADVICE}")
        if not member.isfile() or not _is_expected(name):
            raise ModelError(
                f"{path} holds '{name}', which no model of Causerie has, so it was not read. {ADVICE}"
            )
        content = tar.extractfile(member)
        yield name, content.read() if content else b""


def _is_expected(name: str) -> bool:
    number = name.removeprefix(ARRAYS).removesuffix(".npy")
    return name == INDEX or (name == f"{ARRAYS}{number}.npy" and number.isdigit())


def _json(content: bytes, path: Path) -> dict[str, Any]:
    try:
        index = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"The {INDEX} of {path} is no JSON: {error}. {ADVICE}") from error
    if not isinstance(index, dict):
        raise ModelError(f"The {INDEX} of {path} is no JSON object. {ADVICE}")
    return index


def _array(content: bytes, member: str, path: Path) -> np.ndarray[Any, Any]:
    try:
        array: np.ndarray[Any, Any] = np.load(io.BytesIO(content), allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise ModelError(f"The array {member} of {path} can't be read: {error}. {ADVICE}") from error
    return array


def _with_arrays(value: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"$array"}:
            return arrays[value["$array"]]
        return {key: _with_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_arrays(item, arrays) for item in value]
    return value


def _model(state: dict[str, Any]) -> Model:
    domain = load_domain_state(state["domain"])
    schema = tuple((entry["name"], entry["options"]) for entry in state["policies"])
    policies = make_policies(list(schema))
    for policy, entry in zip(policies.values(), state["policies"], strict=True):
        policy.load(entry["state"], domain)
    return Model(
        domain=domain,
        pipeline=Pipeline.load(state["nlu"]) if state["nlu"] else None,
        policies=policies,
        language=state["language"],
        assistant_id=state["assistant_id"],
        fingerprints=state["fingerprints"],
        model_id=state["model_id"],
        config=state["config"],
        open_turns=_open_turns(state["open_turns"]) if state.get("open_turns") else None,
        core_schema=schema,
    )


def _open_turns(state: dict[str, Any]) -> Learnt:
    """Imported when a model has them: it takes as long as much of the rest."""
    from causerie.llm.open_turns.learnt import Learnt
    from causerie.training.embedders import with_table

    return with_table(Learnt.load(state))
