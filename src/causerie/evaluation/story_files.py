"""Played stories as YAML: what was predicted instead stands beside each wrong step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causerie.dialogue.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT
from causerie.evaluation.plots import Plots
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.story_report import action_scores, story_report
from causerie.evaluation.story_results import ActionCheck, MessageCheck, PlayedEvent, StoryResult
from causerie.files.annotated import annotated
from causerie.files.write import write_stories
from causerie.training_data import ActionStep, BotStep, LoopStep, SlotStep, Step, Story, UserStep

# Rasa's reports have a part for entities that its TEDPolicy finds; no policy of ours looks for any.
POLICY_WITH_ENTITIES = "TEDPolicy"


def write_story_results(results: Sequence[StoryResult], folder: ResultsFolder) -> None:
    """The report, the picture, and the stories that failed, passed, or passed with a warning."""
    folder.write_json("story_report.json", story_report(results))
    folder.write_json(f"{POLICY_WITH_ENTITIES}_report.json", {})
    scores = action_scores(results)
    folder.draw_confusion("story", "Actions", scores)
    if folder.plots:
        _draw_nothing(folder, folder.plots)
    passed = [result for result in results if result.passed]
    unlikely = sorted((x for x in passed if x.severity is not None), key=lambda x: -(x.severity or 0.0))
    if folder.errors:
        failed = [result for result in results if not result.passed]
        folder.write_text("failed_test_stories.yml", stories_yaml(failed, "No test story failed."))
    if folder.successes:
        folder.write_text("successful_test_stories.yml", stories_yaml(passed, "No test story passed."))
    if folder.warnings:
        folder.write_text("stories_with_warnings.yml", stories_yaml(unlikely, "There are no warnings."))


def _draw_nothing(folder: ResultsFolder, plots: Plots) -> None:
    plots.confusion_matrix(
        folder.path / f"{POLICY_WITH_ENTITIES}_confusion_matrix.png", "Entities found by policies", (), ()
    )


def stories_yaml(results: Sequence[StoryResult], nothing: str) -> str:
    """The stories in one document, or a comment that says that there are none."""
    if not results:
        return f"# {nothing}\n"
    stories: list[Story] = []
    comments: dict[tuple[int, int], str] = {}
    for number, result in enumerate(results):
        steps = [*_steps(result)]
        stories.append(Story(f"{result.name} ({result.file})", tuple(step for step, _ in steps)))
        comments |= {(number, place): comment for place, (_, comment) in enumerate(steps) if comment}
    return write_stories(stories, comments=comments)


def _steps(result: StoryResult) -> Iterator[tuple[Step, str]]:
    for played in result.played:
        step = _step(played)
        if step is not None:
            yield step, _comment(played)


def _step(played: PlayedEvent) -> Step | None:
    """A right ``action_listen`` goes without saying."""
    match played.event:
        case UserUttered() as said:
            return UserStep(said.full_retrieval_intent_name or said.intent_name, said.text, said.entities)
        case SlotSet() as slot:
            return SlotStep(slot.name, slot.value)
        case ActiveLoop() as loop:
            return LoopStep(loop.name)
        case ActionExecuted() as action if action.action_text:
            return BotStep(action.action_text)
        case ActionExecuted() as action if action.name and (
            action.name != ACTION_LISTEN or _is_wrong(played)
        ):
            return ActionStep(action.name)
    return None


def _is_wrong(played: PlayedEvent) -> bool:
    return played.check is not None and not played.check.passed


def _comment(played: PlayedEvent) -> str:
    match played.check:
        case ActionCheck() as check if not check.passed:
            after = f" after {ACTION_UNLIKELY_INTENT}" if check.unlikely is not None else ""
            return f"predicted: {check.predicted}{after}"
        case ActionCheck() as check if check.unlikely is not None:
            return f"predicted: {ACTION_UNLIKELY_INTENT}"
        case MessageCheck() as check if not check.passed:
            return f"predicted: {check.predicted}: {annotated(check.text, check.predicted_entities)}"
    return ""
