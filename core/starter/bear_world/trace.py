"""Which pixel sees the body, and where: sphere tracing, coarse first, then fine where it hit."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import binary_dilation, minimum_filter

from core.starter.bear_world.arrays import Array, unit, vector
from core.starter.bear_world.camera import Camera
from core.starter.bear_world.solids import Body

COARSE = 8  # pixels a side of the first, rough rays
FINE = 2  # pixels a side of the second ones: hair hides their steps
CLOSE = 0.005
_STEP = np.float32(0.9)


@dataclass(frozen=True)
class Seen:
    """The squares of FINE × FINE pixels that see the body, in the same order in every array.

    `rows`, `columns` (N,) count squares; `points` (N, 3) lie on the body, `depths` (N,) before us.
    """

    rows: np.ndarray
    columns: np.ndarray
    points: Array
    depths: Array

    def paint(self, picture: Array, values: Array) -> None:
        """Writes one value for each square into `picture` (S, S, …)."""
        for dy in range(FINE):
            for dx in range(FINE):
                picture[self.rows * FINE + dy, self.columns * FINE + dx] = values


def trace(body: Body, camera: Camera) -> Seen:
    """Follows a ray through every square of pixels near the body."""
    reach, times = _coarse(body, camera), COARSE // FINE
    near = binary_dilation(np.isfinite(reach), iterations=1)
    start = np.repeat(np.repeat(minimum_filter(reach, 3), times, 0), times, 1)
    rows, columns = np.nonzero(np.repeat(np.repeat(near, times, 0), times, 1))
    middle = (FINE - 1) / 2
    rays = camera.rays(vector(columns * FINE + middle), vector(rows * FINE + middle))
    travelled = march(body, camera.eye, rays, start[rows, columns] - 0.04, steps=24)
    hit = np.isfinite(travelled)
    rows, columns, rays, travelled = rows[hit], columns[hit], rays[hit], travelled[hit]
    points = camera.eye + rays * travelled[:, None]
    return Seen(rows, columns, points, travelled * (rays @ camera.axes[2]))


def march(body: Body, origin: Array, rays: Array, start: Array, steps: int) -> Array:
    """How far each ray travels before it is CLOSE to the body (N,); inf when it passes by."""
    travelled = start.astype(np.float32)
    result = np.full(len(rays), np.inf, np.float32)
    alive = np.arange(len(rays))
    for _ in range(steps):
        gap = body.distance(origin + rays[alive] * travelled[alive, None])
        travelled[alive] += gap * np.where(gap < CLOSE, 1, _STEP)
        close = gap < CLOSE
        result[alive[close]] = travelled[alive[close]]
        alive = alive[~close & (travelled[alive] < start[alive] + 4.5)]
        if not len(alive):
            return result
    late = body.distance(origin + rays[alive] * travelled[alive, None]) < 4 * CLOSE
    result[alive[late]] = travelled[alive[late]]
    return result


def _coarse(body: Body, camera: Camera) -> Array:
    """How far rays travel in a picture a quarter the size (H, W); inf where none comes near."""
    side = camera.size // COARSE
    rows, columns = np.indices((side, side)).reshape(2, -1)
    rays = camera.rays(vector(columns * COARSE + 3.5), vector(rows * COARSE + 3.5))
    balls, radii = body.balls()
    middle = (balls.min(0) + balls.max(0)) / 2
    bound = float((np.linalg.norm(balls - middle, axis=1) + radii).max())
    towards = middle - camera.eye
    nearest = rays @ towards
    miss2 = float(towards @ towards) - nearest**2
    inside = miss2 < bound**2
    reach = np.full(len(rays), np.inf, np.float32)
    begin = nearest[inside] - np.sqrt(bound**2 - miss2[inside])
    reach[inside] = march(body, camera.eye, rays[inside], begin, steps=28)
    return reach.reshape(side, side)


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
