"""Generated requests: nothing falls over, nothing hangs, no turn is stored by half."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import fuzzing

MAX_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "15"))
PATIENCE = 30
api = fuzzing.schema(MAX_EXAMPLES)
calm = settings(
    max_examples=MAX_EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[fuzzing.Server]:
    made = fuzzing.Server(tmp_path_factory.mktemp("fuzzed"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[fuzzing.Server]:
    made = fuzzing.Server(tmp_path_factory.mktemp("talks"))
    yield made
    made.close()


@pytest.mark.slow
@api.parametrize()
@calm
def test_no_request_does_harm(case: Any, server: fuzzing.Server) -> None:
    server.reload()
    sender = fuzzing.sender_of(case)
    before = server.events(sender)
    answer = case.call(base_url=server.url, session=server.http, timeout=PATIENCE)
    fuzzing.check(case, answer, before, server.events(sender))
    case.validate_response(answer, checks=fuzzing.CHECKS)


NAMES = ("ada", "bob/1 ü", "%2F", "?")
SENDERS = st.sampled_from(NAMES)
WORDS = st.sampled_from(fuzzing.WORDS)
ENTITIES = st.lists(
    st.fixed_dictionaries({"entity": WORDS, "value": st.one_of(WORDS, st.none(), st.integers())}), max_size=2
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(-1e9, 1e9), WORDS), lambda x: st.lists(x, max_size=2)
)
EVENTS = st.one_of(
    st.fixed_dictionaries({"event": st.just("slot"), "name": WORDS, "value": VALUES}),
    st.fixed_dictionaries(
        {"event": st.sampled_from(["followup", "action", "active_loop", "form"]), "name": WORDS}
    ),
    st.fixed_dictionaries({"event": st.just("user"), "text": WORDS}),
    st.fixed_dictionaries(
        {
            "event": st.just("user"),
            "parse_data": st.fixed_dictionaries(
                {"intent": st.fixed_dictionaries({"name": WORDS}), "entities": ENTITIES}
            ),
        }
    ),
    st.fixed_dictionaries({"event": st.sampled_from(["loop_interrupted"]), "is_interrupted": st.booleans()}),
    st.fixed_dictionaries(
        {
            "event": st.sampled_from(
                [
                    "undo",
                    "rewind",
                    "restart",
                    "reset_slots",
                    "session_started",
                    "pause",
                    "resume",
                    "export",
                    "agent",
                ]
            )
        }
    ),
)
TALK = "/conversations/{id}/"
STEPS = st.one_of(
    st.tuples(
        st.just("/webhooks/rest/webhook"), st.fixed_dictionaries({"message": WORDS, "sender": SENDERS})
    ),
    st.tuples(st.just(TALK + "tracker/events"), st.one_of(EVENTS, st.lists(EVENTS, min_size=1, max_size=4))),
    st.tuples(
        st.just(TALK + "trigger_intent"),
        st.fixed_dictionaries({"name": WORDS}, optional={"entities": ENTITIES}),
    ),
    st.tuples(st.just(TALK + "execute"), st.fixed_dictionaries({"name": WORDS})),
    st.tuples(st.just(TALK + "messages"), st.fixed_dictionaries({"text": WORDS, "sender": st.just("user")})),
    st.tuples(st.just(TALK + "predict"), st.just({})),
)


@pytest.mark.slow
@given(sender=SENDERS, steps=st.lists(STEPS, min_size=1, max_size=8))
@settings(calm, max_examples=4 * MAX_EXAMPLES)
def test_no_conversation_does_harm(sender: str, steps: list[Any], talks: fuzzing.Server) -> None:
    """What is well formed but makes no sense: loops that are not there, slots set to anything, odd orders."""
    talks.forget(*NAMES)
    name = quote(sender, safe="")
    for path, body in steps:
        talk = body["sender"] if path.startswith("/webhooks") else sender
        before = talks.events(talk)
        answer = talks.http.post(talks.url + path.replace("{id}", name), json=body, timeout=PATIENCE)
        after = talks.events(talk)
        if answer.status_code >= 500:
            assert answer.json()["reason"] in fuzzing.DESIGNED, answer.text
        if answer.status_code >= 300:
            assert list(after) == list(before), "a request that failed stored something"
        elif path.startswith("/webhooks") or path.endswith("trigger_intent"):
            fuzzing.is_whole(after[len(before) :], before)
        seen = talks.http.get(
            talks.url + f"{TALK}tracker?include_events=ALL".replace("{id}", name), timeout=PATIENCE
        )
        assert seen.status_code == 200, seen.text
