"""Instructions of a user over HTTP: read, written, erased; and 404 for a project without open turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OPEN = """
    intents: [hello, open_question]
    actions: [action_answer]
    responses: {utter_hi: [{text: hi}]}
    rules: [{rule: hi, steps: [{intent: hello}, {action: utter_hi}]}]
    open_turns: {intent: open_question}
"""
PLAIN = OPEN.replace("    open_turns: {intent: open_question}\n", "")


async def test_they_are_kept_and_erased(client: Callable[..., Any]) -> None:
    http = await client(OPEN)
    place = "/users/ana%20l/instructions"
    assert (await http.get(place)).json() == {"instructions": ""}
    written = await http.put(place, json={"instructions": "  Be   brief. "})
    assert written.json() == {"instructions": "Be brief."}
    assert (await http.get(place)).json() == {"instructions": "Be brief."}
    assert (await http.get("/users/bob/instructions")).json() == {"instructions": ""}
    assert (await http.delete(place)).status_code == 204
    assert (await http.get(place)).json() == {"instructions": ""}


async def test_long_ones_are_cut_and_wrong_ones_refused(client: Callable[..., Any]) -> None:
    http = await client(OPEN)
    kept = (await http.put("/users/ana/instructions", json={"instructions": "x" * 5000})).json()
    assert len(kept["instructions"]) == 500
    wrong = await http.put("/users/ana/instructions", json={"instructions": 3})
    assert wrong.status_code == 400
    assert "'instructions'" in wrong.text


async def test_a_project_without_open_turns_keeps_none(client: Callable[..., Any]) -> None:
    http = await client(PLAIN)
    answer = await http.get("/users/ana/instructions")
    assert answer.status_code == 404
    assert "open_turns" in answer.text


async def test_the_status_tells_of_open_turns(client: Callable[..., Any]) -> None:
    http = await client(OPEN)
    assert (await http.get("/status")).json()["open_turns"]["gpt"] == {"state": "no_gpt"}
    assert "open_turns" not in (await (await client(PLAIN)).get("/status")).json()
