"""Conversations said to a Rasa server and to an assistant here; the server answers as recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from causerie.errors import EndpointError, ProjectError
from causerie.migration.talking.replaying import Conversation, Replayed, read_conversations, replay
from causerie.migration.talking.twin import Twin
from causerie.migration.talking.upstream import Upstream, Way, checked_url

from .fake_rasa import RECORDED, FakeRasa

TALKS = [
    Conversation(f"talk {number}", tuple(turn["message"] for turn in talk["turns"]))
    for number, talk in enumerate(RECORDED["talks"][:3])
]


async def said_to(
    rasa: FakeRasa, twin: Twin, talks: list[Conversation], token: str | None = None
) -> Replayed:
    upstream = Upstream(Way(rasa.url, token, timeout=2))
    try:
        return await replay(talks, upstream, twin, lambda line: None)
    finally:
        await upstream.close()
        await twin.close()


async def test_what_rasa_said_is_said_here(rasa: FakeRasa, twin: Twin) -> None:
    replayed = await said_to(rasa, twin, TALKS)
    assert [(turn.text, turn.verdict, turn.differences) for _, turn in replayed.turns] == [
        (text, "agrees", ()) for talk in TALKS for text in talk.texts
    ]
    assert replayed.server == "Hello from Rasa: 3.6.21"
    assert replayed.notes == ()


async def test_actions_do_not_run_here(rasa: FakeRasa, twin: Twin, bakery: Path) -> None:
    replayed = await said_to(rasa, twin, [TALKS[1]])
    ((_, turn),) = replayed.turns
    assert turn.ours is not None
    assert turn.ours.said[0].piece == {"text": "The rye costs 4.20."}
    assert turn.ours.slots is not None
    assert turn.ours.slots["last_price"] == "4.20"
    assert not (bakery / "actions" / "asked.txt").exists()


async def test_what_differs_is_told_turn_by_turn(rasa: FakeRasa, twin: Twin) -> None:
    other = Conversation("other", ("never recorded",))
    replayed = await said_to(rasa, twin, [other])
    ((_, turn),) = replayed.turns
    assert turn.verdict == "differs"
    assert turn.differences[0].what == "messages"
    assert turn.differences[0].theirs == []


async def test_a_server_without_api_is_compared_by_its_words(twin: Twin) -> None:
    with FakeRasa(api=False) as rasa:
        replayed = await said_to(rasa, twin, TALKS[:2])
    assert [turn.verdict for _, turn in replayed.turns] == ["agrees", "agrees", "agrees", "not compared"]
    assert "--enable-api" in replayed.notes[0]


async def test_the_token_is_sent_along(twin: Twin) -> None:
    with FakeRasa(token="secret") as rasa:
        replayed = await said_to(rasa, twin, [TALKS[1]], "secret")
    assert replayed.turns[0][1].verdict == "agrees"


async def test_a_wrong_token_is_told(twin: Twin) -> None:
    with FakeRasa(token="secret") as rasa:
        with pytest.raises(EndpointError, match=r"does not let us in \(401\).*--token") as error:
            await said_to(rasa, twin, TALKS, "wrong")
        assert "wrong" not in str(error.value)


async def test_a_server_that_is_away_is_told(twin: Twin) -> None:
    with FakeRasa() as rasa:
        pass
    with pytest.raises(EndpointError, match="can't be reached"):
        await said_to(rasa, twin, TALKS)


async def test_a_server_that_is_too_slow_is_told(twin: Twin) -> None:
    with FakeRasa(delay=3) as rasa, pytest.raises(EndpointError, match="did not answer GET / within 2 s"):
        await said_to(rasa, twin, TALKS)


async def test_a_server_that_is_no_rasa_is_told(twin: Twin) -> None:
    with (
        FakeRasa(hello="<html>nginx") as rasa,
        pytest.raises(EndpointError, match=r"not as Rasa does.*nginx"),
    ):
        await said_to(rasa, twin, TALKS)


async def test_a_server_that_can_not_be_talked_to_is_told(twin: Twin) -> None:
    with (
        FakeRasa(api=False, rest=False) as rasa,
        pytest.raises(EndpointError, match="neither the REST channel"),
    ):
        await said_to(rasa, twin, TALKS)


async def test_a_server_without_the_rest_channel_is_talked_to_by_its_api(twin: Twin) -> None:
    with FakeRasa(rest=False) as rasa:
        replayed = await said_to(rasa, twin, TALKS[:2])
    assert [turn.verdict for _, turn in replayed.turns] == ["agrees"] * 4
    asked = [path.rpartition("/")[2] for method, path, _, _ in rasa.seen if method == "POST"][:5]
    assert asked == ["messages", "predict", "execute", "predict", "execute"]


@pytest.mark.parametrize(
    "url", ["", "localhost:5005", "ftp://x", "http://", "http://x?token=1", "http://[", "5005"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(EndpointError, match="address"):
        checked_url(url)


def test_conversations_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "talks.yml"
    file.write_text("short:\n- hello\n- /bye\nother: one alone\n")
    assert read_conversations(file) == [
        Conversation("short", ("hello", "/bye")),
        Conversation("other", ("one alone",)),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- hello", "must be a mapping"),
        ("a:\n- 1\n- x: y\n", "must be text"),
        ("a: [", "talks.yml:"),
        ("", "no conversations"),
    ],
)
def test_a_bad_file_of_conversations_is_told(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "talks.yml"
    file.write_text(text)
    with pytest.raises(ProjectError, match=told):
        read_conversations(file)
