"""From parts to paint: skin under its light, fur on it, buttons, and the shadow on the ground."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import zoom

from core.starter.bear_world.arrays import Array, Random, mix, unit, vector
from core.starter.bear_world.camera import Camera
from core.starter.bear_world.canvas import Canvas
from core.starter.bear_world.coats import Coat
from core.starter.bear_world.light import Light, mirror, openness, shade, sunlight
from core.starter.bear_world.noise import Noise
from core.starter.bear_world.solids import Body
from core.starter.bear_world.trace import FINE, Button, meet, sew, trace


@dataclass(frozen=True)
class Skin:
    """Every visible point of the body: where it is, how it is turned, lit, coloured and haired.
    Arrays are (N, 3), or (N,) for `length`; `light` is what falls on it."""

    points: Array
    normals: Array
    light: Array
    base: Array
    tip: Array
    flow: Array
    length: Array


def skin(
    body: Body, coat: Coat, points: Array, normals: Array, shares: Array, light: Array, noise: Noise
) -> Skin:
    """Blends what the parts of the body say about colour and hair at each point."""
    pairs = [coat.of(part.coat) for part in body.parts]
    sharp = shares ** np.float32(1.5)
    sharp /= sharp.sum(1, keepdims=True)
    base, tip = sharp @ np.stack([p[0] for p in pairs]), sharp @ np.stack([p[1] for p in pairs])
    streak = noise.rough(points * vector([1.0, 2.2, 1.0]), 5.0, 3)
    tip = mix(tip, base, np.clip(0.3 + 0.42 * streak, 0, 0.8)[:, None])
    length = sharp @ vector([part.fur for part in body.parts])
    flow = shares @ vector([part.flow for part in body.parts])
    return Skin(points, normals, light, base, tip, flow, length)


def grow(
    canvas: Canvas, camera: Camera, on: Skin, coat: Coat, light: Light, noise: Noise,
    random: Random, density: float = 3.2,
) -> None:  # fmt: skip
    """Paints hairs over `canvas`, `density` for each visible square of skin."""
    count = int(len(on.points) * density)
    if not count:
        return
    root = random.integers(0, len(on.points), count)
    normal, jitter = on.normals[root], random.uniform(-0.5, 0.5, (count, 3)).astype(np.float32)
    pixel = FINE * camera.project(on.points[:1])[2][0] / camera.focal
    foot = on.points[root] + pixel * (jitter - normal * (jitter * normal).sum(1, keepdims=True))
    direction = _direction(on, root, coat, noise, random)
    length = on.length[root] * random.uniform(0.65, 1.15, count).astype(np.float32)
    steps = int(np.clip(float(np.quantile(length, 0.8)) / pixel * FINE * 0.75, 3, 12))
    s = ((np.arange(steps, dtype=np.float32) + 0.5) / steps)[None, :, None]
    sag = vector([0, -0.45, 0]) - 0.25 * normal
    bent = direction[:, None] * s + sag[:, None] * (0.5 * s * s)
    at = foot[:, None] + normal[:, None] * 0.006 + length[:, None, None] * bent
    x, y, z = (a.reshape(count, steps) for a in camera.project(at.reshape(-1, 3)))
    colours = _colours(
        on, root, s, _gleam(direction, foot, camera, light) * coat.sheen, coat, light, random
    )
    canvas.strands(x, y, z - 0.02 * s[..., 0], colours, behind=0.09)


def _colours(
    on: Skin, root: np.ndarray, s: Array, gleam: Array, coat: Coat, light: Light, random: Random
) -> Array:
    """Linear light along each hair (N, K, 3): darker and of the base colour at the skin."""
    count = len(root)
    lit = on.light[root] * np.exp(random.normal(0, 0.16, (count, 1))).astype(np.float32)
    silver = np.clip(random.normal(0.75, 0.35, (count, 1, 1)), 0, 1.3).astype(np.float32)
    hair = mix(
        on.base[root][:, None], on.tip[root][:, None], s ** (1.6 - 0.7 * coat.grizzle) * silver
    )
    sky = mix(light.sun, light.sky, 0.4) * lit.mean(1, keepdims=True) * gleam[:, None]
    colours: Array = hair * lit[:, None] * (0.45 + 0.65 * s) + sky[:, None] * (
        0.12 * (0.15 + 0.35 * s * s)
    )
    return colours


def _direction(on: Skin, root: np.ndarray, coat: Coat, noise: Noise, random: Random) -> Array:
    """Where each hair points: along the flow, lifted off the skin, in tufts."""
    points, normal, flow = on.points[root], on.normals[root], on.flow[root]
    along = unit(flow - normal * (flow * normal).sum(1, keepdims=True))
    tuft = np.stack([noise.at(points + shift, 11.0) for shift in (0.0, 31.7, 63.1)], 1)
    fine = random.normal(0, 0.22 + 0.5 * coat.curl, (len(root), 3)).astype(np.float32)
    lift = 0.38 + 0.5 * coat.curl
    return unit(
        along * (1 - 0.55 * coat.curl) + normal * lift + tuft * (0.5 + 0.3 * coat.curl) + fine
    )


def _gleam(direction: Array, points: Array, camera: Camera, light: Light) -> Array:
    """How a hair mirrors the sun (N,): brightest where it lies across both light and view."""
    half = unit(light.towards + unit(camera.eye - points))
    along = (direction * half).sum(1)
    gleam: Array = np.maximum(1 - along * along, 0) ** 30
    return gleam


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
