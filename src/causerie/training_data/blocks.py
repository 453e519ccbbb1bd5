"""Stories cut into blocks: stretches without checkpoint and without ``or``, and how they follow.

Blocks that lead back to one another are put in order with each way back marked, so that who
unfolds them goes around a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from causerie.training_data.stories import CheckpointStep, OrStep, Step, Story

START = ""
MADE_UP = "\0"  # no checkpoint in a file has a name that begins so


@dataclass(frozen=True, slots=True)
class Block:
    """Runs after one of ``starts`` was reached, and leads to each of ``ends``; without, it is over."""

    story: Story
    steps: tuple[Step, ...]
    starts: tuple[CheckpointStep, ...]
    ends: tuple[str, ...]


@dataclass(slots=True)
class BlockGraph:
    """``blocks`` in an order in which none leads to an earlier one, but for the ways ``back``.

    ``back`` tells for the end of a block that goes around where it goes on: in the next round.
    """

    blocks: list[Block]
    back: dict[str, str] = field(default_factory=dict)


def block_graph(stories: Sequence[Story]) -> BlockGraph:
    """The blocks of stories or rules, in order, loops opened."""
    blocks = [block for index, story in enumerate(stories) for block in _cut(story, index)]
    _, ways_back = _in_order(blocks)
    graph = _opened(blocks, ways_back)
    last_first, _ = _in_order(graph.blocks[::-1])
    graph.blocks = [graph.blocks[-1 - index] for index in last_first]
    return graph


# -- cutting


def _cut(story: Story, index: int) -> list[Block]:
    """Cut at checkpoints and at ``or``, whose options are blocks of their own."""
    done: list[Block] = []
    latest: list[Block] = []
    starts: tuple[CheckpointStep, ...] = ()
    steps: tuple[Step, ...] = ()
    for step in story.steps:
        if isinstance(step, CheckpointStep):
            if steps:
                latest = [Block(story, steps, starts or _AT_START, (step.name,))]
                starts, steps = (replace(step, slots=()),), ()
            else:
                # Two joints in a row: what was cut before leads to both of them.
                starts = (*starts, replace(step, slots=()) if done else step)
                latest = [replace(block, ends=(step.name,)) for block in latest]
            done += latest
        elif isinstance(step, OrStep) and len(step.options) > 1:
            joint = f"{MADE_UP}or {index} {len(done)}"
            latest = [
                Block(story, (*steps, *option), starts or _AT_START, (joint,)) for option in step.options
            ]
            done += latest
            starts, steps = (CheckpointStep(joint),), ()
        elif isinstance(step, OrStep):
            steps = (*steps, *(part for option in step.options for part in option))
        else:
            steps = (*steps, step)
    if steps or not done:
        done.append(Block(story, steps, starts or _AT_START, ()))
    return done


_AT_START = (CheckpointStep(START),)


# -- order


def _in_order(blocks: Sequence[Block]) -> tuple[list[int], list[tuple[int, int]]]:
    """Indexes so that followers come later, and the ways back that contradict it."""
    followers = _followers(blocks)
    order: list[int] = []
    ways_back: list[tuple[int, int]] = []
    open_blocks: set[int] = set()
    seen: set[int] = set()
    for root in range(len(blocks)):
        if root in seen:
            continue
        seen.add(root)
        open_blocks.add(root)
        path: list[tuple[int, Iterator[int]]] = [(root, iter(followers[root]))]
        while path:
            block, rest = path[-1]
            follower = next(rest, None)
            if follower is None:
                path.pop()
                open_blocks.discard(block)
                order.append(block)
            elif follower in open_blocks:
                ways_back.append((block, follower))
            elif follower not in seen:
                seen.add(follower)
                open_blocks.add(follower)
                path.append((follower, iter(followers[follower])))
    return order[::-1], sorted(ways_back)


def _followers(blocks: Sequence[Block]) -> list[list[int]]:
    by_start: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        for start in block.starts:
            by_start.setdefault(start.name, []).append(index)
    return [sorted({index for end in block.ends for index in by_start.get(end, ())}) for block in blocks]


# -- opening loops


def _opened(blocks: Sequence[Block], ways_back: Sequence[tuple[int, int]]) -> BlockGraph:
    """Each way back becomes an end that nothing starts with; forward it goes on as before."""
    opened = list(blocks)
    back: dict[str, str] = {}
    joints: set[str] = set()
    for number, (here, there) in enumerate(ways_back):
        away, again, onward = (f"{MADE_UP}{word} {number}" for word in ("away", "again", "onward"))
        back[away] = again
        shared = set(opened[here].ends) & {start.name for start in opened[there].starts}
        joints |= shared
        kept = tuple(end for end in opened[here].ends if end not in shared)
        opened[here] = replace(opened[here], ends=(*kept, away, onward))
        for index, block in enumerate(opened):
            name = again if index == there else onward
            more = [replace(start, name=name) for start in block.starts if start.name in shared]
            opened[index] = replace(block, starts=(*block.starts, *_new(more, block.starts)))
    return BlockGraph(list(_without_loose_ends(opened, back, joints)), back)


def _new(starts: Iterable[CheckpointStep], known: tuple[CheckpointStep, ...]) -> Iterator[CheckpointStep]:
    for start in starts:
        if start not in known:
            known = (*known, start)
            yield start


def _without_loose_ends(blocks: Sequence[Block], back: dict[str, str], joints: set[str]) -> Iterator[Block]:
    """Without the ends and starts that opening the loops left with nothing on their other side."""
    starts = {start.name for block in blocks for start in block.starts}
    ends = {back.get(end, end) for block in blocks for end in block.ends}
    for block in blocks:
        yield replace(
            block,
            starts=tuple(
                start for start in block.starts if start.name in ends | {START} or start.name not in joints
            ),
            ends=tuple(
                end for end in block.ends if back.get(end, end) in starts or not end.startswith(MADE_UP)
            ),
        )
