#!/usr/bin/env python3
"""Replay single HTTP requests and compare the answers with a recording.

    replay_http.py check  --toolchain causerie
    replay_http.py check  --toolchain rasa --rasa-env rasa-env --setup jwt
    replay_http.py check  --url http://localhost:5005 --setup api --listen 5056
    replay_http.py record --toolchain rasa --rasa-env rasa-env
    replay_http.py list

``cases.yml`` lists *setups* (with which options a server is started) and *cases*
(what is sent to a server of one setup); ``golden.json`` holds the answers of real
Rasa.  Without ``--url`` the project next to this file is trained once and a server
is started for every setup.  With ``--url`` a running server is used, and
``--setup`` says which setup it was started with.

A case has the keys ``name``, ``setup``, ``steps`` (or a single ``request`` with
its fields beside it), ``before`` (steps that are sent but not recorded) and
``quirk`` (why Rasa's behaviour need not be copied).  A step is a string such as
``GET /status`` or a mapping with

=============  ==============================================================
``request``    method and path
``query``      mapping, or list of pairs
``headers``    mapping; ``jwt:NAME`` in a value stands for a signed token
``json``       body, sent as ``application/json``
``text``       body, sent as it is
``as``         ``yaml`` or ``lines``: how the body of the answer is read
``await``      number of requests that the listener should receive
``pause``      seconds to wait before sending
``compare``    parts to compare: ``status``, ``headers``, ``body`` (all)
=============  ==============================================================

``$id`` is a conversation id of the case's own, ``$listener`` the address of a
little server inside this script: it plays the action server (``/actions``), the
receiver of callbacks (``/callback``), a model server (``/model``) and an address
that always fails (``/broken``).

Times, ids, versions and the wording of errors are masked before comparing.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import dataclasses
import difflib
import hashlib
import hmac
import http.client
import http.server
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "conformance"))

import replay
import suite

Json: TypeAlias = Any

GOLDEN_FORMAT: Final = 1
LISTENER_ADDRESS: Final = "http://localhost:5056"
TRAIN: Final = "train --fixed-model-name model --out models"
SERVE: Final = (
    "run --port {port} --endpoints endpoints.yml --credentials credentials.yml"
)
HEADERS: Final = (
    "content-type",
    "allow",
    "filename",
    "content-disposition",
    "www-authenticate",
    "location",
)
#: Only recorded for requests that carry an ``Origin``.
CORS_HEADERS: Final = (
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-expose-headers",
    "access-control-max-age",
    "vary",
)
PARTS: Final = ("status", "headers", "body", "received")


# --------------------------------------------------------------------------- #
# Cases
# --------------------------------------------------------------------------- #


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One request."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    body: str | None = None
    read_as: str = ""
    expected_requests: int = 0
    pause: float = 0.0
    compare: tuple[str, ...] = PARTS

    @classmethod
    def parse(cls, raw: Json) -> Step:
        """Build a step from its YAML form."""
        fields: dict[str, Json] = (
            {"request": raw} if isinstance(raw, str) else dict(raw)
        )
        method, _, path = str(fields["request"]).partition(" ")
        query = fields.get("query") or ()
        pairs = query.items() if isinstance(query, dict) else query
        headers = {str(k): str(v) for k, v in (fields.get("headers") or {}).items()}
        body: str | None = fields.get("text")
        if "json" in fields:
            body = json.dumps(fields["json"])
            headers.setdefault("Content-Type", "application/json")
        return cls(
            method=method,
            path=path,
            query=tuple((str(key), str(value)) for key, value in pairs),
            headers=headers,
            body=body,
            read_as=str(fields.get("as", "")),
            expected_requests=int(fields.get("await", 0)),
            pause=float(fields.get("pause", 0)),
            compare=tuple(fields.get("compare", PARTS)),
        )

    @property
    def label(self) -> str:
        """Method, path and query."""
        query = "&".join(f"{key}={value}" for key, value in self.query)
        return f"{self.method} {self.path}" + (f"?{query}" if query else "")

    @property
    def route(self) -> str:
        """Method and path with the conversation id left out."""
        path = re.sub(
            r"^/conversations/.*?/(tracker/events|tracker|story|execute|trigger_intent"
            r"|predict|messages)$",
            r"/conversations/{id}/\1",
            self.path,
        )
        return f"{self.method} {path}"


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """Requests to a server of one setup."""

    name: str
    setup: str
    before: tuple[Step, ...]
    steps: tuple[Step, ...]
    quirk: str = ""

    @classmethod
    def parse(cls, raw: dict[str, Json]) -> Case:
        """Build a case from its YAML form."""
        raw_steps = raw.get("steps") or [
            {k: v for k, v in raw.items() if k not in ("name", "setup", "quirk")}
        ]
        return cls(
            name=str(raw["name"]),
            setup=str(raw.get("setup", "api")),
            before=tuple(Step.parse(step) for step in raw.get("before", [])),
            steps=tuple(Step.parse(step) for step in raw_steps),
            quirk=str(raw.get("quirk", "")),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """Everything in ``cases.yml``."""

    setups: dict[str, dict[str, Json]]
    tokens: dict[str, dict[str, Json]]
    actions: dict[str, dict[str, Json]]
    cases: tuple[Case, ...]

    @classmethod
    def load(cls, path: Path) -> Book:
        """Read the file and refuse names that are used twice."""
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        cases = tuple(Case.parse(raw) for raw in document["cases"])
        names = [case.name for case in cases]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise replay.ReplayError(f"{path}: names used twice: {', '.join(twice)}")
        setups = document["setups"]
        for case in cases:
            if case.setup not in setups:
                raise replay.ReplayError(f"{case.name}: no setup {case.setup!r}")
        return cls(setups, document["tokens"], document["actions"], cases)


def sign(token: Mapping[str, Json]) -> str:
    """A JSON web token; ``expires_in`` is relative to now."""
    claims = dict(token.get("claims") or {})
    if "expires_in" in token:
        claims["exp"] = int(time.time()) + int(token["expires_in"])
    algorithm = str(token.get("algorithm", "HS256"))

    def encode(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")

    header = {"typ": "JWT", "alg": algorithm}
    text = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    if algorithm == "none":
        return text + "."
    digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[algorithm]
    key = str(token["secret"]).encode("utf-8")
    return f"{text}.{encode(hmac.new(key, text.encode(), digest).digest())}"


# --------------------------------------------------------------------------- #
# Listener
# --------------------------------------------------------------------------- #


class Listener:
    """Answers the requests that the server under test makes itself."""

    def __init__(self, port: int, actions: Mapping[str, Mapping[str, Json]]) -> None:
        self.received: list[dict[str, Json]] = []
        self.changed = threading.Condition()
        self.model: Path | None = None
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """Hands every request to the listener."""

            def _handle(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                    body = _read_chunks(self.rfile)
                content_type = self.headers.get("Content-Type", "")
                # Noted before it is answered: what is answered may be forgotten at once.
                with listener.changed:
                    listener.received.append(
                        {
                            "request": f"{self.command} {self.path.partition('?')[0]}",
                            "content-type": content_type,
                            "body": read_body(content_type, body, ""),
                        }
                    )
                    listener.changed.notify_all()
                status, headers, answer = listener.answer(self.path, body, actions)
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = _handle

            def log_message(self, format: str, *args: object) -> None:
                """Stay silent."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://localhost:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(
        self, path: str, body: bytes, actions: Mapping[str, Mapping[str, Json]]
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for one request."""
        kind = {"Content-Type": "application/json"}
        route = path.partition("?")[0]
        if route == "/actions":
            name = json.loads(body or b"{}").get("next_action")
            scripted = actions.get(name) or {
                "status": 404,
                "json": {"error": "unknown"},
            }
            answer = json.dumps(scripted.get("json")).encode("utf-8")
            return int(scripted.get("status", 200)), kind, answer
        if route == "/model" and self.model is not None:
            headers = {"ETag": "1", "filename": "served.tar.gz"}
            return 200, headers, self.model.read_bytes()
        if route == "/callback":
            return 200, kind, b"{}"
        return 500, kind, b'{"error": "broken"}'

    def take(self, count: int, timeout: float = 10.0) -> list[dict[str, Json]]:
        """Wait for ``count`` requests; return those that came."""
        deadline = time.monotonic() + timeout
        with self.changed:
            while len(self.received) < count and time.monotonic() < deadline:
                self.changed.wait(0.5)
            return list(self.received)

    def forget(self) -> None:
        """Drop what was received."""
        with self.changed:
            self.received.clear()


def _read_chunks(stream: Any) -> bytes:
    """Body of a request with chunked transfer encoding."""
    parts: list[bytes] = []
    while size := int(stream.readline().strip() or b"0", 16):
        parts.append(stream.read(size))
        stream.readline()
    stream.readline()
    return b"".join(parts)


# --------------------------------------------------------------------------- #
# Masks
# --------------------------------------------------------------------------- #

_VERSION = re.compile(r"\b\d+\.\d+\.\d+\b")
_MODEL = re.compile(r"\b\d{8}-\d{6}-[a-z0-9-]+")
_ID = re.compile(r"\b([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
_TIMES: Final = frozenset({"timestamp", "latest_event_time", "date_time"})
_VERSIONS: Final = frozenset({"version", "minimum_compatible_version"})
_UNORDERED: Final = frozenset({"errors", "successes", "predictions"})
_MARKUP: Final = frozenset({"description", "message"})


def read_body(content_type: str, body: bytes, read_as: str) -> Json:
    """The body in a form that can be compared."""
    if body[:2] == b"\x1f\x8b":
        return "<gzip>"
    text = body.decode("utf-8", "replace")
    if "html" in content_type:
        return "<html>"
    if read_as == "yaml":
        return yaml.safe_load(text)
    if read_as == "lines":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if "json" in content_type and text:
        with contextlib.suppress(json.JSONDecodeError):
            return json.loads(text)
    return text


def mask(value: Json, words: Mapping[str, str], ignored: frozenset[str]) -> Json:
    """Replace what differs from run to run, and the wording of errors."""
    if isinstance(value, str):
        for word, placeholder in words.items():
            value = value.replace(word, placeholder)
        value = _ID.sub("<id>", _MODEL.sub("<model>", value))
        return _VERSION.sub("<version>", value) if len(value) < 60 else value
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list):
        return [
            mask(item, words, ignored)
            for item in value
            if not (isinstance(item, dict) and item.get("event") in ignored)
        ]
    if not isinstance(value, dict):
        return value
    is_error = value.get("status") == "failure" or {"description", "status"} <= set(
        value
    )
    result: dict[str, Json] = {}
    for key, item in value.items():
        if is_error and key in _MARKUP:
            result[key] = "<text>"
        elif is_error and key == "help" and item:
            result[key] = "<url>"
        elif key in _TIMES and isinstance(item, int | float):
            result[key] = "<time>"
        elif key in _VERSIONS and isinstance(item, str):
            result[key] = "<version>"
        elif key in _UNORDERED and isinstance(item, list):
            items = mask(item, words, ignored)
            result[key] = sorted(items, key=lambda one: json.dumps(one, sort_keys=True))
        else:
            result[mask(key, words, ignored)] = mask(item, words, ignored)
    return result


# --------------------------------------------------------------------------- #
# Playing
# --------------------------------------------------------------------------- #


class Player:
    """Sends the requests of cases to one server."""

    def __init__(
        self, url: str, book: Book, listener: Listener, ignored: frozenset[str]
    ) -> None:
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname or "localhost", parts.port or 80
        self.book, self.listener, self.ignored = book, listener, ignored

    def send(self, step: Step, words: Mapping[str, str]) -> dict[str, Json]:
        """Send one request; return status, headers and body, masked."""
        fills = {placeholder: word for word, placeholder in words.items()}

        def fill(text: str) -> str:
            text = text.replace("$id", fills[replay.SENDER_PLACEHOLDER])
            text = text.replace("$listener", self.listener.url)
            return re.sub(
                r"jwt:(\w+)", lambda found: sign(self.claims(found[1], fill)), text
            )

        query = urllib.parse.urlencode([(k, fill(v)) for k, v in step.query])
        target = fill(step.path) + (f"?{query}" if query else "")
        headers = {key: fill(value) for key, value in step.headers.items()}
        body = None if step.body is None else fill(step.body).encode("utf-8")
        time.sleep(step.pause)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=180)
        try:
            connection.request(step.method, target, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise replay.ReplayError(f"{step.label}: {error!r}") from error
        finally:
            connection.close()
        names = HEADERS + (CORS_HEADERS if "Origin" in headers else ())
        found = {name: answer.getheader(name) for name in names}
        content_type = found["content-type"] or ""
        shown = read_body(content_type, content, step.read_as)
        if answer.status >= 400 and isinstance(shown, str) and shown:
            shown = "<text>"
        result: dict[str, Json] = {
            "request": step.label,
            "status": answer.status,
            "headers": {k: v for k, v in found.items() if v and v != "None"},
            "body": shown,
        }
        if step.expected_requests:
            result["received"] = self.listener.take(step.expected_requests)
        kept = {
            key: value
            for key, value in result.items()
            if key not in PARTS or key in step.compare
        }
        masked: dict[str, Json] = mask(kept, words, self.ignored)
        return masked

    def claims(self, name: str, fill: Any) -> dict[str, Json]:
        """A token of the book with its placeholders filled."""
        token = dict(self.book.tokens[name])
        filled = fill(json.dumps(token.get("claims") or {}))
        return {**token, "claims": json.loads(filled)}

    def play(self, case: Case) -> list[dict[str, Json]]:
        """Play a case; return what each of its steps brought."""
        sender = f"case-{uuid.uuid4().hex[:10]}"
        words = {
            sender: replay.SENDER_PLACEHOLDER,
            self.listener.url: LISTENER_ADDRESS,
        }
        self.listener.forget()
        for step in case.before:
            self.send(step, words)
        self.listener.forget()
        observed: list[dict[str, Json]] = []
        for step in case.steps:
            observed.append(self.send(step, words))
            if step.expected_requests:
                self.listener.forget()
        return observed


def difference(expected: Json, actual: Json) -> str:
    """A unified diff of two recordings, or an empty string."""
    left, right = (
        json.dumps(side, indent=1, ensure_ascii=False, sort_keys=True).splitlines()
        for side in (expected, actual)
    )
    lines = difflib.unified_diff(left, right, "recorded", "server", n=2, lineterm="")
    return "\n".join(f"    {line}" for line in lines)


# --------------------------------------------------------------------------- #
# Servers
# --------------------------------------------------------------------------- #


def program(options: argparse.Namespace) -> list[str]:
    """The command in front of ``train`` and ``run``."""
    if options.program:
        return shlex.split(options.program)
    if options.toolchain == "rasa":
        return [f"{options.rasa_env}/bin/rasa"]
    return ["causerie"]


def prepare(scratch: Path, options: argparse.Namespace) -> Path:
    """Copy and train the project; return the copy."""
    work = scratch / "project"
    shutil.rmtree(work, ignore_errors=True)
    ignored = shutil.ignore_patterns("models", ".rasa", "results")
    shutil.copytree(HERE / "project", work, ignore=ignored)
    trained = subprocess.run(
        program(options) + shlex.split(TRAIN),
        cwd=work,
        env=suite.environment(work),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if trained.returncode:
        tail = trained.stdout.decode(errors="replace")[-3000:]
        raise replay.ReplayError(f"training failed:\n{tail}")
    return work


@contextlib.contextmanager
def serving(
    trained: Path, name: str, book: Book, url: str, options: argparse.Namespace
) -> Iterator[str]:
    """Run a server of one setup until the end of the ``with`` block."""
    setup = book.setups[name]
    work = trained.parent / f"setup-{name}"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(trained, work)
    if not setup.get("model", True):
        shutil.rmtree(work / "models")
    for file in ("endpoints.yml", "credentials.yml"):
        text = (work / file).read_text(encoding="utf-8")
        text = text.replace(LISTENER_ADDRESS, url)
        (work / file).write_text(text, encoding="utf-8")
    port = suite.free_port()
    command = program(options) + suite.expand(SERVE, port=port)
    address = f"http://127.0.0.1:{port}"
    with suite.running(
        command + list(setup.get("serve", [])), work, work / "server.log", address + "/"
    ):
        yield address


def select(book: Book, options: argparse.Namespace) -> list[Case]:
    """The cases that the options ask for."""
    return [
        case
        for case in book.cases
        if (not options.only or any(part in case.name for part in options.only))
        and (not options.setup or case.setup in options.setup)
        and not (options.skip_quirks and case.quirk)
    ]


def run(book: Book, options: argparse.Namespace) -> tuple[int, int]:
    """Record or check; return how many passed and failed."""
    golden_path = HERE / "golden.json"
    recorded: dict[str, Json] = {}
    if golden_path.is_file():
        recorded = json.loads(golden_path.read_text(encoding="utf-8"))["cases"]
    if options.command == "check" and not recorded:
        raise replay.ReplayError(f"{golden_path} does not exist; record it first")
    cases = select(book, options)
    names = list(dict.fromkeys(case.setup for case in cases))
    if options.url and len(names) != 1:
        raise replay.ReplayError("--url needs exactly one --setup")
    passed = failed = 0
    with contextlib.ExitStack() as stack:
        listener = Listener(options.listen, book.actions)
        scratch = options.scratch or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="conformance-"))
        )
        trained = None if options.url else prepare(scratch.resolve(), options)
        listener.model = options.model or (trained and trained / "models/model.tar.gz")
        for name in names:
            with contextlib.ExitStack() as server:
                url = options.url
                if trained is not None:
                    url = server.enter_context(
                        serving(trained, name, book, listener.url, options)
                    )
                player = Player(
                    url, book, listener, frozenset(options.ignore_event or ())
                )
                for case in (case for case in cases if case.setup == name):
                    problem = ""
                    try:
                        observed = player.play(case)
                        if options.command == "record":
                            recorded[case.name] = observed
                        else:
                            expected = mask(recorded.get(case.name), {}, player.ignored)
                            problem = difference(expected, observed)
                    except (replay.ReplayError, ValueError, yaml.YAMLError) as error:
                        problem = f"    {error}"
                    print(f"{'FAIL' if problem else 'PASS'}  {name} / {case.name}")
                    passed, failed = passed + (not problem), failed + bool(problem)
                    if problem:
                        print(problem, flush=True)
    if options.command == "record":
        kept = {c.name: recorded[c.name] for c in book.cases if c.name in recorded}
        document = {"format": GOLDEN_FORMAT, "cases": kept}
        text = json.dumps(document, ensure_ascii=False, indent=1)
        golden_path.write_text(text + "\n", encoding="utf-8")
    return passed, failed


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line entry point; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("check", "record", "list"))
    parser.add_argument("--url", help="a server that is already running")
    parser.add_argument("--listen", type=int, default=0, help="port of the listener")
    parser.add_argument("--model", type=Path, help="model file for the model server")
    parser.add_argument("--toolchain", choices=("causerie", "rasa"), default="causerie")
    parser.add_argument("--rasa-env", default="rasa-env", help="venv with Rasa 3.6")
    parser.add_argument("--program", help="command to use instead of the toolchain's")
    parser.add_argument("--setup", action="append", default=[], metavar="NAME")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT")
    parser.add_argument("--ignore-event", action="append", default=[], metavar="KIND")
    parser.add_argument("--skip-quirks", action="store_true")
    parser.add_argument("--scratch", type=Path, help="keep copies and logs in here")
    options = parser.parse_args(arguments)
    try:
        book = Book.load(HERE / "cases.yml")
        if options.command == "list":
            routes: dict[str, int] = {}
            for case in select(book, options):
                for step in case.steps:
                    routes[step.route] = routes.get(step.route, 0) + 1
            for route, count in sorted(routes.items()):
                print(f"{count:4}  {route}")
            return 0
        passed, failed = run(book, options)
    except (replay.ReplayError, OSError, KeyError, yaml.YAMLError) as error:
        print(f"replay_http: {error}", file=sys.stderr)
        return 2
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
