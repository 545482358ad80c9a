"""Flat and round things that stand indoors: boards, cushions, books, boxes, balls."""

import numpy as np

from core.starter.bear_world.arrays import Array, mix, palette, vector
from core.starter.bear_world.stage.setting import Setting, ground_pixels, window

BRIGHT = palette("#c0392b #2d6ca2 #e3a72f #3c8d5a #7d4f93 #d96b3a #3aa6a0 #d5c6a1 #b24a6b")
WOOD = palette("#8a5a34 #a97a4c #6a4428 #c39a68 #5a4636")


def pixels_of(
    setting: Setting, x: tuple[float, float], y: tuple[float, float], z: float
) -> tuple[float, float, float, float]:
    """Left, right, top and bottom (pixels) of an upright rectangle at depth `z` of the world."""
    corners = vector([[x[0], y[0], z], [x[1], y[1], z]])
    px, py, _ = setting.camera.project(corners)
    return float(px[0]), float(px[1]), float(py[1]), float(py[0])


def board(
    setting: Setting, x: tuple[float, float], y: tuple[float, float], z: float, colour: Array, *,
    soft: float = 0.0, grain: float = 0.06, shadow: float = 0.35, glow: float = 1.0,
) -> None:  # fmt: skip
    """An upright rectangle from `x` to `x`, `y` to `y`; `soft` rounds it like a cushion."""
    left, right, top, bottom = pixels_of(setting, x, y, z)
    rows, columns = window(setting.canvas.size, left, right, top, bottom)
    if not len(rows):
        return
    u = ((columns - (left + right) / 2) / max((right - left) / 2, 1)).astype(np.float32)
    v = ((rows - (top + bottom) / 2) / max((bottom - top) / 2, 1)).astype(np.float32)
    if soft:
        inside = np.abs(u) ** 6 + np.abs(v) ** 6 < 1
        rows, columns, u, v = rows[inside], columns[inside], u[inside], v[inside]
    _cast(setting, left, right, bottom, shadow)
    side = np.float32(np.sign(setting.light.towards[0]) or 1)
    relief = 1 - soft * (0.35 * np.abs(u) ** 4 + 0.4 * np.clip(v, 0, 1) ** 2 - 0.12 * u * side)
    spots = np.stack([columns * 0.35, rows * 0.35, np.full(len(rows), 50 * z)], 1).astype(
        np.float32
    )
    relief = relief * (1 + grain * setting.noise.rough(spots, 1.0, 2)) * (1 - 0.10 * v)
    lit = setting.light.sun * 0.32 + setting.light.sky * 0.75
    setting.canvas.light[rows, columns] = colour * lit * (relief * glow)[:, None].astype(np.float32)


def _cast(setting: Setting, left: float, right: float, bottom: float, strength: float) -> None:
    """A soft shadow beside and under a thing that stands before a wall."""
    size, reach = setting.canvas.size, 7
    away = -int(np.sign(setting.light.towards[0]) or 1)
    for step in range(reach):
        a, b = int(left + away * step), int(right + away * step)
        column = a - 1 if away < 0 else b + 1
        rows = slice(max(int(bottom) - 60, 0), max(min(int(bottom), size), 0))
        if 0 <= column < size:
            setting.canvas.light[rows, column] *= 1 - strength * (1 - step / reach) * 0.6


def ball(setting: Setting, x: float, radius: float, z: float, colour: Array) -> None:
    """A toy ball with a stripe, on the ground."""
    px, py, depth = setting.camera.project(vector([[x, radius, z]]))
    reach = radius * setting.camera.focal / float(depth[0])
    rows, columns = window(
        setting.canvas.size, px[0] - reach, px[0] + reach, py[0] - reach, py[0] + reach
    )
    u, v = (columns - px[0]) / reach, (py[0] - rows) / reach
    inside = u * u + v * v < 1
    rows, columns, u, v = rows[inside], columns[inside], u[inside], v[inside]
    normals = np.stack([u, v, np.sqrt(1 - u * u - v * v)], 1).astype(np.float32)
    stripe = (np.abs(v + 0.3 * u) < 0.22)[:, None]
    tone = np.where(stripe, vector([0.85, 0.82, 0.75]), colour)
    facing = np.clip(normals @ setting.light.towards, 0, 1)[:, None]
    lit = facing * setting.light.sun + (0.6 + 0.4 * v)[:, None] * setting.light.sky
    spark = np.clip(normals @ vector([-0.4, 0.7, 0.6]), 0, 1)[:, None] ** 40
    setting.canvas.light[rows, columns] = (tone * lit + 0.6 * spark).astype(np.float32)


def books(setting: Setting, x: tuple[float, float], y: float, z: float) -> None:
    """A row of book spines from `x` to `x` that stand on height `y`."""
    random, at = setting.random, x[0]
    while at < x[1] - 0.05:
        wide, tall = float(random.uniform(0.05, 0.13)), float(random.uniform(0.26, 0.42))
        colour = BRIGHT[random.integers(len(BRIGHT))] * float(random.uniform(0.35, 0.9))
        board(setting, (at, min(at + wide, x[1])), (y, y + tall), z, colour, soft=0.4, shadow=0.0)
        at += wide + 0.008


def planks(setting: Setting, wood: Array, width: float, along_x: bool) -> None:
    """A floor or a shelf of boards, with the grain along them."""
    rows, columns, points, depth = ground_pixels(setting)
    across, along = (points[:, 2], points[:, 0]) if along_x else (points[:, 0], points[:, 2])
    number = np.floor(across / width)
    joint = np.abs(across / width - number - 0.5) > 0.5 - 0.012 * depth / width / 4
    spots = np.stack([across * 9, along * 0.8 + number * 5.7, number], 1).astype(np.float32)
    grain = setting.noise.rough(spots, 1.6, 3)
    tone = 1 + 0.22 * grain + 0.20 * np.sin(number * 12.9 + 3 * np.sin(number * 7.1))
    tone = np.where(joint, 0.45, tone)
    colours = wood * tone[:, None].astype(np.float32)
    setting.canvas.light[rows, columns] = colours * setting.lit(rows, columns)


def rug(
    setting: Setting, middle: tuple[float, float], radius: float, colours: tuple[Array, Array]
) -> None:
    """A round rug with rings."""
    rows, columns, points, _ = ground_pixels(setting)
    away = np.hypot(points[:, 0] - middle[0], points[:, 2] - middle[1]) / radius
    on = away < 1
    rows, columns, points, away = rows[on], columns[on], points[on], away[on]
    ring = (np.floor(away * 7) % 2)[:, None].astype(np.float32)
    tone = mix(colours[0], colours[1], ring) * (1 + 0.22 * setting.noise.at(points, 40.0))[:, None]
    setting.canvas.light[rows, columns] = tone * setting.lit(rows, columns)
