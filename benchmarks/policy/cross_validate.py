"""How well does the learned policy go on in stories that it was not trained on?

    python -m benchmarks.policy.cross_validate [--folds 5] [--repeats 3] [--sets hotel desk]

Whole stories are held out. No story of ``carbon-bot/test.yml`` takes part, so choices that are made
by these figures leave that file unseen.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.policy.playing import Step, percent, play
from benchmarks.policy.story_sets import StorySet, story_sets
from causerie.dialogue.events import ActionExecuted, ActiveLoop, Event, UserUttered
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.policies.ensemble import Ensemble
from causerie.policies.learned import LearnedPolicy
from causerie.ports import PolicyContext
from causerie.training_data.unfolding import Line

INSERTED = (1, 3)


@dataclass
class Score:
    """``after``: how many exchanges were put in → whether each action after them was right."""

    actions: list[bool] = field(default_factory=list)
    spoken: list[bool] = field(default_factory=list)
    conversations: list[bool] = field(default_factory=list)
    after: dict[int, list[bool]] = field(default_factory=lambda: {count: [] for count in INSERTED})
    without: list[bool] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Score) -> None:
        self.actions += other.actions
        self.spoken += other.spoken
        self.conversations += other.conversations
        self.without += other.without
        for count, right in other.after.items():
            self.after[count] += right
        self.seconds += other.seconds

    def __str__(self) -> str:
        after = "  ".join(f"{percent(self.after[count]):5.1f}" for count in INSERTED)
        figures = (
            percent(self.actions),
            percent(self.spoken),
            percent(self.conversations),
            percent(self.without),
        )
        return "  ".join(f"{figure:5.1f}" for figure in figures) + f"  {after}"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--sets", nargs="*", help="names of story sets; all without this")
    arguments = options.parse_args()
    print(f"{'':20}   all spoken convs same +1 +3   (percent)   seconds of training")
    for story_set in story_sets():
        if not arguments.sets or story_set.name in arguments.sets:
            score = cross_validate(story_set, arguments.folds, arguments.repeats)
            trained = arguments.folds * arguments.repeats
            print(
                f"{story_set.name:20} {score}   {score.seconds / trained:.2f}  ({len(story_set.lines)} stories)",
                flush=True,
            )


def cross_validate(story_set: StorySet, folds: int, repeats: int) -> Score:
    total = Score()
    for seed in range(repeats):
        for learnt, held_out in split(story_set.lines, folds, Random(seed)):
            total.add(score_fold(story_set, learnt, held_out, seed))
    return total


def split(lines: tuple[Line, ...], folds: int, random: Random) -> Iterator[tuple[list[Line], list[Line]]]:
    """Lines of one story stay together: an ``or`` or a checkpoint makes several that are alike."""
    names = sorted({line.name for line in lines})
    random.shuffle(names)
    for fold in range(folds):
        held_out = set(names[fold::folds])
        yield (
            [line for line in lines if line.name not in held_out],
            [line for line in lines if line.name in held_out],
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """A conversation to play. ``inserted``: exchanges put in, None where the story is as written.

    ``turn``: the user's turn with which they end, or before which they would be put in; None where
    there is no place for them.
    """

    line: Line
    inserted: int | None = None
    turn: int | None = None


def score_fold(story_set: StorySet, learnt: list[Line], held_out: list[Line], seed: int) -> Score:
    policy, seconds = train_ours(story_set.domain, learnt, seed)
    ensemble = Ensemble({"policy_0_TEDPolicy": policy})
    played = trials(story_set, held_out, seed)
    score = score_trials(played, [play(ensemble, trial.line, story_set.domain) for trial in played])
    score.seconds = seconds
    return score


def train_ours(domain: Domain, learnt: list[Line], seed: int) -> tuple[LearnedPolicy, float]:
    """The policy and the seconds of CPU that its training took."""
    policy = LearnedPolicy({})
    started = time.process_time()
    policy.train(PolicyContext((), (), domain, seed=seed, shared={"story_lines": learnt}))
    return policy, time.process_time() - started


def trials(story_set: StorySet, held_out: Sequence[Line], seed: int) -> list[Trial]:
    """Each story as it is and, where there is a place, with exchanges put in at one place."""
    random = Random(seed)
    out: list[Trial] = []
    for line in held_out:
        places = [place for place in _places(line) if story_set.exchanges]
        if not places:
            out.append(Trial(line))
            continue
        place = random.choice(places)
        turn = sum(isinstance(event, UserUttered) for event in line.events[:place])
        out.append(Trial(line, None, turn))
        for count in INSERTED:
            messages = random.choices(sorted(story_set.exchanges), k=count)
            out.append(Trial(interrupted(line, place, messages, story_set.exchanges), count, turn + count))
    return out


def score_trials(played: Sequence[Trial], steps_of_each: Sequence[list[Step]]) -> Score:
    score = Score()
    for trial, steps in zip(played, steps_of_each, strict=True):
        if trial.inserted is not None and trial.turn is not None:
            score.after[trial.inserted] += _after(steps, trial.turn)
            continue
        score.actions += [step.right for step in steps]
        score.spoken += [step.right for step in steps if step.speaks]
        score.conversations.append(all(step.right for step in steps))
        if trial.turn is not None:
            score.without += _after(steps, trial.turn)
    return score


def _places(line: Line) -> list[int]:
    """Where messages that are not the first begin, outside forms: places of the listens before them."""
    places: list[int] = []
    in_loop, spoken = False, False
    for place, (event, then) in enumerate(zip(line.events, line.events[1:], strict=False)):
        if isinstance(event, ActiveLoop):
            in_loop = event.name is not None
        if (
            isinstance(then, UserUttered)
            and isinstance(event, ActionExecuted)
            and event.name == ACTION_LISTEN
        ):
            if spoken and not in_loop:
                places.append(place)
            spoken = True
    return places


def interrupted(line: Line, place: int, messages: list[str], exchanges: dict[str, str]) -> Line:
    """The story with exchanges put in before the listen at this place."""
    inserted: list[Event] = []
    for message in messages:
        inserted.append(ActionExecuted(name=ACTION_LISTEN))
        inserted.append(UserUttered(intent={"name": message, "confidence": 1.0}))
        inserted.append(ActionExecuted(name=exchanges[message]))
    return Line(line.name, (*line.events[:place], *inserted, *line.events[place:]))


def _after(steps: list[Step], turn: int) -> list[bool]:
    return [step.right for step in steps if step.turn > turn and step.speaks]


if __name__ == "__main__":
    main()
