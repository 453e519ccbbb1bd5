"""Models are fetched from remote storages: real client libraries, a little server that plays the clouds."""

from __future__ import annotations

import builtins
import re
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from causerie.errors import ComponentError, ModelError
from causerie.stores.models.registry import fetch_model

#: What Google's library says of itself while it is imported.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ImportWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]
MODEL = bytes(range(256)) * 50
PATHS = {
    "aws": "/shelf/team/talk.tar.gz",
    "gcs": "/download/storage/v1/b/shelf/o/team/talk.tar.gz",
    "azure": "/shelf/team/talk.tar.gz",
}
MISSING = {
    "aws": b"<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>",
    "gcs": b"No such object",
    "azure": b"<Error><Code>BlobNotFound</Code><Message>no such blob</Message></Error>",
}


class Cloud(BaseHTTPRequestHandler):
    """Gives one file, whole or a range of it."""

    kind = ""
    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.asked.append((path, self.headers.get("Authorization", "")))
        if path != PATHS[self.kind]:
            self._answer(404, MISSING[self.kind], {"Content-Type": "application/xml"})
            return
        wanted = re.search(
            r"bytes=(\d+)-(\d*)", self.headers.get("x-ms-range") or self.headers.get("Range") or ""
        )
        headers = {
            "ETag": '"1"',
            "Last-Modified": "Fri, 20 Nov 2026 12:00:00 GMT",
            "x-ms-blob-type": "BlockBlob",
        }
        if not wanted:
            self._answer(200, MODEL, headers)
            return
        start, end = int(wanted[1]), min(int(wanted[2] or len(MODEL)), len(MODEL) - 1)
        headers["Content-Range"] = f"bytes {start}-{end}/{len(MODEL)}"
        self._answer(206, MODEL[start : end + 1], headers)

    do_HEAD = do_GET

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture(params=["aws", "gcs", "azure"])
def cloud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Cloud]]:
    handler = type("Handler", (Cloud,), {"kind": request.param, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    variables = {
        "BUCKET_NAME": "shelf",
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "STORAGE_EMULATOR_HOST": url,
        "GOOGLE_CLOUD_PROJECT": "tested",
        "AZURE_ENDPOINT_URL": url,
        "AZURE_CONTAINER": "shelf",
        "AZURE_ACCOUNT_NAME": "me",
        "AZURE_ACCOUNT_KEY": "a2V5",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    yield handler
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ["team/talk", "team/talk.tar.gz"])
def test_a_model_is_fetched_by_its_name(cloud: type[Cloud], name: str, tmp_path: Path) -> None:
    fetch_model(cloud.kind, name, tmp_path)
    assert (tmp_path / "talk.tar.gz").read_bytes() == MODEL
    assert list(tmp_path.iterdir()) == [tmp_path / "talk.tar.gz"]
    if cloud.kind != "gcs":
        assert all(signature for _, signature in cloud.asked), "signed with the key of the environment"


def test_a_model_that_is_not_there_is_told(cloud: type[Cloud], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"'team/gone\.tar\.gz' can't be fetched.*'{cloud.kind}'"):
        fetch_model(cloud.kind, "team/gone", tmp_path)


@pytest.mark.parametrize(
    ("kind", "variable"),
    [("aws", "BUCKET_NAME"), ("gcs", "BUCKET_NAME"), ("azure", "AZURE_ACCOUNT_NAME")],
)
def test_variables_that_are_not_set_are_named(
    kind: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "http://127.0.0.1:1")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "tested")
    with pytest.raises(ComponentError, match=variable):
        fetch_model(kind, "talk", tmp_path)


@pytest.mark.parametrize(
    ("kind", "library", "package"),
    [
        ("aws", "boto3", "boto3"),
        ("gcs", "google.cloud", "google-cloud-storage"),
        ("azure", "azure.storage.blob", "azure-storage-blob"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_its_extra(
    kind: str, library: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == library:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, f"causerie.stores.models.{kind}", raising=False)
    with pytest.raises(ComponentError, match=rf"{package}.*causerie\[{kind}\]"):
        fetch_model(kind, "talk", tmp_path)


OWN = """
from pathlib import Path

class Shelf:
    def retrieve(self, model_name, target_path):
        (Path(target_path) / "any-name.tar.gz").write_text(model_name)

class Empty:
    def retrieve(self, model_name, target_path):
        pass

class Broken:
    def retrieve(self, model_name, target_path):
        raise KeyError("shelf fell down")

class Unmade(Empty):
    def __init__(self):
        raise OSError("no shelf")

class NoShelf:
    pass
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_shelf.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "own_shelf", raising=False)


def test_a_class_of_ones_own_is_named_by_its_module_path(own: None, tmp_path: Path) -> None:
    fetch_model("own_shelf.Shelf", "talk", tmp_path)
    assert (tmp_path / "any-name.tar.gz").read_text() == "talk.tar.gz"


@pytest.mark.parametrize(
    ("storage", "told"),
    [
        ("own_shelf.Empty", "gave no file"),
        ("own_shelf.Broken", "shelf fell down"),
        ("own_shelf.Unmade", "no shelf"),
        ("own_shelf.NoShelf", "retrieve"),
        ("own_shelf.Gone", "no 'Gone'"),
        ("awz", "'aws'"),
    ],
)
def test_mistakes_are_told(own: None, tmp_path: Path, storage: str, told: str) -> None:
    with pytest.raises((ComponentError, ModelError), match=told):
        fetch_model(storage, "talk", tmp_path)
