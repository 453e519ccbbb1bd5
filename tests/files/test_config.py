from __future__ import annotations

import pytest

from causerie.errors import ProjectError
from causerie.files.config import DEFAULT_PIPELINE, DEFAULT_POLICIES, read_config
from causerie.files.credentials import read_credentials
from causerie.files.endpoints import read_endpoints


def test_components_keep_their_options_and_order(files) -> None:
    folder = files(
        {
            "config.yml": """
            recipe: default.v1
            language: en
            assistant_id: me
            pipeline:
              - name: WhitespaceTokenizer
              - name: FallbackClassifier
                threshold: 0.4
            policies:
            """
        }
    )
    config = read_config(folder / "config.yml")
    assert [x.name for x in config.pipeline] == ["WhitespaceTokenizer", "FallbackClassifier"]
    assert config.pipeline[1].options == {"threshold": 0.4}
    assert config.pipeline[1].place.line == 7
    assert config.policies == DEFAULT_POLICIES
    assert (config.is_default_pipeline, config.is_default_policies) == (False, True)


def test_no_config_is_the_default_one() -> None:
    assert read_config(None).pipeline == DEFAULT_PIPELINE


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("pipeline: x\n", 1, "list"),
        ("pipeline:\n- threshold: 1\n", 2, "name"),
        ("policies:\n- name: 12\n", 2, "text"),
        ("policies:\n- [a]\n", 2, "mapping"),
        ("recipe: graph.v1\n", 1, "recipe"),
        ("language: no\nlanguage: en\n", 2, "twice"),
    ],
)
def test_a_mistake_is_told_with_its_line(files, text: str, line: int, word: str) -> None:
    folder = files({"config.yml": text})
    with pytest.raises(ProjectError) as caught:
        read_config(folder / "config.yml")
    assert caught.value.problems[0].place.line == line
    assert word in caught.value.problems[0].message


def test_norwegian_is_a_language(files) -> None:
    assert read_config(files({"config.yml": "language: no"}) / "config.yml").language == "no"


def test_endpoints_are_read_by_section(files, monkeypatch) -> None:
    monkeypatch.setenv("DB_HOST", "db.local")
    folder = files(
        {
            "endpoints.yml": """
            action_endpoint:
              url: http://localhost:5055/webhook
            tracker_store:
              type: SQL
              url: ${DB_HOST}
              db: rasa
            lock_stor: {type: redis}
            """
        }
    )
    endpoints = read_endpoints(folder / "endpoints.yml")
    assert endpoints.action_endpoint.url == "http://localhost:5055/webhook"
    assert (endpoints.tracker_store.type, endpoints.tracker_store.url) == ("SQL", "db.local")
    assert endpoints.tracker_store.options == {"db": "rasa"}
    assert endpoints.lock_store is None
    assert "lock_store" in endpoints.warnings[0].advice


def test_no_endpoints_are_no_mistake(files) -> None:
    assert read_endpoints(None).nlg is None
    assert read_endpoints(files({"endpoints.yml": "# none\n"}) / "endpoints.yml").raw == {}


def test_channels_keep_their_order(files) -> None:
    folder = files({"credentials.yml": "rest:\nslack:\n  slack_token: x\nmy.module.Channel:\n  a: 1\n"})
    assert read_credentials(folder / "credentials.yml") == {
        "rest": {}, "slack": {"slack_token": "x"}, "my.module.Channel": {"a": 1},
    }  # fmt: skip


@pytest.mark.parametrize("text", ["rest: x\n", "- rest\n", "rest: [a]\n"])
def test_wrong_credentials_are_told(files, text: str) -> None:
    folder = files({"credentials.yml": text})
    with pytest.raises(ProjectError):
        read_credentials(folder / "credentials.yml")
