"""How a wild bear is built and holds itself: proportions, poses, and joints that bend to a paw."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.starter.bear_world.arrays import Array, Random, vector


@dataclass(frozen=True)
class Build:
    """Sizes in body units (about 1.5 from rump to chest) and marks of the kind, 0–1 or more."""

    hump: float
    depth: float
    legs: float
    neck: float
    head: float
    skull: float
    dish: float
    snout: float
    ears: float
    ear_height: float
    fur: float
    claws: float


GRIZZLY = Build(
    hump=1.0, depth=1.06, legs=1.12, neck=0.95, head=1.06, skull=1.12, dish=1.0, snout=0.94,
    ears=0.88, ear_height=0.0, fur=1.12, claws=1.0,
)  # fmt: skip
BLACK = Build(
    hump=0.0, depth=0.97, legs=0.93, neck=1.0, head=0.96, skull=0.92, dish=0.0, snout=1.08,
    ears=1.0, ear_height=1.0, fur=0.72, claws=0.35,
)  # fmt: skip


def individual(build: Build, random: Random) -> Build:
    """One animal of the kind: everything a little larger or smaller."""

    def vary(value: float, spread: float) -> float:
        return float(value * (1 + random.normal(0, spread)))

    return replace(
        build,
        hump=vary(build.hump, 0.15) + abs(random.normal(0, 0.08)),
        depth=vary(build.depth, 0.07),
        legs=vary(build.legs, 0.06),
        head=vary(build.head, 0.05),
        dish=min(max(build.dish + random.normal(0, 0.15), 0.0), 1.2),
        snout=vary(build.snout, 0.06),
        ears=vary(build.ears, 0.08),
        ear_height=min(max(build.ear_height + random.normal(0, 0.15), 0.0), 1.2),
        fur=vary(build.fur, 0.15),
    )


POSES = ("walk", "stand", "graze", "sit", "rear", "lie")


@dataclass(frozen=True)
class Pose:
    """Angles in radians, lengths in body units; paws are (left, right) places along x.

    `pitch` raises the chest about the hip, which is `hip` above the ground; the head sits at the
    end of a neck raised by `neck`, and looks `up` and `aside` of where the body faces.
    """

    name: str
    pitch: float
    hip: float
    neck: float
    up: float
    aside: float
    fore: tuple[float, float]
    hind: tuple[float, float]
    fore_lift: tuple[float, float] = (0.0, 0.0)
    spread: float = 1.0


def pose(name: str, random: Random) -> Pose:
    """The pose `name` as one animal holds it; raises KeyError for a name that is not in POSES."""
    aside = float(random.normal(0, 0.3))
    up = float(random.normal(0, 0.1))
    stride = float(random.uniform(0.14, 0.27)) * (1 if random.random() < 0.5 else -1)
    lift = 0.07 if stride > 0 else 0.0
    other = 0.07 - lift
    poses = {
        "stand": Pose(name, 0.02, 0.70, 0.3, up, aside, (0.56, 0.48), (-0.52, -0.64)),
        "walk": Pose(name, 0.0, 0.68, 0.12, up - 0.1, aside * 0.7, (0.54 + stride, 0.54 - stride),
                     (-0.56 - stride, -0.56 + stride), (lift, other)),
        "graze": Pose(name, -0.1, 0.70, -0.85, up - 0.75, aside * 0.6,
                      (0.60 + stride * 0.5, 0.56 - stride * 0.5), (-0.52, -0.64)),
        "sit": Pose(name, 0.98, 0.29, -0.25, up - 0.75, aside, (0.34, 0.30), (0.18, 0.16),
                    spread=1.35),
        "rear": Pose(name, 1.36, 0.66, -0.45, up - 1.15, aside, (0.52, 0.46), (-0.02, -0.12),
                     (0.92, 0.80), spread=1.15),
        "lie": Pose(name, 0.06, 0.33, 0.25, up, aside, (0.98, 0.90), (-0.26, -0.30), spread=1.35),
    }  # fmt: skip
    return poses[name]


def bend(start: Array, end: Array, upper: float, lower: float, towards: Array) -> Array:
    """Where the middle joint lies of a limb with bones `upper` and `lower` between two points. The
    joint points `towards`. A limb that is too short to reach is stretched straight."""
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
