"""The teddy bear: seated or standing, stitched, with button eyes and a bow."""

from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array, Random, linear, palette, turn, vector
from core.starter.bear_world.poses import Frame
from core.starter.bear_world.solids import Part
from core.starter.bear_world.trace import Button

TEDDY_POSES = ("seated", "standing", "lounging")
_BLACK, _AMBER = linear("#0d0b0b"), linear("#6b3208")
BOWS = palette("#b3202c #2257a8 #2d7a4b #e0a52a #7c3a86 #d8d2c4")


@dataclass(frozen=True)
class Toy:
    """How one teddy was made: sizes around 1, length of plush, bow (or none), amber eyes."""

    head: float
    belly: float
    limbs: float
    ears: float
    plush: float
    bow: Array | None
    amber: bool


def toy(random: Random) -> Toy:
    """One teddy out of many workshops."""
    head, belly, limbs, ears = 1 + random.normal(0, [0.06, 0.07, 0.07, 0.1])
    plush = float(random.choice([0.028, 0.04, 0.06]))
    bow = BOWS[random.integers(len(BOWS))] if random.random() < 0.72 else None
    return Toy(head, belly, limbs, ears, plush, bow, bool(random.random() < 0.3))


def teddy(made: Toy, pose: str, yaw: float, random: Random) -> tuple[list[Part], list[Button]]:
    """The parts and buttons of a teddy on the ground plane, turned by `yaw` (0 faces us)."""
    lean = {"seated": -0.08, "standing": 0.02, "lounging": -0.5}[pose]
    seat = 0.27 if pose != "standing" else 0.52
    root = Frame(vector([0, 0, 0]), turn(yaw + np.pi / 2))
    trunk = root.within((-0.05, seat, 0), turn(0, -lean))
    nod = turn(random.normal(0, 0.22), random.normal(0.0, 0.08) + lean * 0.6)
    tilt = float(random.normal(0, 0.1))
    head = trunk.within((0.02, 0.55 * made.belly**0.5 + 0.05, 0), (nod @ _roll(tilt)))
    parts = [*_trunk(trunk, made), *_head(head, made)]
    parts += _arms(trunk, made, random)
    parts += _legs(root, trunk, made, pose, random)
    return parts, [*_face(head, made), *_bow(trunk, made)]


def _roll(angle: float) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    return vector([[1, 0, 0], [0, c, -s], [0, s, c]])


def _plush(a: Array, b: Array, ra: float, rb: float, fur: float, **more: object) -> Part:
    settings: dict[str, object] = {"coat": "body", "soft": 0.022, "flow": (0.0, -0.7, 0.0), **more}
    return Part(a, b, ra, rb, fur=fur, **settings)  # type: ignore[arg-type]


def _trunk(trunk: Frame, made: Toy) -> list[Part]:
    r = 0.29 * made.belly
    fur = made.plush
    return [
        _plush(trunk.at(0.02, 0.0), trunk.at(0, 0.14), r, r * 0.95, fur),
        _plush(trunk.at(0, 0.2), trunk.at(0, 0.34), r * 0.88, r * 0.68, fur),
        _plush(
            trunk.at(0.10, 0.06), trunk.at(0.09, 0.14), r * 0.8, r * 0.74, fur * 0.8, coat="belly"
        ),
    ]


def _head(head: Frame, made: Toy) -> list[Part]:
    s, fur = made.head, made.plush
    out = [_plush(head.at(0, 0.1 * s), head.at(0, 0.12 * s), 0.265 * s, 0.255 * s, fur,
                  axis=head.way(0, 0, 1), flat=1.08)]  # fmt: skip
    for side in (-1, 1):
        cheek, jowl = (
            head.at(0.08 * s, 0.0, side * 0.12 * s),
            head.at(0.06 * s, 0.0, side * 0.14 * s),
        )
        out += [_plush(cheek, jowl, 0.15 * s, 0.13 * s, fur)]
        e = 0.108 * s * made.ears
        at = head.at(-0.02 * s, 0.32 * s, side * 0.205 * s)
        facing = head.way(1, 0.15, side * 0.2)
        out += [_plush(at, at, e, e, fur * 0.8, axis=facing, flat=0.5, soft=0.015)]
        front = at + vector(facing) * e * 0.3
        out += [_plush(front, front, e * 0.66, e * 0.66, 0.014, axis=facing, flat=0.5, soft=0.01,
                       coat="inside")]  # fmt: skip
    snout = head.at(0.235 * s, 0.015 * s)
    out += [_plush(snout, head.at(0.25 * s, 0.01 * s), 0.125 * s, 0.115 * s, fur * 0.45,
                   coat="muzzle", axis=head.way(0, 1, 0), flat=0.84, soft=0.014)]  # fmt: skip
    return out


