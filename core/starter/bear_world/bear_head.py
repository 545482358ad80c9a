"""The head of a wild bear, where the kinds differ most: profile, muzzle, ears."""

import numpy as np

from core.starter.bear_world.arrays import Array, linear, vector
from core.starter.bear_world.builds import Build
from core.starter.bear_world.buttons import Button
from core.starter.bear_world.skeleton import Frame
from core.starter.bear_world.solids import Part

_BACK = (-1.0, 0.25, 0.0)
EYE, NOSE = linear("#120c09"), linear("#16110f")


def head_parts(head: Frame, build: Build) -> list[Part]:
    """Skull, brow, cheeks, muzzle, jaw and ears; `head` looks along its x axis."""
    return [*_skull(head, build), *_muzzle(head, build), *_ears(head, build)]


def head_buttons(head: Frame, build: Build, iris: Array) -> list[Button]:
    """Eyes and nose."""
    s, dish = build.head, build.dish
    y = (0.035 + 0.012 * (1 - dish)) * s
    tip = _tip(build)
    eyes = [
        Button(head.at(0.186 * s, y, side * 0.094 * s * build.skull**0.5), head.axes,
               vector([0.024, 0.026, 0.024]) * s, iris, 1.0,
               sewn=head.way(0.9, 0.1, side * 0.42))
        for side in (-1, 1)
    ]  # fmt: skip
    nose = Button(
        head.at(tip[0] + 0.058 * s, tip[1] + 0.032 * s), head.axes,
        vector([0.034, 0.034, 0.046]) * s, NOSE, 0.4,
    )  # fmt: skip
    mouth = Button(
        head.at(tip[0] + 0.012 * s, tip[1] - 0.062 * s), head.axes,
        vector([0.06, 0.010, 0.05]) * s, NOSE, 0.1,
    )  # fmt: skip
    return [*eyes, nose, mouth]


def _tip(build: Build) -> tuple[float, float]:
    """Where the muzzle ends: lower under a dished brow, in line with it on a straight profile."""
    s = build.head
    return 0.355 * s * build.snout, (-0.055 - 0.035 * build.dish) * s


def _skull(head: Frame, build: Build) -> list[Part]:
    s, wide = build.head, build.skull
    back, flow = 0.036 * build.fur, head.way(*_BACK)

    def part(x: float, y: float, z: float, r: float, fur: float, coat: str = "head") -> Part:
        at = head.at(x * s, y * s, z * s)
        return Part(at, at, r * s, r * s, coat, fur, flow, soft=0.03)

    parts = [part(0, 0.02, 0, 0.165 * wide, back)]
    parts += [part(0.075, 0.055 + 0.03 * build.dish, 0, 0.115 * wide, 0.018)]
    for side in (-1, 1):
        parts += [part(-0.01, -0.065, side * 0.085 * wide, 0.125 * wide, back * 1.25)]
        parts += [part(0.13, 0.045 + 0.02 * build.dish, side * 0.06 * wide, 0.058, 0.01)]
    return parts


def _muzzle(head: Frame, build: Build) -> list[Part]:
    s, flow = build.head, head.way(-1.0, 0.35)
    x, y = _tip(build)
    root = (-0.03 - 0.02 * build.dish) * s
    bridge = Part(
        head.at(0.12 * s, root), head.at(x - 0.02 * s, y + 0.008 * s), 0.098 * s, 0.07 * s,
        "muzzle", 0.018, flow, soft=0.028, axis=head.way(0, 0, 1), flat=0.92,
    )  # fmt: skip
    jaw = Part(
        head.at(0.06 * s, -0.11 * s), head.at(x - 0.06 * s, y - 0.062 * s), 0.072 * s, 0.042 * s,
        "muzzle", 0.02, flow, soft=0.02,
    )  # fmt: skip
    return [bridge, jaw]


def _ears(head: Frame, build: Build) -> list[Part]:
    s, tall = build.head * build.ears, build.ear_height
    out = []
    for side in (-1, 1):
        root = head.at(-0.045 * s, 0.125 * s, side * 0.118 * s)
        tip = head.at(-0.055 * s, (0.175 + 0.055 * tall) * s, side * (0.15 + 0.012 * tall) * s)
        facing = head.way(float(np.cos(0.35)), 0.1, side * float(np.sin(0.35)))
        fur = 0.022 + 0.016 * (1 - tall)
        up = head.way(-0.3, 1.0, side * 0.4)
        radius = (0.072 - 0.006 * tall) * s
        out += [Part(root, tip, radius, radius * 0.9, "ear", fur, up, 0.02, facing, 0.55)]
        front = vector(facing) * 0.03 * s
        out += [Part(tip + front, tip + front, radius * 0.5, radius * 0.5, "inside", fur, up, 0.012,
                     facing, 0.5)]  # fmt: skip
    return out
