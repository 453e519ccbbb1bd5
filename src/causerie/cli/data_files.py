"""Splits, converts and migrates files of training data while a person watches."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from ruamel.yaml.comments import CommentedMap

from causerie.errors import CauserieError
from causerie.files.migrate_domain import migrate_domain
from causerie.files.nlu import read_nlu
from causerie.files.problems import Problems
from causerie.files.rewrite import read_for_rewriting, rewritten
from causerie.files.split import split_list, split_nlu
from causerie.files.stories import read_stories
from causerie.files.top_level import DOMAIN_KEYS
from causerie.files.walk import YAML_ENDINGS, data_files, domain_files
from causerie.files.write_nlu import nlu_as_json, nlu_as_yaml, responses_as_yaml
from causerie.training_data import NluData

NLU_KEYS = {"nlu", "responses"}
console = Console(highlight=False, soft_wrap=True)


def split_nlu_data(place: Path, fraction: float, seed: int | None, out: Path) -> None:
    """``training_data.yml`` and ``test_data.yml``, and the responses of each in ``nlg_…``."""
    data = _nlu([place])
    for part, name in zip(split_nlu(data, _checked(fraction), seed), ("training", "test"), strict=True):
        _write(out / f"{name}_data.yml", nlu_as_yaml(part))
        _write(out / f"nlg_{name}_data.yml", responses_as_yaml(part.responses))
        _tell(f"{len(part.examples)} examples in '{out / name}_data.yml'.")


def split_stories_data(place: Path, fraction: float, seed: int | None, out: Path) -> None:
    """For each file with stories ``train_…``, which keeps all else that is in the file, and ``test_…``."""
    _checked(fraction)
    dice = random.Random(seed)
    read_stories([place])
    names: list[str] = []
    problems = Problems()
    files = data_files([place], problems)
    problems.raise_errors()
    for file in files:
        content = read_for_rewriting(file) if file.suffix in YAML_ENDINGS else CommentedMap()
        if not content.get("stories"):
            continue
        train, test = split_list(list(content["stories"]), fraction, dice)
        version = {"version": content["version"]} if "version" in content else {}
        content["stories"] = train
        name = file.name if file.name not in names else f"{file.parent.name}_{file.name}"
        names.append(name)
        _write(out / f"train_{name}", rewritten(content))
        _write(out / f"test_{name}", rewritten(CommentedMap({**version, "stories": test})))
        _tell(f"{file}: {len(train)} stories in 'train_{name}', {len(test)} in 'test_{name}'.")
    _tell(f"The files are in '{out}'." if names else f"There are no stories in '{place}'.")


def convert_nlu(places: Sequence[Path], out: Path, form: str) -> None:
    """All NLU data into one file. A file with none is refused, as a folder of all data is in Rasa."""
    _refuse_other_data(places)
    data = _nlu(places)
    if form == "yaml" and (left := sum(not example.intent for example in data.examples)):
        _tell(f"note: {left} examples have no intent, so YAML can't hold them.")
    _write(out, nlu_as_json(data) if form == "json" else nlu_as_yaml(data))
    _tell(f"{len(data.examples)} examples are converted to '{out}'.")


def migrate(domain: Path, out: Path | None) -> None:
    """The new domain into ``out`` (``new_domain…``), a copy of the old one into ``original_domain…``."""
    ending = ".yml" if domain.is_file() else ""
    target, backup = out or domain.parent / f"new_domain{ending}", domain.parent / f"original_domain{ending}"
    problems = Problems()
    files = domain_files(domain, problems)
    problems.raise_errors()
    for place in (target, backup):
        if place.exists():
            raise CauserieError(f"'{place}' exists already, so nothing was written. Move or remove it first.")
    contents = {file: read_for_rewriting(file) for file in files}
    if not any(set(DOMAIN_KEYS) & set(content) for content in contents.values()):
        raise CauserieError(f"'{domain}' holds no domain, so there is nothing to migrate.")
    for file, content in contents.items():
        if str(content.get("version", "2")).startswith("3"):
            raise CauserieError(f"'{file}' is of format {content['version']} already: nothing to migrate.")
    unmapped = migrate_domain(list(contents.values()))
    for file, content in contents.items():
        inner = file.relative_to(domain)
        (backup / inner).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, backup / inner)
        _write(target / inner, rewritten(content))
    for name in unmapped:
        _tell(f"note: nothing fills the slot '{name}'; it has the mapping 'custom' now. Is that right?")
    _tell(f"The migrated domain is '{target}'; '{backup}' is a copy of the old one.")


def _refuse_other_data(places: Sequence[Path]) -> None:
    for file in data_files(places, Problems()):
        if file.suffix in YAML_ENDINGS and not NLU_KEYS & set(read_for_rewriting(file)):
            raise CauserieError(
                f"'{file}' holds no NLU data, so nothing was converted. "
                "Name files or folders with NLU data alone (--data)."
            )


def _nlu(places: Sequence[Path]) -> NluData:
    data = read_nlu(places)
    if not data.examples:
        raise CauserieError(f"There are no NLU examples in '{', '.join(map(str, places))}'.")
    return data


def _checked(fraction: float) -> float:
    if not 0 < fraction < 1:
        raise CauserieError(f"--training-fraction must be between 0 and 1; it is {fraction:g}.")
    return fraction


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CauserieError(f"'{file}' can't be written: {error.strerror or error}.") from error


def _tell(line: str) -> None:
    console.print(line, markup=False)
