"""Models that come and go while the server runs."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import tarfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sanic import HTTPResponse, Request, Sanic
from sanic import empty as empty_response
from sanic import raw as raw_response

from causerie.assembly import Surroundings
from causerie.errors import ModelError
from causerie.files.endpoints import Endpoints
from causerie.server.model_server import ModelServer
from causerie.server.serve import served_model
from causerie.server.served import Served
from causerie.training.archive import save
from causerie.training.train import train

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello]
slots: {city: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
responses: {utter_hello: [{text: WORD}]}
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""
TRAINING = """
recipe: default.v1
assistant_id: tested
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
intents: [hello]
responses: {utter_hello: [{text: Trained.}]}
nlu: [{intent: hello, examples: "- hello"}]
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""


async def said(http: Any) -> list[str]:
    answer = await http.post("/webhooks/rest/webhook", json={"sender": "a", "message": "/hello"})
    return [message["text"] for message in answer.json()]


@pytest.fixture
def model_file(project: Callable[..., Any], tmp_path: Path) -> Callable[[str], Path]:
    def make(word: str) -> Path:
        return save(train(project(PROJECT.replace("WORD", word))), tmp_path / f"{word}.tar.gz")

    return make


async def test_a_model_swap_keeps_the_conversations(
    client: Callable[..., Any], model_file: Callable[[str], Path]
) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    assert await said(http) == ["Old"]
    answer = await http.put("/model", json={"model_file": str(model_file("New"))})
    assert answer.status_code == 204
    assert await said(http) == ["New"]
    events = (await http.get("/conversations/a/tracker")).json()["events"]
    assert [event["text"] for event in events if event["event"] == "bot"] == ["Old", "New"]


async def test_an_unloaded_model_answers_nothing_and_forgets_nothing(
    client: Callable[..., Any], model_file: Callable[[str], Path]
) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    await said(http)
    assert (await http.delete("/model")).status_code == 204
    assert await said(http) == []
    assert (await http.get("/status")).status_code == 409
    await http.put("/model", json={"model_file": str(model_file("New"))})
    events = (await http.get("/conversations/a/tracker")).json()["events"]
    assert [event["text"] for event in events if event["event"] == "bot"] == ["Old"]


async def test_a_model_that_can_not_be_loaded_changes_nothing(
    client: Callable[..., Any], tmp_path: Path
) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(b"no model")
    answer = await http.put("/model", json={"model_file": str(bad)})
    assert answer.status_code == 400
    assert await said(http) == ["Old"]


OWN_SHELF = """
import shutil

class Shelf:
    def retrieve(self, model_name, target_path):
        shutil.copy("FOLDER/" + model_name, target_path)
"""


