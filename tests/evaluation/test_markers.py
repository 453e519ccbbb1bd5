"""Markers: where they apply, and what is said about broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from causerie.dialogue.events import ActionExecuted, Event, SlotSet, UserUttered
from causerie.domain import Domain
from causerie.errors import ProjectError
from causerie.evaluation.marker_files import read_markers
from causerie.evaluation.marker_tables import SessionMarkers, events_table, overall_table, sessions_table
from causerie.evaluation.markers import find, sessions


def said(intent: str) -> UserUttered:
    return UserUttered(text=intent, intent={"name": intent, "full_retrieval_intent_name": f"{intent}/x"})


def did(name: str) -> ActionExecuted:
    return ActionExecuted(name=name)


# index: 0 greet, 1 a, 2 city set, 3 bye, 4 a, 5 city emptied
SESSION: list[Event] = [
    said("greet"),
    did("a"),
    SlotSet(name="city", value="rome"),
    said("bye"),
    did("a"),
    SlotSet(name="city", value=None),
]


@pytest.mark.parametrize(
    ("marker", "events"),
    [
        ("{intent: greet}", [0]),
        ("{intent: bye/x}", [3]),
        ("{action: a}", [1, 4]),
        ("{slot_was_set: city}", [2, 3, 4]),
        ("{and: [{action: a}, {slot_was_set: city}]}", [4]),
        ("{or: [{intent: greet}, {intent: bye}]}", [0, 3]),
        ("{not: [{action: a}]}", [0, 2, 3, 5]),
        ("{seq: [{not: [{intent: x}]}, {action: a}]}", [1, 4]),
        ("{not: [{slot_was_set: city}]}", [0, 1, 5]),
        ("{and: [{action: a}, {not: [{at_least_once: [{intent: bye}]}]}], description: early}", [1]),
        ("{at_least_once: [{action: a}]}", [1]),
    ],
)
def test_where_a_marker_applies(marker: str, events: list[int], tmp_path: Path) -> None:
    (tmp_path / "markers.yml").write_text(f"m: {marker}")
    found = find(read_markers(tmp_path / "markers.yml", None)[0]["m"], SESSION, 10)
    assert [place.event - 10 for place in found] == events
    assert [place.turns for place in found] == [(x > 0) + (x > 3) for x in events]


@pytest.mark.parametrize(
    ("negation", "meant"),
    [
        ("{not_intent: greet}", "{intent: greet}"),
        ("{not_action: a}", "{action: a}"),
        ("{slot_was_not_set: city}", "{slot_was_set: city}"),
        (
            "{at_least_one_not: [{action: a}, {slot_was_set: city}]}",
            "{and: [{action: a}, {slot_was_set: city}]}",
        ),
        ("{or: [{never: [{action: a}]}]}", "{or: [{at_least_once: [{action: a}]}]}"),
    ],
)
def test_negations_are_read_as_rasa_reads_them_and_that_is_told(
    negation: str, meant: str, tmp_path: Path
) -> None:
    (tmp_path / "negation.yml").write_text(f"m: {negation}")
    (tmp_path / "meant.yml").write_text(f"m: {meant}")
    markers, (warning,) = read_markers(tmp_path / "negation.yml", None)
    assert markers == read_markers(tmp_path / "meant.yml", None)[0]
    assert "without the negation" in warning.message


def test_sessions_begin_with_their_action() -> None:
    start = did("action_session_start")
    assert [index for index, _ in sessions([start, *SESSION, start])] == [0, 7]
    assert [index for index, _ in sessions(SESSION)] == [0]
    assert [index for index, _ in sessions([])] == [0]


def test_tables(tmp_path: Path) -> None:
    (tmp_path / "m.yml").write_text("two: {action: a}\none: {intent: greet}\n")
    markers, _ = read_markers(tmp_path, None)
    results = [
        SessionMarkers(name, 0, {x: find(y, events) for x, y in markers.items()})
        for name, events in (("ada", SESSION), ("bob", []), ("cleo", []))
    ]
    assert events_table(results).splitlines()[1:] == ["ada,0,one,0,0", "ada,0,two,1,1", "ada,0,two,4,2"]
    overall = overall_table(results, markers)
    assert "all,nan,-,total_number_of_sessions,3\n" in overall
    assert "all,nan,two,percentage_of_sessions_where_marker_applied_at_least_once,33.333\n" in overall
    assert "all,nan,two,mean(number of preceding user turns),1.5\n" in overall
    assert "bob,0,two,max(number of preceding user turns),nan\n" in sessions_table(results, markers)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no markers"),
        ("[a]", "mapping"),
        ("m: {andd: []}", "Did you mean 'and'"),
        ("m: {and: []}", "needs parts"),
        ("m: {not: [{intent: a}, {intent: b}]}", "needs one part"),
        ("m: {intent: [a]}", "text"),
        ("m: {intent: a, action: b}", "one condition or operator"),
        ("m: {or: [{intent: unheard}]}", "no intent 'unheard'"),
        ("m: {slot_was_not_set: unheard}", "no slot 'unheard'"),
        ("and: {intent: greet}", "choose another name"),
        ("m: " + "{not: [" * 3000, "markers.yml"),
    ],
)
def test_mistakes_are_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "markers.yml").write_text(text)
    with pytest.raises(ProjectError, match=told):
        read_markers(tmp_path / "markers.yml", Domain())