def _arms(trunk: Frame, made: Toy, random: Random) -> list[Part]:
    out = []
    for side in (-1, 1):
        shoulder = trunk.at(0.03, 0.36, side * 0.19)
        raised = random.random() < 0.18
        reach = random.uniform([0.08, 0.0, 0.1], [0.26, 0.12, 0.26])
        paw = trunk.at(
            float(reach[0]), 0.5 if raised else float(reach[1]), side * (0.24 + float(reach[2]))
        )
        elbow = (shoulder + paw) / 2 + vector(trunk.way(-0.05, -0.02, side * 0.06))
        r = 0.108 * made.limbs
        out += [
            _plush(shoulder, elbow, r * 0.95, r, made.plush),
            _plush(elbow, paw, r, r * 0.98, made.plush),
        ]
        way = vector(trunk.way(0.75, -0.55, -side * 0.2))
        palm, finger = paw + way * r * 0.62, paw + way * r * 0.64
        out += [_plush(palm, finger, r * 0.62, r * 0.62, 0.012, coat="pad", soft=0.01)]
    return out


def _legs(root: Frame, trunk: Frame, made: Toy, pose: str, random: Random) -> list[Part]:
    out, r = [], 0.128 * made.limbs
    for side in (-1, 1):
        hip = trunk.at(0.06, -0.12, side * 0.15)
        if pose == "standing":
            foot, toe = root.at(-0.02, 0.13, side * 0.19), root.at(0.1, 0.11, side * 0.2)
            sole = vector(root.way(1, -0.2))
        else:
            apart = float(random.uniform(0.2, 0.5))
            ahead = 0.50 * made.limbs
            foot = root.at(ahead * np.cos(apart), r * 1.0, side * (0.16 + ahead * np.sin(apart)))
            toe = foot + vector(root.way(0.02, 0.085))
            sole = vector(root.way(float(np.cos(apart)), 0.0, side * float(np.sin(apart))))
        out += [
            _plush(hip, foot, r * 1.06, r, made.plush),
            _plush(foot, toe, r * 1.05, r * 0.98, made.plush),
        ]
        if pose != "standing":
            middle = (foot + toe) / 2 + sole * r * 0.52
            out += [_plush(middle, middle, r * 0.9, r * 0.9, 0.012, coat="pad", soft=0.012,
                           axis=tuple(sole), flat=0.62)]  # fmt: skip
    return out


def _face(head: Frame, made: Toy) -> list[Button]:
    s = made.head
    eye = 0.036 * s
    buttons = [
        Button(head.at(0.232 * s, 0.135 * s, side * 0.098 * s), head.axes, vector([eye] * 3),
               _AMBER if made.amber else _BLACK, 1.0, head.way(1, 0, side * 0.3))
        for side in (-1, 1)
    ]  # fmt: skip
    if made.amber:
        buttons += [
            Button(head.at(0.254 * s, 0.137 * s, side * 0.100 * s), head.axes,
                   vector([0.042, 0.019, 0.019]) * s, _BLACK, 1.0, head.way(1, 0, side * 0.3))
            for side in (-1, 1)
        ]  # fmt: skip
    nose = Button(
        head.at(0.352 * s, 0.052 * s), head.axes, vector([0.03, 0.034, 0.05]) * s, _BLACK, 0.7
    )
    line = Button(
        head.at(0.368 * s, -0.005 * s), head.axes, vector([0.008, 0.045, 0.007]) * s, _BLACK
    )
    smile = [
        Button(head.at(0.350 * s, -0.052 * s, side * 0.03 * s), head.axes @ _roll(-side * 0.5),
               vector([0.012, 0.007, 0.036]) * s, _BLACK)
        for side in (-1, 1)
    ]  # fmt: skip
    return [*buttons, nose, line, *smile]


def _bow(trunk: Frame, made: Toy) -> list[Button]:
    if made.bow is None:
        return []
    out = []
    y, x = 0.40, 0.235 * made.belly
    for side in (-1, 1):
        axes = trunk.axes @ _roll(side * 0.3)
        out += [
            Button(trunk.at(x, y, side * 0.095), axes, vector([0.04, 0.068, 0.095]), made.bow, 0.15)
        ]
        out += [Button(trunk.at(x + 0.01, y - 0.1, side * 0.05), trunk.axes @ _roll(side * 0.35),
                       vector([0.018, 0.09, 0.035]), made.bow * 0.8, 0.12)]  # fmt: skip
    return [
        *out,
        Button(
            trunk.at(x + 0.03, y), trunk.axes, vector([0.035, 0.036, 0.036]), made.bow * 0.7, 0.2
        ),
    ]