async def test_a_model_of_a_remote_storage(
    model_file: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shelf_of_models.py").write_text(OWN_SHELF.replace("FOLDER", str(tmp_path)))
    monkeypatch.syspath_prepend(str(tmp_path))
    model_file("First"), model_file("Second")
    around = Surroundings(tmp_path, Endpoints())
    served = served_model(around, Path("First"), "shelf_of_models.Shelf")
    assert served.assistant is not None
    assert served.assistant.model_file == "First.tar.gz"
    await served.fetch("shelf_of_models.Shelf", "Second.tar.gz")
    assert served.assistant.model_file == "Second.tar.gz"
    with pytest.raises(ModelError, match=r"Third\.tar\.gz"):
        await served.fetch("shelf_of_models.Shelf", "Third")
    assert served.assistant.model_file == "Second.tar.gz"
    await served.close()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"model_file": "talk", "remote_storage": "os.path"}, "aws, gcs, azure"),
        ({"model_file": "talk", "remote_storage": "aws"}, "BUCKET_NAME"),
        ({"model_file": "talk", "remote_storage": 5}, "must be a text"),
        ({"remote_storage": "aws"}, "model_file"),
    ],
)
async def test_who_may_swap_models_may_not_choose_code(
    client: Callable[..., Any], body: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BUCKET_NAME", raising=False)
    http = await client(PROJECT.replace("WORD", "Old"))
    answer = await http.put("/model", json=body)
    assert answer.status_code == 400
    assert told in answer.json()["message"]
    assert await said(http) == ["Old"]


async def test_the_server_answers_while_it_trains(client: Callable[..., Any], tmp_path: Path) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    options = {"save_to_default_model_directory": "false"}
    training = asyncio.create_task(http.post("/model/train", content=TRAINING, params=options))
    while not training.done():
        assert await asyncio.wait_for(said(http), 2) == ["Old"]
    answer = training.result()
    assert answer.status_code == 200
    assert answer.headers["filename"].endswith(".tar.gz")
    (tmp_path / "trained.tar.gz").write_bytes(answer.content)
    await http.put("/model", json={"model_file": str(tmp_path / "trained.tar.gz")})
    assert await said(http) == ["Trained."]


@pytest.mark.parametrize(
    "wrong",
    [
        TRAINING.replace("KeywordIntentClassifier", "os.path.join"),
        TRAINING.replace("RulePolicy", "subprocess.Popen"),
        TRAINING + "slots: {x: {type: subprocess.Popen, mappings: []}}\n",
    ],
)
async def test_training_data_can_not_choose_code(client: Callable[..., Any], wrong: str) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    answer = await http.post("/model/train", content=wrong)
    assert (answer.status_code, answer.json()["reason"]) == (500, "TrainingError")
    assert "Traceback" not in answer.text


async def test_nothing_to_train_on_is_told(client: Callable[..., Any]) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    answer = await http.post("/model/train", content="language: en\nintents: [hello]\n")
    assert (answer.status_code, answer.json()["reason"]) == (500, "TrainingError")
    assert "There is no training data" in answer.json()["message"]


async def test_a_model_from_outside_can_not_choose_code(
    client: Callable[..., Any], model_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = model_file("New")
    with tarfile.open(path) as packed:
        index = json.loads(packed.extractfile("model.json").read())  # type: ignore[union-attr]
    index["policies"][0]["name"] = "subprocess.Popen"
    content = json.dumps(index).encode()
    forged = tmp_path / "forged.tar.gz"
    with tarfile.open(forged, "w:gz") as packed:
        member = tarfile.TarInfo("model.json")
        member.size = len(content)
        packed.addfile(member, io.BytesIO(content))
    http = await client(PROJECT.replace("WORD", "Old"))
    answer = await http.put("/model", json={"model_file": str(forged)})
    assert answer.status_code == 400
    assert "subprocess.Popen" in answer.json()["message"]
    assert await said(http) == ["Old"]


async def test_a_conversation_can_be_deleted(client: Callable[..., Any]) -> None:
    http = await client(PROJECT.replace("WORD", "Old"))
    await said(http)
    assert (await http.delete("/conversations/a")).status_code == 204
    assert (await http.get("/conversations/a/story")).status_code == 404
    assert (await http.delete("/conversations/a")).status_code == 404


class Shelf:
    """A model server: ``content`` is what it has, ``asked`` the ETags it was asked with."""

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.etag = "1"
        self.asked: list[str | None] = []
        self.url = ""

    async def get(self, request: Request) -> HTTPResponse:
        self.asked.append(request.headers.get("if-none-match"))
        if self.content is None:
            return empty_response(404)
        if self.asked[-1] == self.etag:
            return empty_response(304)
        return raw_response(self.content, headers={"ETag": self.etag, "filename": "../../shelf.tar.gz"})


@pytest.fixture
async def shelf() -> AsyncIterator[Shelf]:
    made = Shelf()
    app: Sanic[Any, Any] = Sanic("shelf_" + str(id(made)), configure_logging=False)
    app.config.TOUCHUP = False
    app.add_route(made.get, "/model", methods=["GET"])
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    made.url = f"http://127.0.0.1:{listening.getsockname()[1]}/model"
    yield made
    server.close()
    await server.wait_closed()


async def test_a_model_server_is_asked_again_and_again(
    shelf: Shelf, model_file: Callable[[str], Path], tmp_path: Path
) -> None:
    served = Served(None, Surroundings(tmp_path, Endpoints()), tmp_path, ModelServer(shelf.url, pause=0.05))
    await served.start()
    assert served.assistant is None
    shelf.content = model_file("New").read_bytes()
    for _ in range(100):
        await asyncio.sleep(0.05)
        if shelf.asked[-1] == "1":
            break
    assert served.assistant is not None
    assert served.assistant.model_file == "shelf.tar.gz"
    shelf.content, shelf.etag = b"broken", "2"
    await asyncio.sleep(0.3)
    assert served.assistant.model_file == "shelf.tar.gz"
    await served.close()
