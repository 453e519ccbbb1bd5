"""The knowledge of a project: read, checked, cut and indexed at training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from causerie.domain import Domain
from causerie.files.problems import Problems
from causerie.files.project import Project
from causerie.fingerprint import fingerprint
from causerie.llm.knowledge.answers import passages_of_answers
from causerie.llm.knowledge.knowledge import Knowledge
from causerie.llm.knowledge.passage import Passage
from causerie.llm.knowledge.reading import read_knowledge
from causerie.llm.leash.orders import without_orders
from causerie.llm.open_turns.config import OpenTurnsConfig, read_open_turns
from causerie.llm.open_turns.learnt import EXAMPLES_KEPT, Learnt
from causerie.llm.prompts.load import load_templates
from causerie.llm.prompts.material import Passage as Piece
from causerie.nlu.pipeline import Pipeline
from causerie.ports import Progress
from causerie.training.embeddings import embed_knowledge, print_of_embeddings
from causerie.training_data import NluData

OPEN_TURNS = "open_turns"


def open_turns_config(project: Project) -> OpenTurnsConfig | None:
    """None where config.yml says nothing; raises ProjectError with all that is wrong in it."""
    problems = Problems()
    config = project.config
    found = read_open_turns(config.raw.get(OPEN_TURNS), config.place, config.places_of_open_turns, problems)
    if found is not None:
        _check_names(found, project, problems)
        if project.folder is not None and (folder := project.folder / found.templates).is_dir():
            load_templates(folder)
    problems.raise_errors()
    return found


def knowledge_files(project: Project, config: OpenTurnsConfig) -> list[Path]:
    folder = project.folder / config.knowledge.folder if project.folder else None
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder and folder.is_dir() else []


def fingerprint_of_knowledge(project: Project, config: OpenTurnsConfig) -> str:
    files = [(path.as_posix(), path.read_bytes().hex()) for path in knowledge_files(project, config)]
    return fingerprint(
        config.knowledge,
        files,
        project.nlu,
        _retrieval_responses(project.domain),
        print_of_embeddings(config, project),
    )


def learn(
    project: Project,
    config: OpenTurnsConfig,
    pipeline: Pipeline | None = None,
    progress: Progress = lambda line: None,
) -> Learnt:
    """Raises ProjectError with all files that can't be read. ``pipeline`` is the trained one, which may embed."""
    problems = Problems()
    passages: list[Passage] = []
    folder = project.folder / config.knowledge.folder if project.folder else None
    if folder is not None and folder.is_dir():
        passages += read_knowledge(folder, problems, project.folder)
    elif folder is not None and config.knowledge.folder != "knowledge":
        problems.error(
            f"There is no folder '{config.knowledge.folder}' with knowledge.",
            project.config.place,
            advice="Make it, or name another under 'open_turns: knowledge: folder:' in config.yml.",
            kind="missing_file",
        )
    if config.knowledge.faq:
        passages += passages_of_answers(project.nlu, project.domain, language=project.config.language)
    problems.raise_errors()
    for warning in problems.warnings:
        progress(str(warning))
    knowledge = Knowledge()
    knowledge.learn(
        [clean for passage in passages if (clean := _checked(passage, progress))], project.nlu.synonyms
    )
    embeddings = embed_knowledge(knowledge, config, project, pipeline, progress)
    return Learnt(knowledge, examples_of(project.nlu), embeddings)


def _checked(passage: Passage, progress: Progress) -> Passage | None:
    """Without lines that give an assistant orders: they would be quoted, and a GPT might follow them."""
    found = without_orders(Piece(passage.id, passage.text, passage.headings))
    if found.text == passage.text:
        return passage
    progress(f"{passage.source}:{passage.line}: a line that gives an assistant orders was left out")
    return replace(passage, text=found.text, headings=found.headings) if found.text else None


def examples_of(data: NluData) -> dict[str, tuple[str, ...]]:
    """The first few texts of each intent."""
    found: dict[str, tuple[str, ...]] = {}
    for example in data.examples:
        name = example.main_intent
        if name and example.text and len(found.get(name, ())) < EXAMPLES_KEPT:
            found[name] = (*found.get(name, ()), example.text)
    return found


def _check_names(config: OpenTurnsConfig, project: Project, problems: Problems) -> None:
    """What config.yml names must be in the domain."""
    domain = project.domain
    known: dict[str, tuple[str, ...]] = {
        "intent": tuple(domain.intents),
        "instead_of": (*domain.intents, "nlu_fallback"),
        "slots": tuple(domain.slots),
        "personal_slots": tuple(domain.slots),
        "propose_slots": tuple(domain.forms),
    }
    named = {
        "intent": (config.intent,) if config.intent else (),
        "instead_of": config.instead_of,
        "slots": config.slots,
        "personal_slots": config.personal_slots,
        "propose_slots": config.propose_slots,
    }
    for key, names in named.items():
        for name in names:
            if name not in known[key] and not (key == "instead_of" and name == "out_of_scope"):
                problems.error(
                    f"'{key}' under 'open_turns' names '{name}', which is not in the domain.",
                    config.places.get(key, project.config.place),
                    expected=", ".join(known[key][:12]),
                    found=name,
                    kind="unknown_name",
                    name=name,
                )


def _retrieval_responses(domain: Domain) -> dict[str, object]:
    return {name: found for name, found in domain.responses.items() if "/" in name}
