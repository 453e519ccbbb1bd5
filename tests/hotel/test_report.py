"""What the hotel's report counts."""

from __future__ import annotations

import pytest

from benchmarks.hotel import ENTITIES, whole_f1
from causerie.evaluation.nlu_results import EntityResult

ROOM = {"entity": "room", "start": 2, "end": 8, "value": "double"}


SYNONYMS = {"for couples": "double"}


def read(targets, predicted):
    found = tuple({"extractor": ENTITIES, **entity} for entity in predicted)
    return EntityResult("a double for two", tuple(targets), found, ())


def test_a_whole_entity_needs_name_place_and_value():
    assert whole_f1([read([ROOM], [{**ROOM, "confidence_entity": 0.7}])], SYNONYMS) == 1.0
    for key, other in (("entity", "bed"), ("start", 0), ("end", 9), ("value", "twin"), ("role", "first")):
        assert whole_f1([read([ROOM], [{**ROOM, key: other}])], SYNONYMS) == 0.0


def test_what_is_missed_and_what_is_too_much_both_count():
    two = {"entity": "guests", "start": 13, "end": 16, "value": "two"}
    assert whole_f1([read([ROOM, two], [ROOM]), read([], [two])], SYNONYMS) == pytest.approx(1 / 2)


def test_what_another_extractor_found_is_not_counted():
    assert whole_f1([read([ROOM], [{**ROOM, "extractor": "RegexEntityExtractor"}])], SYNONYMS) == 0.0


def test_an_annotated_value_stands_for_what_its_synonym_says():
    assert whole_f1([read([{**ROOM, "value": "For couples"}], [ROOM])], SYNONYMS) == 1.0
    assert whole_f1([read([{**ROOM, "value": "For couples"}], [ROOM])], {}) == 0.0
