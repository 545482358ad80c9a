"""Grizzly and black bear: a torso of deep round parts, four bent legs, a neck and a head."""

import numpy as np

from core.starter.bear_world.arrays import Array, Vector, linear, mix, turn, vector
from core.starter.bear_world.poses import Build, Frame, Pose, bend
from core.starter.bear_world.solids import Part
from core.starter.bear_world.trace import Button

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


_CLAW = linear("#b9a88c")
_HALF = 0.56  # from the middle of the torso to hip or chest


def wild_bear(build: Build, pose: Pose, yaw: float) -> tuple[list[Part], list[Button]]:
    """The parts and buttons of one bear on the ground plane, turned by `yaw` (0 faces us)."""
    root = Frame(vector([0, 0, 0]), turn(yaw + np.pi / 2))
    hip = root.within((-_HALF * float(np.cos(pose.pitch)), pose.hip, 0), turn(0, pose.pitch))
    head = _head_frame(hip, build, pose)
    parts = [*_torso(hip, build), *_neck(hip, head, build), *head_parts(head, build)]
    buttons = head_buttons(head, build, EYE)
    for index, side in enumerate((1, -1)):
        legs = (_foreleg(root, hip, build, pose, index, side),
                _hindleg(root, hip, build, pose, index, side))  # fmt: skip
        for leg, claws in legs:
            parts += leg
            buttons += claws
    return parts, buttons


def _torso(hip: Frame, build: Build) -> list[Part]:
    d, fur = build.depth, 0.085 * build.fur
    flow, side = hip.way(-1.0, -0.55), hip.way(0, 0, 1)

    def part(x: float, y: float, x2: float, y2: float, r: float, r2: float, coat: str) -> Part:
        return Part(hip.at(x, y), hip.at(x2, y2), r * d, r2 * d, coat, fur, flow, 0.05, side, 0.9)

    trunk = [
        part(-0.02, 0.0, 0.10, -0.01, 0.30, 0.30, "rump"),
        part(0.30, -0.03, 0.75, -0.05, 0.325, 0.33, "body"),
        part(0.95, -0.03, 1.10, -0.02, 0.30, 0.27, "shoulder"),
    ]
    if build.hump > 0.25:
        h = min(build.hump, 1.3)
        trunk += [Part(hip.at(0.88, 0.12 + 0.11 * h), hip.at(1.06, 0.10 + 0.12 * h), 0.17, 0.15,
                       "hump", fur * 1.35, flow, 0.06, side, 0.85)]  # fmt: skip
    tail = Part(hip.at(-0.30, 0.02), hip.at(-0.36, -0.04), 0.05, 0.03, "rump", fur * 0.7, flow)
    return [*trunk, tail]


def _head_frame(hip: Frame, build: Build, pose: Pose) -> Frame:
    """The head at the end of the neck: it turns on its own, whatever the body does."""
    length = 0.40 * build.neck
    x = 1.12 + length * float(np.cos(pose.neck))
    y = 0.10 + length * float(np.sin(pose.neck))
    shift = length * 0.5 * float(np.sin(pose.aside))
    return hip.within((x, y, shift), turn(pose.aside, pose.up - 0.12))


def _neck(hip: Frame, head: Frame, build: Build) -> list[Part]:
    nape, throat = head.at(-0.12, 0.0), head.at(-0.10, -0.10)
    fur, flow = 0.09 * build.fur, hip.way(-1.0, -0.5)
    return [
        Part(hip.at(1.0, 0.06), nape, 0.25, 0.165, "shoulder", fur, flow, 0.06),
        Part(hip.at(1.08, -0.10), throat, 0.20, 0.12, "chest", fur, flow, 0.05),
    ]


def _foreleg(
    root: Frame, hip: Frame, build: Build, pose: Pose, index: int, side: int
) -> tuple[list[Part], list[Button]]:
    t, fur = build.legs, 0.055 * build.fur
    shoulder = hip.at(1.04, -0.08, side * 0.17)
    z = side * 0.185 * pose.spread
    wrist = root.at(pose.fore[index] - 0.03, 0.105 + pose.fore_lift[index], z)
    elbow = bend(shoulder, wrist, 0.33, 0.31, vector(root.way(-1, 0.0, side * 0.15)))
    toes = root.at(pose.fore[index] + 0.09, 0.062 + pose.fore_lift[index] * 0.7, z)
    down = root.way(-0.25, -1, side * 0.1)
    parts = [
        Part(shoulder, elbow, 0.185 * t, 0.125 * t, "shoulder", fur * 1.4, down, 0.055),
        *_shin(elbow, wrist, 0.122 * t, 0.088 * t, fur * 1.2, down, "shoulder"),
        Part(wrist, toes, 0.088 * t, 0.072 * t, "paw", fur * 0.5, root.way(1, -0.6), 0.025,
             root.way(0, 0, 1), 1.2),
    ]  # fmt: skip
    return parts, _claws(root, toes, build, 0.062 * t)


def _hindleg(
    root: Frame, hip: Frame, build: Build, pose: Pose, index: int, side: int
) -> tuple[list[Part], list[Button]]:
    t, fur = build.legs, 0.06 * build.fur
    joint = hip.at(0.02, -0.07, side * 0.15)
    z = side * 0.19 * pose.spread
    heel = root.at(pose.hind[index] - 0.08, 0.10, z)
    knee = bend(joint, heel, 0.33, 0.31, vector(root.way(1, 0.25, side * 0.35)))
    toes = root.at(pose.hind[index] + 0.12, 0.058, z)
    down = root.way(-0.3, -1, side * 0.1)
    parts = [
        Part(joint, knee, 0.225 * t, 0.155 * t, "rump", fur * 1.4, down, 0.055),
        *_shin(knee, heel, 0.15 * t, 0.082 * t, fur * 1.1, down, "rump"),
        Part(heel, toes, 0.082 * t, 0.070 * t, "paw", fur * 0.5, root.way(1, -0.6), 0.025,
             root.way(0, 0, 1), 1.15),
    ]  # fmt: skip
    return parts, _claws(root, toes, build, 0.06 * t)


def _shin(
    joint: Array, end: Array, thick: float, thin: float, fur: float, down: Vector, above: str
) -> list[Part]:
    """The lower leg in two parts: the upper one keeps the coat of what is above it."""
    middle, waist = mix(joint, end, 0.5), (thick + thin) / 2
    return [
        Part(joint, middle, thick, waist, above, fur, down, 0.045),
        Part(middle, end, waist, thin, "leg", fur, down, 0.03),
    ]


def _claws(root: Frame, toes: Array, build: Build, reach: float) -> list[Button]:
    if build.claws < 0.6:
        return []
    radii = vector([0.036, 0.011, 0.010])
    axes = (root.axes @ turn(0, -0.5)).astype(np.float32)
    spots = [
        Frame(toes, root.axes).at(reach + 0.012, -0.022, z) for z in (-0.05, -0.017, 0.017, 0.05)
    ]
    return [Button(spot, axes, radii, _CLAW, 0.2) for spot in spots]
