"""The rule for three classes as a map: every picture is a point of a triangle, its chances.

Each corner is a class for certain. The rule compares sums that are straight in the chances, so each
action rules over one convex piece of the triangle; the pieces are cut out exactly.
"""

from dataclasses import dataclass

import numpy as np

from core.drivetrain.decide.rule import Rule
from core.statistics import Floats

NOTHING_LEFT = 1e-12


@dataclass(frozen=True, eq=False)
class Region:
    """Where `action` (an index into the rule's names) is cheapest: `corners` (K, 3) are chances of
    the three classes, in order around the piece; `share` is its share of the triangle, 0–1."""

    action: int
    corners: Floats
    share: float

    @property
    def middle(self) -> Floats:
        """The mean of the corners, (3,): inside, because the piece is convex."""
        mean: Floats = self.corners.mean(axis=0)
        return mean


def regions(rule: Rule) -> list[Region]:
    """The pieces of all actions that are cheapest somewhere, in the rule's order; together they are
    the whole triangle. Raises ValueError unless there are three classes."""
    if len(rule.classes) != 3:
        raise ValueError("only three classes make a triangle")
    found = []
    for action in range(len(rule.names)):
        corners = _where_cheapest(rule.table, action)
        share = _share(corners)
        if share > NOTHING_LEFT:
            found.append(Region(action, corners, share))
    return found


def on_paper(chances: Floats) -> Floats:
    """Points (N, 3) of the triangle as x and y (N, 2): the first class at the lower left, the
    second at the lower right, the third on top, every side one long."""
    points: Floats = chances @ np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
    return points


def _where_cheapest(table: Floats, action: int) -> Floats:
    """The triangle cut down to where no other action costs less, (K, 3); of actions that cost the
    same everywhere the first one gets it."""
    piece: Floats = np.eye(3)
    for other in range(len(table)):
        if other == action or not len(piece):
            continue
        dearer_by = table[action] - table[other]
        if not dearer_by.any():
            if other < action:
                return np.zeros((0, 3))
            continue
        piece = _cut(piece, dearer_by)
    return piece


def _cut(corners: Floats, dearer_by: Floats) -> Floats:
    """What is left of a convex piece where `corners @ dearer_by` is not above 0 (Sutherland and
    Hodgman's way of clipping, one straight cut)."""
    values = corners @ dearer_by
    kept = []
    for at in range(len(corners)):
        here, there = values[at], values[(at + 1) % len(corners)]
        if here <= 0:
            kept.append(corners[at])
        if here * there < 0:
            step = here / (here - there)
            kept.append(corners[at] + step * (corners[(at + 1) % len(corners)] - corners[at]))
    return np.array(kept).reshape(-1, 3)


def _share(corners: Floats) -> float:
    """The area of a piece as a share of the whole triangle (the shoelace formula)."""
    if len(corners) < 3:
        return 0.0
    x, y = corners[:, 0], corners[:, 1]
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
