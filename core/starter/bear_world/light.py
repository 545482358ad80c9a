"""Sun, sky and ground light, and how much of each the bear keeps from reaching a point."""

from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array, unit
from core.starter.bear_world.solids import Body


@dataclass(frozen=True)
class Light:
    """`towards` points to the sun; colours are linear and may exceed 1; `soft` widens shadows."""

    towards: Array
    sun: Array
    sky: Array
    bounce: Array
    soft: float = 0.12
    haze: float = 0.0


def sunlight(body: Body, points: Array, light: Light, steps: int = 7) -> Array:
    """The share of the sun that reaches `points` (N, 3): 0 in the body's shadow, soft edges."""
    reach = np.full(len(points), 0.04, np.float32)
    share = np.ones(len(points), np.float32)
    alive = np.arange(len(points))
    for _ in range(steps):
        gap = body.distance(points[alive] + light.towards * reach[alive, None])
        share[alive] = np.minimum(share[alive], 0.5 + 0.5 * gap / (light.soft * reach[alive]))
        reach[alive] += np.clip(gap, 0.04, 0.35)
        alive = alive[(share[alive] > 0.02) & (reach[alive] < 2.2)]
        if not len(alive):
            break
    share = np.clip(share, 0, 1)
    return share * share * (3 - 2 * share)


def openness(body: Body, points: Array, normals: Array) -> Array:
    """How much of the sky a point sees (N,), 0–1: two steps outward that should leave the body."""
    near = body.distance(points + normals * np.float32(0.07)) / 0.07
    wide = body.distance(points + normals * np.float32(0.24)) / 0.24
    share: Array = np.clip(0.5 * np.clip(near, 0, 1) + 0.5 * np.clip(wide, 0, 1), 0.12, 1)
    return share


def shade(
    normals: Array, open_sky: Array, in_sun: Array, light: Light, wrap: float = 0.35
) -> Array:
    """Light that falls on a matt surface (N, 3); `wrap` lets it creep round, as it does in fur."""
    facing = np.clip((normals @ light.towards + wrap) / (1 + wrap), 0, 1) * in_sun
    up = 0.5 + 0.5 * normals[:, 1]
    sky = (0.35 + 0.65 * up) * open_sky
    ground = (1 - up) * (0.4 + 0.6 * open_sky)
    return facing[:, None] * light.sun + sky[:, None] * light.sky + ground[:, None] * light.bounce


def mirror(normals: Array, points: Array, eye: Array, light: Light, power: float) -> Array:
    """The highlight of the sun on something smooth (N,), 0–1."""
    half = unit(light.towards + unit(eye - points))
    highlight: Array = np.clip((normals * half).sum(1), 0, 1) ** power
    return highlight
