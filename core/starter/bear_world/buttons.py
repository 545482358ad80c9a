"""Hard little things on a bear: eyes, noses, claws, bows; ellipsoids met exactly by a ray."""

from dataclasses import dataclass, replace

import numpy as np

from core.starter.bear_world.arrays import Array, unit, vector
from core.starter.bear_world.camera import Camera
from core.starter.bear_world.solids import Body
from core.starter.bear_world.trace import march


@dataclass(frozen=True)
class Button:
    """An ellipsoid: `axes` (3, 3) holds its axes as columns, `radii` their half lengths.

    `colour` is linear light; `gloss` 0–1 says how bright the sun mirrors in it. A button that is
    sewn on comes from the direction `sewn` and sits on the skin, wherever that turns out to be.
    """

    centre: Array
    axes: Array
    radii: Array
    colour: Array
    gloss: float = 0.0
    sewn: tuple[float, float, float] | None = None


def sew(button: Button, body: Body) -> Button:
    """The button moved along its `sewn` direction until half of it sits in the skin of `body`."""
    if button.sewn is None:
        return button
    way = unit(vector(button.sewn))[None]
    start = button.centre + way[0] * np.float32(0.4)
    travelled = march(body, start, -way, np.zeros(1, np.float32), steps=60)
    if not np.isfinite(travelled[0]):
        return button
    return replace(button, centre=start - way[0] * travelled[0])


@dataclass(frozen=True)
class Met:
    """The pixels that see a button: rows, columns, depths (N,), points and normals (N, 3)."""

    rows: np.ndarray
    columns: np.ndarray
    depths: Array
    points: Array
    normals: Array


def meet(button: Button, camera: Camera) -> Met:
    """Where rays through the pixels around `button` enter it."""
    rows, columns = _window(button, camera)
    rays = camera.rays(vector(columns), vector(rows))
    scaled = button.axes / button.radii
    origin, way = (camera.eye - button.centre) @ scaled, rays @ scaled
    a, b, c = (way * way).sum(1), way @ origin, float(origin @ origin) - 1
    under = b * b - a * c
    hit = under > 0
    travelled = (-b[hit] - np.sqrt(under[hit])) / a[hit]
    points = camera.eye + rays[hit] * travelled[:, None]
    local = (points - button.centre) @ scaled / button.radii
    depths = travelled * (rays[hit] @ camera.axes[2])
    return Met(rows[hit], columns[hit], depths, points, unit(local @ button.axes.T))


def _window(button: Button, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    x, y, depth = camera.project(button.centre[None])
    reach = float(button.radii.max()) * camera.focal / float(depth[0]) + 2
    low = np.floor([y[0] - reach, x[0] - reach]).clip(0, camera.size).astype(int)
    high = np.ceil([y[0] + reach, x[0] + reach]).clip(0, camera.size).astype(int)
    rows, columns = np.mgrid[low[0] : high[0], low[1] : high[1]]
    return rows.ravel(), columns.ravel()
