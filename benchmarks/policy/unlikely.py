"""Which cap on the thresholds of unlikely intents alarms at the right messages?

    python -m benchmarks.policy.unlikely [--folds 5] [--repeats 2]

In held-out stories every message should pass; one that is put in its place and follows this action
of the bot in no story of the set should not; small talk may come up anywhere. No story of ``carbon-bot/test.yml`` takes part.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from benchmarks.policy.cross_validate import split
from benchmarks.policy.playing import percent
from benchmarks.policy.story_sets import StorySet, story_sets
from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import ACTION_LISTEN
from causerie.policies import unlikely_intent
from causerie.ports import PolicyContext
from causerie.training_data.unfolding import Line

CAPS = (0.0, -0.3, -0.5, -0.7, -0.8, -0.9, -0.95, -1.0)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--repeats", type=int, default=2)
    arguments = options.parse_args()
    sets = [found for found in story_sets() if found.exchanges]
    print("cap: passed of usual / stopped of odd messages (percent), then the mean of both over all sets")
    for cap in CAPS:
        unlikely_intent.SURELY_NOT = cap
        rates = [rate(found, arguments.folds, arguments.repeats) for found in sets]
        mean = sum(passed + stopped for passed, stopped in rates) / len(rates) / 2
        figures = "  ".join(
            f"{found.name} {passed:.1f}/{stopped:.1f}"
            for found, (passed, stopped) in zip(sets, rates, strict=True)
        )
        print(f"{cap:5.2f}: {figures}  {mean:.1f}", flush=True)


def rate(story_set: StorySet, folds: int, repeats: int) -> tuple[float, float]:
    domain = story_set.domain
    usual = _usual(story_set.lines)
    intents = sorted(set().union(*usual.values()) - story_set.exchanges.keys())
    passed: list[bool] = []
    stopped: list[bool] = []
    for seed in range(repeats):
        random = Random(seed)
        for learnt, held_out in split(story_set.lines, folds, Random(seed)):
            policy = unlikely_intent.UnlikelyIntentPolicy({})
            policy.train(PolicyContext((), (), domain, seed=seed, shared={"story_lines": learnt}))
            for line in held_out:
                for place, before, message in _messages(line):
                    odd = random.choice([intent for intent in intents if intent not in usual[before]])
                    for intent, kept, is_odd in ((message, passed, False), (odd, stopped, True)):
                        said = UserUttered(intent={"name": intent, "confidence": 1.0})
                        tracker = Tracker(line.name, domain.slots, (*line.events[:place], said))
                        alarm = bool(policy.predict(tracker, domain).scores)
                        kept.append(alarm == is_odd)
    return percent(passed), percent(stopped)


def _usual(lines: Sequence[Line]) -> dict[str, set[str]]:
    """What the bot did last → the intents that follow it in some story."""
    usual: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for _, before, message in _messages(line):
            usual[before].add(message)
    return usual


def _messages(line: Line) -> Iterator[tuple[int, str, str]]:
    """Each message: its place among the events, the action before it, its intent."""
    before = ""
    for place, event in enumerate(line.events):
        if isinstance(event, ActionExecuted) and event.name != ACTION_LISTEN:
            before = event.name or event.action_text or ""
        elif isinstance(event, UserUttered) and event.intent_name:
            yield place, before, event.intent_name


if __name__ == "__main__":
    main()
