from __future__ import annotations

import sys

import pytest

from causerie.errors import ProjectError
from causerie.files.project import ProjectPaths, read_project, read_project_from_strings

DOMAIN = "intents: [greet, faq]\nresponses:\n  utter_greet: [{text: Hi}]\n"
NLU = "nlu:\n- intent: greet\n  examples: |\n    - hi\n- intent: faq/hours\n  examples: |\n    - hours\n"
RESPONSES = "responses:\n  utter_faq/hours: [{text: Nine}]\n"
STORIES = "stories:\n- story: s\n  steps:\n  - intent: greet\n  - bot: Hi there\n"
RULES = "rules:\n- rule: r\n  steps:\n  - intent: greet\n  - action: utter_greet\n"
GOOD = {
    "domain.yml": DOMAIN,
    "config.yml": "language: en\n",
    "data/nlu.yml": NLU + RESPONSES,
    "data/stories.yml": STORIES + RULES,
    "data/test_stories.yml": STORIES,
}


def test_a_project_is_read_whole(files) -> None:
    project = read_project(ProjectPaths.in_folder(files(GOOD)))
    assert project.domain.intents["faq"].is_retrieval
    assert "utter_faq" in project.domain.actions
    assert "utter_faq/hours" in project.domain.responses
    assert project.domain.e2e_actions == ("Hi there",)
    assert [story.name for story in project.stories] == ["s"]
    assert [rule.name for rule in project.rules] == ["r"]
    assert project.places["intents", "greet"].line == 1


def test_mistakes_of_all_files_are_told_at_once(files) -> None:
    folder = files(
        {
            **GOOD,
            "domain.yml": "intents: [a, a]\n",
            "config.yml": "pipeline: x\n",
            "data/nlu.yml": "nlu: x\n",
            "data/stories.yml": "stories:\n- story: s\n  steps:\n  - x: y\n",
        }
    )
    with pytest.raises(ProjectError) as caught:
        read_project(ProjectPaths.in_folder(folder))
    named = {problem.place.file.rpartition("/")[2] for problem in caught.value.problems}
    assert named == {"domain.yml", "config.yml", "nlu.yml", "stories.yml"}


def test_a_misspelt_section_is_pointed_out(files) -> None:
    folder = files({**GOOD, "data/more.yml": "storys:\n- story: s\n", "domain.yml": DOMAIN + "entites: []\n"})
    warnings = read_project(ProjectPaths.in_folder(folder)).warnings
    assert {"Did you mean 'stories'?", "Did you mean 'entities'?"} <= {x.advice for x in warnings}


def test_a_missing_domain_is_told_unless_only_nlu_is_wanted(files) -> None:
    paths = ProjectPaths.in_folder(files({"data/nlu.yml": NLU}))
    with pytest.raises(ProjectError, match="no domain"):
        read_project(paths)
    assert len(read_project(paths, need_core=False).nlu.examples) == 2


def test_one_document_holds_a_whole_project() -> None:
    text = "language: en\n" + DOMAIN + NLU + STORIES + RULES
    project = read_project_from_strings(text)
    assert project.config.language == "en"
    assert "utter_greet" in project.domain.responses
    assert (len(project.nlu.examples), len(project.stories), len(project.rules)) == (2, 1, 1)


@pytest.mark.parametrize("text", ["", "12", "- a", "a: [", "nlu: x"])
def test_a_wrong_document_is_told(text: str) -> None:
    with pytest.raises(ProjectError) as caught:
        read_project_from_strings(text)
    assert caught.value.problems[0].place.file == "<request>"


def test_several_projects_are_imported(files) -> None:
    folder = files(
        {
            **GOOD,
            "config.yml": "importers: [{name: MultiProjectImporter}]\nimports: [parts/a]\n",
            "parts/a/config.yml": "imports: [../b]\n",
            "parts/a/domain.yml": "intents: [from_a]\n",
            "parts/b/data/nlu.yml": "nlu:\n- intent: from_b\n  examples: |\n    - b\n",
            "parts/b/config.yml": "imports: [../a, ../gone]\n",
            "parts/c/domain.yml": "intents: [from_c]\n",
        }
    )
    project = read_project(ProjectPaths.in_folder(folder))
    assert "from_a" in project.domain.intents
    assert "from_c" not in project.domain.intents
    assert "from_b" in project.nlu.intents
    assert "gone" in project.warnings[0].message


def test_an_importer_of_the_projects_own(files, monkeypatch) -> None:
    folder = files(
        {
            **GOOD,
            "config.yml": "importers:\n- name: own_importer_here.Mine\n  extra: more\n  unknown: 1\n",
            "own_importer_here.py": """
            from pathlib import Path

            class Mine:
                def __init__(self, config_file, domain_path, training_data_paths, extra=""):
                    self.folder = Path(config_file).parent / extra
                def domain_files(self):
                    return [self.folder / "d.yml"]
                def data_files(self):
                    return []
            """,
            "more/d.yml": "intents: [mine]\n",
        }
    )
    monkeypatch.syspath_prepend(folder)
    project = read_project(ProjectPaths.in_folder(folder))
    sys.modules.pop("own_importer_here")
    assert "mine" in project.domain.intents
    assert "greet" not in project.domain.intents


def test_an_importer_that_does_not_exist_is_told(files) -> None:
    folder = files({**GOOD, "config.yml": "importers: [{name: nowhere_at_all.Importer}]\n"})
    with pytest.raises(ProjectError, match="nowhere_at_all"):
        read_project(ProjectPaths.in_folder(folder))


def test_the_whole_folder_may_be_the_data(files) -> None:
    folder = files({**GOOD, "endpoints.yml": "nlu:\n  url: http://localhost\n"})
    project = read_project(ProjectPaths(folder, folder / "domain.yml", (folder,), folder / "config.yml"))
    assert (len(project.stories), len(project.rules), len(project.nlu.examples)) == (1, 1, 2)


def test_data_without_a_section_is_pointed_out(files) -> None:
    folder = files({**GOOD, "data/more.yml": 'version: "3.1"\n- intent: greet\n  examples: |\n    - hey\n'})
    assert any("no section" in x.message for x in read_project(ProjectPaths.in_folder(folder)).warnings)


def test_data_in_another_encoding_is_not_passed_over(files) -> None:
    folder = files(GOOD)
    (folder / "data" / "more.yml").write_bytes(NLU.encode("utf-16"))
    with pytest.raises(ProjectError, match="UTF-16"):
        read_project(ProjectPaths.in_folder(folder))


def test_a_domain_folder_without_a_domain_is_told(files) -> None:
    folder = files({"domain/readme.txt": "x", "data/nlu.yml": NLU})
    with pytest.raises(ProjectError, match="no domain file"):
        read_project(ProjectPaths.in_folder(folder))
