"""How well do policies go on in stories they have not seen?

    python -m benchmarks.policy.score [--seeds 3] [--wrong]

Trains on ``train.yml`` and plays the test stories with their own actions: a wrong prediction is
counted and the story's action applied. ``carbon-bot/SOURCE.md`` says where the stories come from
and how they are counted.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.policy.playing import Step, percent, play
from causerie.dialogue.events import UserUttered
from causerie.domain import Domain
from causerie.files.domain import read_domain
from causerie.files.stories import read_stories, read_test_stories
from causerie.policies.ensemble import Ensemble
from causerie.policies.registry import make_policies
from causerie.policies.rule import RulePolicy
from causerie.policies.states import RuleOnly
from causerie.ports import PolicyContext
from causerie.training_data.unfolding import Line, unfold

DATA = Path(__file__).parent / "carbon-bot"
ALONE: list[tuple[str, dict[str, Any]]] = [("TEDPolicy", {"epochs": 100})]
TOGETHER = [("MemoizationPolicy", {}), ("RulePolicy", {}), *ALONE]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--wrong", action="store_true", help="list the wrong predictions")
    arguments = options.parse_args()
    domain = read_domain(DATA / "domain.yml")
    for seed in range(arguments.seeds):
        for name, entries in (("alone", ALONE), ("with memoization and rules", TOGETHER)):
            started = time.perf_counter()
            ensemble = train(entries, domain, seed)
            print(f"{name}, seed {seed}: trained in {time.perf_counter() - started:.2f} s")
            report(ensemble, domain, arguments.wrong)


def train(entries: list[tuple[str, dict[str, Any]]], domain: Domain, seed: int) -> Ensemble:
    stories, _ = read_stories([DATA / "train.yml"])
    _, rules = read_stories([DATA / "rules.yml"])
    if not any(name == "RulePolicy" for name, _ in entries):
        rules = ()
    policies = make_policies(list(entries))
    shared: dict[str, Any] = {
        "story_lines": unfold(stories, domain),
        "rule_lines": unfold(rules, domain),
        "rule_only": RuleOnly(),
    }
    context = PolicyContext(stories, rules, domain, seed=seed, shared=shared)
    for policy in sorted(policies.values(), key=lambda policy: not isinstance(policy, RulePolicy)):
        policy.train(context)
        if isinstance(policy, RulePolicy):
            hidden = policy.rule_only
            shared["rule_only"] = RuleOnly(frozenset(hidden["slots"]), frozenset(hidden["loops"]))
    return Ensemble(policies)


def report(ensemble: Ensemble, domain: Domain, list_wrong: bool) -> None:
    test = {
        name: unfold(read_test_stories([DATA / f"{name}.yml"]), domain)
        for name in ("test", "after_1_exchange", "after_3_exchanges")
    }
    played = {name: [play(ensemble, line, domain) for line in lines] for name, lines in test.items()}
    steps = [step for story in played["test"] for step in story]
    spoken = [step for step in steps if step.speaks]
    print(f"  actions {share(steps)}, without action_listen {share(spoken)}")
    whole = [all(step.right for step in story) for story in played["test"]]
    print(f"  whole conversations {percent(whole):.1f} % of {len(whole)}")
    originals = {line.name: line for line in test["test"]}
    for name, count in (("after_1_exchange", 1), ("after_3_exchanges", 3)):
        after, first = [], []
        for line, story in zip(test[name], played[name], strict=True):
            turn = inserted_at(line, originals, count)
            later = [step for step in story if step.turn > turn and step.speaks]
            after += later
            first += later[:1]
        print(f"  after {count} inserted: actions {share(after)}, the first {share(first)}")
    if list_wrong:
        for line, story in zip(test["test"], played["test"], strict=True):
            for step in story:
                if not step.right:
                    print(f"    {line.name}: {step}")


def inserted_at(line: Line, originals: dict[str, Line], count: int) -> int:
    """The user turn with which the inserted exchanges end."""
    name = next(name for name in originals if line.name.startswith(name[:3]))
    for turn, (ours, theirs) in enumerate(zip(messages(line), messages(originals[name]), strict=False)):
        if ours != theirs:
            return turn + count
    return len(list(messages(originals[name]))) + count


def messages(line: Line) -> Iterator[tuple[str | None, str]]:
    for event in line.events:
        if isinstance(event, UserUttered):
            yield event.intent_name, str(event.entities)


def share(steps: Sequence[Step]) -> str:
    return f"{percent([step.right for step in steps]):.1f} % of {len(steps)}"


if __name__ == "__main__":
    main()
