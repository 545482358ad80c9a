"""Living room and shop shelf."""

import numpy as np

from core.starter.bear_world.arrays import Array, linear, mix, palette, vector
from core.starter.bear_world.stage.furniture import (
    BRIGHT,
    WOOD,
    ball,
    board,
    books,
    pixels_of,
    planks,
    rug,
)
from core.starter.bear_world.stage.setting import Setting, window

_WALLS = palette("#cfc5ae #9fb3a4 #b9a7a0 #a9b7c6 #d6cbb0 #8f9d86 #c7a98c")
_SOFAS = palette("#5d6f7d #7a4a3a #4f6a55 #8a7a66 #6b5478 #a2713d")
_WALL = -1.7


def living_room(setting: Setting) -> None:
    """A wall with something on it, something to sit on, boards and a rug."""
    random = setting.random
    wood, width = _one_of(setting, WOOD), float(random.uniform(0.28, 0.5))
    planks(setting, wood, width, along_x=bool(random.random() < 0.5))
    _wall(setting, _one_of(setting, _WALLS), stripes=bool(random.random() < 0.4))
    board(setting, (-9, 9), (0, 0.14), _WALL, linear("#d9d2c2"), shadow=0.0)
    side = 1 if random.random() < 0.5 else -1
    hang = (_window, _picture, _bookcase)[int(random.integers(3))]
    hang(setting, side * float(random.uniform(0.9, 1.6)))
    if random.random() < 0.75:
        _sofa(setting, -side * float(random.uniform(0.7, 1.5)))
    elif random.random() < 0.7:
        _bookcase(setting, -side * float(random.uniform(1.1, 1.7)))
    if random.random() < 0.7:
        tones = (_one_of(setting, BRIGHT) * 0.6, linear("#cdbf9f"))
        rug(setting, (float(random.normal(0, 0.2)), 0.2), float(random.uniform(1.1, 1.7)), tones)
    for _ in range(int(random.integers(0, 3))):
        x = side * float(random.uniform(0.9, 1.7))
        radius, z = float(random.uniform(0.09, 0.18)), float(random.uniform(-0.9, 0.2))
        ball(setting, x, radius, z, _one_of(setting, BRIGHT))


def _one_of(setting: Setting, colours: tuple[Array, ...]) -> Array:
    return colours[setting.random.integers(len(colours))]


def _about(middle: float, half: float) -> tuple[float, float]:
    """From `half` on the one side of `middle` to `half` on the other."""
    return middle - half, middle + half


def _wall(setting: Setting, colour: Array, stripes: bool) -> None:
    _, _, _, foot = pixels_of(setting, (-1, 1), (0, 1), _WALL)
    size = setting.canvas.size
    rows, columns = window(size, 0, size, 0, foot)
    side = np.float32(np.sign(setting.light.towards[0]) or 1)
    glow = 0.82 + 0.3 * (columns / size - 0.5) * side + 0.12 * rows / size
    if stripes:
        _, _, depth = setting.camera.project(vector([[0, 1, _WALL]]))
        width = 0.16 * setting.camera.focal / float(depth[0])
        glow = glow * (1 + 0.09 * np.sign(np.sin(columns * np.pi / width)))
    spots = np.stack([columns, rows, np.zeros(len(rows))], 1).astype(np.float32)
    glow = glow * (1 + 0.04 * setting.noise.rough(spots, 0.3, 2))
    lit = setting.light.sun * 0.3 + setting.light.sky * 0.7
    setting.canvas.light[rows, columns] = colour * lit * glow[:, None].astype(np.float32)


def _window(setting: Setting, x: float) -> None:
    board(setting, _about(x, 0.75), (0.75, 2.5), _WALL, linear("#ece7da"), shadow=0.2)
    sky, lawn = mix(vector([0.9, 1.1, 1.4]), vector([0.6, 0.9, 0.5]), 0.2), linear("#6f8f4c")
    for pane in (_about(x - 0.36, 0.31), _about(x + 0.36, 0.31)):
        board(setting, pane, (0.85, 2.4), _WALL, sky, shadow=0, glow=1.5, grain=0.2)
        board(setting, pane, (0.85, 1.15), _WALL, lawn, shadow=0, grain=0.5)
    cloth = _one_of(setting, BRIGHT) * 0.7
    for side in (-0.85, 0.85):
        for fold in range(3):
            at = x + side + (fold - 1) * 0.11
            board(setting, _about(at, 0.07), (0.3, 2.7), _WALL, cloth, soft=0.9, shadow=0.1)


