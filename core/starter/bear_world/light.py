"""Sun, sky and ground light, and how much of each the bear keeps from reaching a point."""

from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array, Random, linear, mix, unit, vector
from core.starter.bear_world.scene import Subject, outdoors
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


def light_of(subject: Subject, random: Random) -> Light:
    """Where the light of `subject`'s picture comes from, and its colours."""
    side = float(random.uniform(0.35, 1.25)) * (1 if random.random() < 0.5 else -1)
    if not outdoors(subject.background):
        towards = unit(vector([np.sin(side), 0.9, np.cos(side)]))
        warm = float(random.uniform(0, 1))
        lamp = mix(vector([1.5, 1.45, 1.4]), vector([1.75, 1.4, 1.05]), warm)
        return Light(towards, lamp, vector([0.62, 0.58, 0.52]), vector([0.22, 0.17, 0.12]), 0.3)
    if subject.time == "dusk":
        towards = unit(vector([np.sin(side) * 1.2, 0.35, np.cos(side)]))
        return Light(
            towards,
            vector([1.75, 0.95, 0.48]),
            vector([0.34, 0.36, 0.50]),
            vector([0.13, 0.10, 0.08]),
            0.15,
        )
    cover = float(np.clip(max(random.random() * 1.1 - 0.35, subject.rain, subject.fog), 0, 1))
    if subject.background == "forest":
        cover = max(cover, 0.3)
    height = float(random.uniform(0.6, 1.5)) * (1 - 0.45 * subject.season)
    towards = unit(vector([np.sin(side), height, np.cos(side)]))
    sun = mix(vector([2.7, 2.4, 1.9]), vector([0.75, 0.75, 0.75]), cover)
    sky = mix(vector([0.46, 0.58, 0.76]), vector([0.72, 0.75, 0.80]), cover)
    white = 0.5 if subject.background == "snow" else 0.0
    bounce = mix(vector([0.17, 0.18, 0.10]), vector([0.55, 0.6, 0.68]), white)
    return Light(towards, sun, sky, bounce, 0.12 + 0.4 * cover)


def haze_of(subject: Subject, light: Light, random: Random) -> Array:
    """The colour that far things fade to in `subject`'s picture."""
    if subject.time == "dusk":
        return linear("#c99a76")
    pale = mix(light.sky, vector([0.80, 0.88, 0.98]), 0.6)
    if subject.background == "forest":
        return (
            pale
            * mix(vector([0.55, 0.78, 0.36]), vector([0.95, 0.88, 0.55]), float(random.random()))
        ).astype(np.float32)
    return pale.astype(np.float32)
