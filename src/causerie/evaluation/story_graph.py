"""Stories as one graph: what follows what, paths joined where they have the same recent past."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from causerie.training_data import (
    ActionStep,
    BotStep,
    CheckpointStep,
    LoopStep,
    OrStep,
    SlotStep,
    Step,
    Story,
    UserStep,
)

BEGIN, END = 0, 1


@dataclass(frozen=True, slots=True)
class Node:
    """``kind``: begin, end, user, bot, slot, loop or checkpoint."""

    label: str
    kind: str


@dataclass(slots=True)
class StoryGraph:
    """Nodes by number; ``edges`` lead from number to number and know the stories they come from."""

    nodes: list[Node] = field(default_factory=lambda: [Node("begin", "begin"), Node("end", "end")])
    edges: dict[tuple[int, int], list[str]] = field(default_factory=dict)


def story_graph(stories: Sequence[Story], history: int, said: Mapping[str, str] | None = None) -> StoryGraph:
    """A node is a step with the ``history - 1`` steps before it. ``said``: intent → an example to show."""
    graph = StoryGraph()
    known: dict[tuple[Node, ...], int] = {}
    for story in stories:
        recent: deque[Node] = deque(maxlen=history)
        steps = [*story.conditions, *story.steps]
        here = None if isinstance(steps[0], CheckpointStep) else BEGIN
        for step in steps:
            node = _node(step, said or {})
            if node.kind == "checkpoint":
                recent.clear()
            recent.append(node)
            there = known.setdefault(tuple(recent), len(graph.nodes))
            if there == len(graph.nodes):
                graph.nodes.append(node)
            _join(graph, here, there, story.name)
            here = there
        if not isinstance(steps[-1], CheckpointStep):
            _join(graph, here, END, story.name)
    return graph


def layers(graph: StoryGraph) -> list[list[int]]:
    """Nodes by the fewest steps that lead to them; what nothing leads to stands at the top."""
    followers: dict[int, list[int]] = {}
    for before, after in graph.edges:
        followers.setdefault(before, []).append(after)
    reached = {after for _, after in graph.edges}
    depth = {number: 0 for number in range(len(graph.nodes)) if number not in reached and number != END}
    depth[BEGIN] = 0
    _spread(depth, followers)
    for number in range(len(graph.nodes)):  # circles that nothing leads to
        if number not in depth and number != END:
            depth[number] = 0
            _spread(depth, followers)
    depth[END] = max((x for number, x in depth.items() if number != END), default=0) + 1
    rows: list[list[int]] = [[] for _ in range(depth[END] + 1)]
    for number, row in depth.items():
        rows[row].append(number)
    return [row for row in rows if row]


def _spread(depth: dict[int, int], followers: Mapping[int, Iterable[int]]) -> None:
    waiting = deque(sorted(depth, key=lambda number: depth[number]))
    while waiting:
        number = waiting.popleft()
        for after in followers.get(number, ()):
            if after not in depth:
                depth[after] = depth[number] + 1
                waiting.append(after)


def _join(graph: StoryGraph, here: int | None, there: int, story: str) -> None:
    if here is not None:
        graph.edges.setdefault((here, there), []).append(story)


def _node(step: Step, said: Mapping[str, str]) -> Node:
    match step:
        case UserStep():
            return Node(step.text or said.get(step.intent or "") or step.intent or "", "user")
        case ActionStep():
            return Node(step.name, "bot")
        case BotStep():
            return Node(step.text, "bot")
        case SlotStep():
            return Node(f"{step.name} = {step.value!r}" if step.has_value else f"{step.name} is set", "slot")
        case LoopStep():
            return Node(f"loop {step.name}" if step.name else "loop ends", "loop")
        case CheckpointStep():
            return Node(step.name, "checkpoint")
        case OrStep():
            options = (" + ".join(_node(part, said).label for part in option) for option in step.options)
            return Node(" or ".join(options), "user")
