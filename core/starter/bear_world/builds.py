"""Proportions of a wild bear: what makes a grizzly a grizzly, before any colour."""

from dataclasses import dataclass, replace

from core.starter.bear_world.arrays import Random


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