def _picture(setting: Setting, x: float) -> None:
    random = setting.random
    for shift in (0.0, 0.85) if random.random() < 0.5 else (0.0,):
        y = float(random.uniform(1.25, 1.5))
        at, wood = x + shift, _one_of(setting, WOOD)
        board(setting, _about(at, 0.36), (y, y + 0.55), _WALL, wood)
        board(setting, _about(at, 0.31), (y + 0.05, y + 0.5), _WALL, linear("#ded6c4"), shadow=0)
        paint = _one_of(setting, BRIGHT) * 0.7
        board(setting, _about(at, 0.25), (y + 0.1, y + 0.45), _WALL, paint, grain=0.8, shadow=0)


def _bookcase(setting: Setting, x: float) -> None:
    wood = _one_of(setting, WOOD)
    board(setting, _about(x, 0.7), (0, 2.4), -1.5, wood * 0.9)
    for shelf in range(5):
        y = 0.08 + 0.47 * shelf
        board(setting, _about(x, 0.64), (y, y + 0.42), -1.5, wood * 0.3, shadow=0)
        books(setting, _about(x, 0.62), y, -1.5)


def _sofa(setting: Setting, x: float) -> None:
    cloth = _one_of(setting, _SOFAS)
    board(setting, _about(x, 1.2), (0.15, 1.15), -1.55, cloth * 0.85, soft=0.8, grain=0.15)
    for half in (_about(x - 0.5, 0.49), _about(x + 0.5, 0.49)):
        board(setting, half, (0.5, 1.05), -1.45, cloth, soft=1.0, grain=0.15, shadow=0)
        board(setting, half, (0.33, 0.56), -1.1, cloth * 1.1, soft=1.0, grain=0.15, shadow=0)
    board(setting, _about(x, 1.0), (0.07, 0.36), -1.1, cloth * 0.6, soft=0.5, shadow=0)
    for arm in (_about(x - 1.1, 0.14), _about(x + 1.1, 0.14)):
        board(setting, arm, (0.05, 0.72), -1.05, cloth * 0.95, soft=1.0, shadow=0)
    cushion = _one_of(setting, BRIGHT) * 0.8
    board(setting, (x - 0.85, x - 0.35), (0.5, 0.92), -1.05, cushion, soft=1.2, grain=0.2, shadow=0)


def shop_shelf(setting: Setting) -> None:
    """A shelf with price tags; boxes, books and balls stand about the bear."""
    random = setting.random
    wood = _one_of(setting, WOOD) if random.random() < 0.6 else linear("#d8d4cc")
    planks(setting, wood, 2.4, True)
    back = -0.95
    panel = _one_of(setting, _WALLS) * 0.7
    board(setting, (-9, 9), (0, 9), back, panel, shadow=0)
    for x in np.arange(-4.2, 4.2, 2.1) + random.uniform(-0.5, 0.5):
        board(setting, (float(x), float(x) + 0.07), (0, 9), back, panel * 0.55)
    _goods(setting, 0.0, back + 0.25)
    top = float(random.uniform(1.75, 2.0))
    board(setting, (-9, 9), (top, top + 0.13), back + 0.1, wood, shadow=0)
    _goods(setting, top + 0.13, back + 0.1)
    _edge(setting, wood)


def _goods(setting: Setting, y: float, z: float) -> None:
    """Packages side by side: plain, striped, or with a little window."""
    random, at = setting.random, -4.0 + float(setting.random.uniform(0, 0.4))
    while at < 4.0:
        wide, tall = float(random.uniform(0.3, 0.7)), float(random.uniform(0.35, 1.1))
        colour = _one_of(setting, BRIGHT) * float(random.uniform(0.5, 1.0))
        if random.random() < 0.8:
            board(setting, (at, at + wide), (y, y + tall), z, colour)
            label = _one_of(setting, BRIGHT)
            low = y + tall * float(random.uniform(0.2, 0.5))
            inset = wide * float(random.uniform(0.08, 0.25))
            pale = mix(label, vector([0.8, 0.8, 0.75]), 0.5)
            window = (at + inset, at + wide - inset)
            board(setting, window, (low, low + tall * 0.3), z, pale, shadow=0)
        elif y == 0.0:
            ball(setting, at + wide / 2, wide * 0.42, z, colour)
        at += wide + float(random.uniform(0.02, 0.25))


def _edge(setting: Setting, wood: Array) -> None:
    """The front edge of the shelf, with its price tags."""
    z = 1.25
    board(setting, (-9, 9), (-0.12, 0.0), z, wood * 0.8, shadow=0)
    board(setting, (-9, 9), (-6, -0.12), z - 0.1, linear("#2c2622"), shadow=0, glow=0.5)
    for x in np.arange(-3.5, 3.5, 0.9) + setting.random.uniform(0, 0.5):
        tag = (float(x), float(x) + 0.24)
        board(setting, tag, (-0.11, -0.01), z, linear("#e9e2c8"), shadow=0, grain=0.3)
