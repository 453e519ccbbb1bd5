"""What must be right about a pipeline before it is trained, and what is worth a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from causerie.errors import ComponentError
from causerie.nlu.extractors.patterns import annotated_entities
from causerie.nlu.steps import Step
from causerie.training_data import NluData

LEARNING_EXTRACTORS = frozenset({"DIETClassifier", "CRFEntityExtractor", "MitieEntityExtractor"})
PATTERN_READERS = frozenset({"RegexFeaturizer", "RegexEntityExtractor"})
SUGGESTED = {
    "tokenizer": "WhitespaceTokenizer",
    "featurizer": "CountVectorsFeaturizer",
    "classifier": "DIETClassifier",
}


def check_order(steps: Sequence[Step]) -> None:
    """Raises ComponentError: two tokenizers, something needed missing or too late, an alias used twice."""
    tokenizers = [step.title for step in steps if step.kind == "tokenizer"]
    if len(tokenizers) > 1:
        raise ComponentError(
            f"The pipeline has {len(tokenizers)} tokenizers: {', '.join(tokenizers)}. Keep one of them."
        )
    seen: set[str] = set()
    for step in steps:
        for need in step.needs:
            if need not in seen:
                raise ComponentError(missing(step, need, steps))
        seen |= step.names
    aliases = Counter(step.options["alias"] for step in steps if step.options.get("alias"))
    if repeated := [alias for alias, count in aliases.items() if count > 1]:
        raise ComponentError(f"Featurizers need different aliases; used twice: {', '.join(repeated)}.")


def missing(step: Step, need: str, steps: Sequence[Step]) -> str:
    later = [other.title for other in steps if need in other.names]
    if later:
        return f"{step.title} stands before {later[0]}, which it needs. Move {later[0]} above it."
    what = f"a {need}" if need in SUGGESTED else need
    return (
        f"{step.title} needs {what} before it in the pipeline, and there is none. "
        f"Add, above it:\n  - name: {SUGGESTED.get(need, need)}"
    )


def warnings_of(steps: Sequence[Step], data: NluData) -> list[str]:
    """Competing extractors, and training data that no component reads."""
    titles = {step.title for step in steps}
    rivals = competing({step.title for step in steps if step.options.get("entity_recognition", True)}, data)
    if any(step.is_own for step in steps):
        return rivals
    return [*rivals, *unused(titles, data)]


def competing(titles: set[str], data: NluData) -> list[str]:
    found = []
    learning = sorted(titles & LEARNING_EXTRACTORS)
    if len(learning) > 1:
        found.append(
            f"{' and '.join(learning)} learn the same entities, which will be found twice. Keep one of them."
        )
    shared = sorted({regex.name for regex in data.regexes} & annotated_entities(data))
    if learning and "RegexEntityExtractor" in titles and shared:
        found.append(f"RegexEntityExtractor and {learning[0]} both look for {', '.join(shared)}: duplicates.")
    return found


def unused(titles: set[str], data: NluData) -> list[str]:
    entities = annotated_entities(data)
    annotations = [annotation for example in data.examples for annotation in example.entities]
    cases = [
        (bool(data.retrieval_intents), {"ResponseSelector"}, "Examples of retrieval intents"),
        (bool(entities), LEARNING_EXTRACTORS, "Annotated entities"),
        (
            any(a.role or a.group for a in annotations),
            {"DIETClassifier", "CRFEntityExtractor"},
            "Roles and groups",
        ),
        (bool(data.regexes), PATTERN_READERS, "Regexes"),
        (bool(data.lookups), PATTERN_READERS, "Lookup tables"),
        (bool(data.synonyms), {"EntitySynonymMapper"}, "Synonyms"),
    ]
    return [
        f"{what} of the training data are read by no component. Add {' or '.join(sorted(readers))}."
        for exists, readers, what in cases
        if exists and not titles & readers
    ]
