"""Linear models in numpy, by L-BFGS: multinomial logistic regression and support vector machines.

The best weights are sums of the examples' rows (the representer theorem), so it is enough to know how
alike the examples are. L-BFGS (Liu and Nocedal, 1989) runs in the space of these sums: it remembers
numbers per example and label, not per feature and label, and needs one product a round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

REMEMBERED = 3
ROUNDS = 100
SUFFICIENT = 1e-4
SHORTEST = 1e-4

Matrix = NDArray[np.float32]
Product = Callable[[Matrix], Matrix]


def fit_among(alike: Product, task: Task) -> Matrix:
    """Shares ``[examples, labels]``: a label's weights are its shares of the examples' rows, summed.

    ``alike`` multiplies shares with the products of all examples' rows. A task's ``c`` weighs the losses
    against half the squared length of the weights; its ``tolerance`` is the share of the first slope's
    length at which it ends.
    """
    shape = len(task.labels), task.count
    at = Point(*(np.zeros(shape, dtype=np.float32) for _ in range(2)))
    slope = seen(alike, task.slope(at))
    loss, first = task.loss(at), dot(slope, slope)
    past: list[Change] = []
    for _ in range(ROUNDS):
        way = direction(slope, past, first)
        falling, length = dot(way, slope), 1.0
        after = moved(at, way, length)
        while (then := task.loss(after)) > loss - SUFFICIENT * length * falling:
            if length < SHORTEST:
                return at.shares
            length /= 2
            after = moved(at, way, length)
        new_slope = seen(alike, task.slope(after))
        change = Change(minus(after, at), minus(new_slope, slope))
        if change.curve > 0:
            past = [*past, change][-REMEMBERED:]
        at, slope, loss = after, new_slope, then
        if dot(slope, slope) <= task.tolerance**2 * first:
            break
    return at.shares


class Point(NamedTuple):
    """``shares`` of the examples, and the ``scores`` that they give the examples."""

    shares: Matrix
    scores: Matrix


@dataclass(frozen=True, slots=True)
class SquaredHinge:
    """A linear support vector machine per label: a score is to be above 1 for the example's own label, and
    below -1 for the others. There are many others, so the own label's loss counts ``own`` times.

    Labels know nothing of each other and may be solved some at a time: examples of labels that are not
    among them have a number outside ``range(count)``.
    """

    labels: NDArray[np.int32]
    weights: NDArray[np.float64]
    count: int
    c: float
    own: float = 3.0
    tolerance: float = 1e-3

    def loss(self, at: Point) -> float:
        missing = self.missing(at)
        squares = np.einsum("el,el->e", missing, missing).astype(np.float64)
        rows, columns = self.places()
        squares[rows] += (self.own - 1) * np.square(missing[rows, columns])
        return float(self.weights @ squares) + float(np.vdot(at.shares, at.scores)) / (2 * self.c)

    def slope(self, at: Point) -> Matrix:
        found = self.missing(at)
        found[self.places()] *= -self.own
        found *= (2 * self.weights).astype(np.float32)[:, None]
        found += at.shares * np.float32(1 / self.c)
        return found

    def missing(self, at: Point) -> Matrix:
        """How far each score is from where it is to be."""
        found: Matrix = at.scores + np.float32(1)
        own = self.places()
        found[own] = 1 - at.scores[own]
        return np.maximum(found, 0, out=found)

    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Rows and columns of the examples' own labels."""
        rows = np.flatnonzero((self.labels >= 0) & (self.labels < self.count))
        return rows, self.labels[rows]


@dataclass(frozen=True, slots=True)
class CrossEntropy:
    """Multinomial logistic regression."""

    labels: NDArray[np.int32]
    weights: NDArray[np.float64]
    count: int
    c: float
    tolerance: float = 1e-2

    def loss(self, at: Point) -> float:
        top = at.scores.max(axis=1)
        whole = np.log(np.exp(at.scores - top[:, None]).sum(axis=1)) + top
        own = at.scores[np.arange(len(self.labels)), self.labels]
        return float(self.weights @ (whole - own)) + float(np.vdot(at.shares, at.scores)) / (2 * self.c)

    def slope(self, at: Point) -> Matrix:
        powers = np.exp(at.scores - at.scores.max(axis=1, keepdims=True))
        found: Matrix = powers / powers.sum(axis=1, keepdims=True)
        found[np.arange(len(self.labels)), self.labels] -= 1
        found *= self.weights.astype(np.float32)[:, None]
        found += at.shares * np.float32(1 / self.c)
        return found


class Change:
    """How a step changed the point and the slope."""

    def __init__(self, step: Point, slope: Point) -> None:
        self.step, self.slope = step, slope
        self.curve = dot(step, slope)
        self.length = dot(slope, slope)


def direction(slope: Point, past: list[Change], first: float) -> Point:
    """The slope, bent by what the last steps tell of the curvature (the two loops of L-BFGS)."""
    way = Point(slope.shares.copy(), slope.scores.copy())
    room = np.empty_like(way.shares)
    amounts = []
    for change in reversed(past):
        amount = dot(change.step, way) / change.curve
        move(way, change.slope, amount, room)
        amounts.append(amount)
    scale = np.float32(past[-1].curve / past[-1].length if past else 1 / max(first, 1e-9) ** 0.5)
    for part in way:
        part *= scale
    for change, amount in zip(past, reversed(amounts), strict=True):
        move(way, change.step, dot(change.slope, way) / change.curve - amount, room)
    return way


Task = CrossEntropy | SquaredHinge


def seen(alike: Product, shares: Matrix) -> Point:
    return Point(shares, alike(shares))


def dot(one: Point, other: Point) -> float:
    """The product of the weights that two points stand for."""
    return float(np.vdot(one.shares, other.scores))


def moved(at: Point, way: Point, length: float) -> Point:
    return Point(at.shares - np.float32(length) * way.shares, at.scores - np.float32(length) * way.scores)


def move(at: Point, way: Point, length: float, room: Matrix) -> None:
    """As ``moved``, in place. ``room`` is written over."""
    for part, change in zip(at, way, strict=True):
        np.multiply(change, np.float32(length), out=room)
        part -= room


def minus(one: Point, other: Point) -> Point:
    return Point(one.shares - other.shares, one.scores - other.scores)
