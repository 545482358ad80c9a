"""From parts to paint: skin under its light, fur on it, buttons, and the shadow on the ground."""

import numpy as np
from scipy.ndimage import zoom

from core.starter.bear_world.arrays import Array, Random, vector
from core.starter.bear_world.buttons import Button, meet, sew
from core.starter.bear_world.camera import Camera
from core.starter.bear_world.canvas import Canvas
from core.starter.bear_world.coats import Coat
from core.starter.bear_world.fur import grow, skin
from core.starter.bear_world.light import Light, mirror, openness, shade, sunlight
from core.starter.bear_world.noise import Noise
from core.starter.bear_world.solids import Body
from core.starter.bear_world.trace import trace

_SHADOW = 8  # the shadow on the ground is worked out for every eighth pixel


def paint_bear(
    canvas: Canvas, body: Body, buttons: list[Button], coat: Coat, camera: Camera, light: Light,
    noise: Noise, random: Random,
) -> None:  # fmt: skip
    """Paints the bear over what `canvas` holds."""
    seen = trace(body, camera)
    touch = body.touch(seen.points)
    lifted = seen.points + touch.normals * np.float32(0.02)
    open_sky, in_sun = openness(body, lifted, touch.normals), sunlight(body, lifted, light)
    lit = shade(touch.normals, open_sky, in_sun, light)
    on = skin(body, coat, seen.points, touch.normals, touch.shares, lit, noise)
    seen.paint(canvas.light, (0.55 * on.base + 0.12 * on.tip) * lit)
    seen.paint(canvas.depth, seen.depths)
    grow(canvas, camera, on, coat, light, noise, random)
    for button in buttons:
        _press(canvas, sew(button, body), camera, light)


def _press(canvas: Canvas, button: Button, camera: Camera, light: Light) -> None:
    """Paints a button where nothing but a little fur stands before it."""
    met = meet(button, camera)
    seen = met.depths < canvas.depth[met.rows, met.columns] + 0.035
    rows, columns, normals, points = (
        a[seen] for a in (met.rows, met.columns, met.normals, met.points)
    )
    one = np.ones(len(rows), np.float32)
    matt = shade(normals, one * 0.8, one * 0.85, light, 0.2) * button.colour
    spark = mirror(normals, points, camera.eye, light, 40 + 60 * button.gloss)
    glint = np.clip(normals @ vector([-0.35, 0.7, 0.62]) - 0.9, 0, 1) * 9
    shine = button.gloss * (0.9 * spark + 0.5 * glint)[:, None] * (light.sun + light.sky)
    canvas.light[rows, columns] = matt + shine
    canvas.depth[rows, columns] = met.depths[seen]


def ground_shadow(body: Body, camera: Camera, light: Light) -> tuple[Array, Array]:
    """How much sun, and how much sky, reaches the ground under each pixel: two maps (S, S)."""
    side = camera.size // _SHADOW
    rows, columns = np.indices((side, side)).reshape(2, -1)
    rows_full, columns_full = vector(rows * _SHADOW + 3.5), vector(columns * _SHADOW + 3.5)
    points, _ = camera.ground(columns_full, rows_full)
    below = (rows_full > camera.horizon + 2) & (np.abs(points) < 3.2).all(1)
    sun, sky = np.ones(side * side, np.float32), np.ones(side * side, np.float32)
    if below.any():
        here = points[below]
        sun[below] = sunlight(body, here, light, steps=9)
        gap = body.distance(here + vector([0, 0.03, 0]))
        sky[below] = np.clip(0.3 + 1.5 * np.maximum(gap, 0), 0, 1)
    return tuple(
        zoom(m.reshape(side, side), _SHADOW, order=1, grid_mode=True, mode="nearest")
        for m in (sun, sky)
    )  # type: ignore[return-value]
