"""The light of a place at a time of day."""

import numpy as np

from core.starter.bear_world.arrays import Array, Random, linear, mix, unit, vector
from core.starter.bear_world.light import Light
from core.starter.bear_world.scene import Subject, outdoors


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
