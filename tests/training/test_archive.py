"""A model as a file: the same bytes for the same project, and nothing foreign is read."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from causerie.errors import ModelError
from causerie.files.project import ProjectPaths
from causerie.training.archive import FORMAT, load, save
from causerie.training.latest import find_model, new_model_path
from causerie.training.model import Model
from causerie.training.train import plan, train
from causerie.training.trust import classes_named_by

CURRENT = json.dumps({"format": FORMAT}).encode()
PROJECT = """
policies: [{name: MemoizationPolicy}, {name: RulePolicy}]
intents: [hello, bye]
responses:
  utter_hello: [{text: Hello.}]
  utter_bye: [{text: Bye.}]
rules: [{rule: bye, steps: [{intent: bye}, {action: utter_bye}]}]
stories: [{story: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""


@pytest.fixture
def model(project: Callable[[str], Any]) -> Model:
    return train(project(PROJECT))


@pytest.fixture
def archive(model: Model, tmp_path: Path) -> Path:
    return save(model, tmp_path / "model.tar.gz")


def test_a_model_comes_back_as_it_was(model: Model, archive: Path) -> None:
    again = load(archive)
    assert again.domain == model.domain
    assert again.model_id == model.model_id
    assert again.fingerprints == model.fingerprints
    assert again.pipeline is not None
    assert model.pipeline is not None
    assert again.pipeline.state() == model.pipeline.state()
    assert {name: policy.state() for name, policy in again.policies.items()} == {
        name: policy.state() for name, policy in model.policies.items()
    }


def test_the_same_project_gives_the_same_bytes(project: Callable[[str], Any], tmp_path: Path) -> None:
    text = PROJECT
    first = save(train(project(text)), tmp_path / "1.tar.gz").read_bytes()
    second = save(train(project(text)), tmp_path / "2.tar.gz").read_bytes()
    assert first == second


def test_saving_a_loaded_model_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    assert save(load(archive), tmp_path / "again.tar.gz").read_bytes() == archive.read_bytes()


def test_only_what_changed_is_trained(project: Callable[[str], Any], model: Model) -> None:
    assert plan(project(PROJECT), model).to_train == ()
    other_words = PROJECT.replace("text: Hello.", "text: Good day.")
    assert plan(project(other_words), model).to_train == ()
    again = train(project(other_words), model)
    assert again.pipeline is model.pipeline
    assert again.domain.responses["utter_hello"][0].text == "Good day."
    assert again.model_id != model.model_id
    other_story = PROJECT.replace("{story: hello", "{story: hello again")
    assert plan(project(other_story), model).to_train == ("policy_0_MemoizationPolicy", "policy_1_RulePolicy")
    other_example = PROJECT.replace("intents: [hello, bye]", "intents: [hello, bye, third]")
    assert "nlu" in plan(project(other_example), model).to_train


@pytest.mark.parametrize("part", [0, 1, 10, 100, -50, -1])
def test_a_truncated_archive_is_refused(archive: Path, part: int) -> None:
    archive.write_bytes(archive.read_bytes()[:part])
    with pytest.raises(ModelError, match="Train the project again"):
        load(archive)


def test_every_flipped_byte_is_refused_or_harmless(archive: Path) -> None:
    content = archive.read_bytes()
    for place in range(0, len(content), max(1, len(content) // 200)):
        archive.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            load(archive)
        except ModelError as error:
            assert str(archive) in str(error)


def packed(members: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            member.type = kind
            member.linkname = "/etc/passwd"
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


FOREIGN = {
    "a model of Rasa": (packed({"components": b"", "metadata.json": b"{}"}), "is a model of Rasa"),
    "an archive with other files": (packed({"readme.txt": b"hello"}), "readme.txt"),
    "a path that climbs out": (packed({"../../evil": b"x"}), "evil"),
    "an absolute path": (packed({"/etc/evil": b"x"}), "evil"),
    "a link": (packed({"model.json": b""}, tarfile.SYMTYPE), "model.json"),
    "an empty archive": (packed({}), "holds no model.json"),
    "no JSON": (packed({"model.json": b"{'a'"}), "no JSON"),
    "a JSON list": (packed({"model.json": b"[]"}), "no JSON object"),
    "another format": (packed({"model.json": b'{"format": 99}'}), "format 99"),
    "deep JSON": (packed({"model.json": b"[" * 100_000}), "no JSON"),
    "nothing in it": (packed({"model.json": CURRENT}), "damaged"),
    "a pickle": (
        packed({"model.json": CURRENT, "arrays/00000.npy": pickle.dumps({"a": 1})}),
        "00000.npy",
    ),
    "plain gzip": (gzip.compress(b"hello"), "can't be read"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "can't be read"),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_foreign_and_hostile_archives_are_refused_with_the_reason(case: str, tmp_path: Path) -> None:
    content, says = FOREIGN[case]
    path = tmp_path / "model.tar.gz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=says):
        load(path)


def test_an_index_with_wrong_values_is_refused(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as tar:
        found = tar.extractfile("model.json")
        assert found is not None
        index = json.load(found)
    for key in index:
        for value in (None, 5, [], {"x": 1}, [[["deep"]]]):
            changed = {**index, key: value}
            path = tmp_path / "changed.tar.gz"
            path.write_bytes(packed({"model.json": json.dumps(changed).encode()}))
            try:
                load(path)
            except Exception as error:
                assert type(error).__name__ in ("ModelError", "ComponentError"), (key, value, error)


def test_no_file_is_left_behind_when_saving_fails(model: Model, tmp_path: Path) -> None:
    object.__setattr__(model, "config", {"not json": object()})
    with pytest.raises(TypeError):
        save(model, tmp_path / "model.tar.gz")
    assert list(tmp_path.iterdir()) == []


def test_the_newest_model_of_a_folder_is_found(tmp_path: Path, archive: Path) -> None:
    assert find_model(tmp_path) == archive
    assert find_model(archive) == archive
    with pytest.raises(ModelError, match="causerie train"):
        find_model(tmp_path / "elsewhere")


def test_model_names(tmp_path: Path) -> None:
    assert new_model_path(tmp_path, "mine").name == "mine.tar.gz"
    assert new_model_path(tmp_path, "mine.tar.gz").name == "mine.tar.gz"
    assert new_model_path(tmp_path).name.endswith(".tar.gz")


def hostile(archive: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    with tarfile.open(archive) as tar:
        found = tar.extractfile("model.json")
        assert found is not None
        index = json.load(found)
    change(index)
    path = tmp_path / "hostile.tar.gz"
    path.write_bytes(packed({"model.json": json.dumps(index).encode()}))
    return path


ATTACKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a policy": lambda index: index["policies"].append(
        {"name": "subprocess.Popen", "options": {"touch": 1, "PROOF": 1}, "state": {}}
    ),
    "a component": lambda index: index["nlu"]["components"].append(
        {"name": "subprocess.Popen", "options": {"touch": 1, "PROOF": 1}, "state": {}}
    ),
    "a slot type": lambda index: index["domain"]["slots"].update(
        {"x": {**next(iter(index["domain"]["slots"].values())), "name": "x", "type": "subprocess.Popen"}}
    ),
    "a module with side effects": lambda index: index["policies"].append(
        {"name": "antigravity.Policy", "options": {}, "state": {}}
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_model_can_not_choose_code(
    attack: str, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = hostile(archive, tmp_path, ATTACKS[attack])
    with pytest.raises(ModelError, match="names the class"):
        load(path)
    assert not (tmp_path / "PROOF").exists()
    assert "antigravity" not in sys.modules


def test_a_class_that_the_project_names_is_loaded(
    project: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_policy.py").write_text(
        "from causerie.policies.memoization import MemoizationPolicy\nclass Own(MemoizationPolicy):\n    pass\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    text = PROJECT.replace("{name: MemoizationPolicy}", "{name: own_policy.Own}")
    path = save(train(project(text)), tmp_path / "model.tar.gz")
    with pytest.raises(ModelError, match=r"own_policy\.Own"):
        load(path)
    (tmp_path / "config.yml").write_text("policies: [{name: own_policy.Own}]\n")
    trusted = classes_named_by(ProjectPaths.in_folder(tmp_path))
    assert "policy_0_Own" in load(path, trusted).policies
