"""Joints: how limbs bend so that a paw stands where it should."""

from __future__ import annotations

import numpy as np

from core.starter.bear_world.arrays import Array, vector


def bend(start: Array, end: Array, upper: float, lower: float, towards: Array) -> Array:
    """Where the middle joint lies of a limb with bones `upper` and `lower` between two points.

    The joint points `towards`. A limb that is too short to reach is stretched straight.
    """
    reach = end - start
    length = float(np.linalg.norm(reach)) + 1e-6
    along = reach / length
    span = min(length, (upper + lower) * 0.999)
    from_start = (upper**2 - lower**2 + span**2) / (2 * span)
    out = np.sqrt(max(upper**2 - from_start**2, 0.0))
    side = towards - along * float(towards @ along)
    side = side / (float(np.linalg.norm(side)) + 1e-6)
    middle = start + along * (from_start * length / span) + side * out
    joint: Array = middle.astype(np.float32)
    return joint


class Frame:
    """A place with its own axes: x forward, y up, z to the left of the animal."""

    def __init__(self, origin: Array, axes: Array) -> None:
        self.origin, self.axes = origin, axes

    def at(self, x: float, y: float, z: float = 0.0) -> Array:
        """The point (x, y, z) of this frame in the frame around it."""
        return (self.origin + self.axes @ vector([x, y, z])).astype(np.float32)

    def way(self, x: float, y: float, z: float = 0.0) -> tuple[float, float, float]:
        """The direction (x, y, z) of this frame in the frame around it."""
        turned = self.axes @ vector([x, y, z])
        return float(turned[0]), float(turned[1]), float(turned[2])

    def within(self, origin: tuple[float, float, float], axes: Array) -> Frame:
        """A frame that stands in this one."""
        return Frame(self.at(*origin), (self.axes @ axes).astype(np.float32))
