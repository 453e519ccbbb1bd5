from __future__ import annotations

from causerie.evaluation.entity_labels import NO_ENTITY, label
from causerie.evaluation.nlu_results import EntityResult, extractors
from causerie.evaluation.story_report import aligned
from causerie.ports import Json

TEXT = "fly from rome to new york"
TOKENS = ((0, 3), (4, 8), (9, 13), (14, 16), (17, 20), (21, 25))


def entity(start: int, end: int, name: str = "city", **more: object) -> Json:
    return {"start": start, "end": end, "entity": name, "value": TEXT[start:end], **more}


def test_each_token_gets_the_label_of_the_entity_it_is_in() -> None:
    targets = (entity(9, 13, role="from"), entity(17, 25, role="to"))
    found = (
        entity(9, 13, role="from", extractor="Tagger", confidence_entity=0.9, confidence_role=0.7),
        entity(21, 25, extractor="Tagger", confidence_entity=0.6),
        entity(0, 3, "verb", extractor="Other"),
    )
    labelled = label(EntityResult(TEXT, targets, found, TOKENS), "Tagger")
    nothing = NO_ENTITY
    assert labelled.targets == (nothing, nothing, "city.from", nothing, "city.to", "city.to")
    assert labelled.predicted == (nothing, nothing, "city.from", nothing, nothing, "city")
    assert labelled.confidences == (0.0, 0.0, 0.7, 0.0, 0.0, 0.6)
    assert labelled.is_wrong
    assert labelled.has_hit


def test_a_token_half_inside_belongs_to_the_entity_that_covers_most_of_it() -> None:
    found = (entity(17, 19, extractor="Tagger"), entity(19, 20, "other", extractor="Tagger"))
    result = EntityResult(TEXT, (), found, ((17, 20),))
    assert label(result, "Tagger").predicted == ("city",)


def test_extractors_are_those_that_found_something() -> None:
    found = (entity(0, 3, extractor="B"), entity(9, 13, extractor="A"))
    assert extractors([EntityResult(TEXT, (), found, TOKENS), EntityResult(TEXT, (), (), ())]) == ["A", "B"]


def test_entities_of_a_story_are_paired_by_their_place() -> None:
    rome, york = entity(9, 13, text=TEXT), entity(17, 25, text=TEXT)
    other = {**york, "value": "NYC"}
    assert [*aligned((york, rome), (rome,))] == [
        ("[rome](city)", "[rome](city)"),
        ("[new york](city)", "None"),
    ]
    assert [*aligned((rome,), (other,))] == [
        ("[rome](city)", "None"),
        ("None", '[new york]{"entity": "city", "value": "NYC"}'),
    ]
    assert [*aligned(({"entity": "city", "value": "no place"},), ())] == []
