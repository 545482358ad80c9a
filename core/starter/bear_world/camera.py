"""The camera: it stands in front of the bear, which is turned, and frames it whole."""

from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array, Random, unit, vector
from core.starter.bear_world.solids import Body

MARGIN = 0.03


@dataclass(frozen=True)
class Camera:
    """A pinhole at `eye` that looks `down` radians below the horizon; lengths in body units.
    Pictures are `size` pixels square; `focal`, `cx`, `cy` are pixels."""

    size: int
    eye: Array
    down: float
    focal: float
    cx: float
    cy: float

    @property
    def axes(self) -> Array:
        """Rows: right, up and forward of the camera in the world (3, 3)."""
        s, c = np.sin(self.down), np.cos(self.down)
        return vector([[1, 0, 0], [0, c, -s], [0, -s, -c]])

    def project(self, points: Array) -> tuple[Array, Array, Array]:
        """Column, row (pixels) and depth of `points` (N, 3)."""
        right, up, ahead = self.axes @ (points - self.eye).T
        ahead = np.maximum(ahead, 1e-3)
        return self.cx + self.focal * right / ahead, self.cy - self.focal * up / ahead, ahead

    def rays(self, columns: Array, rows: Array) -> Array:
        """Unit directions (N, 3) through pixels."""
        right = (columns + 0.5 - self.cx) / self.focal
        up = (self.cy - rows - 0.5) / self.focal
        return unit(np.stack([right, up, np.ones_like(right)], -1) @ self.axes)

    @property
    def horizon(self) -> float:
        """The row where ground and sky meet."""
        return self.cy - self.focal * float(np.tan(self.down))

    def ground(self, columns: Array, rows: Array) -> tuple[Array, Array]:
        """Points (N, 3) of the ground plane behind pixels below the horizon, and their depths."""
        direction = self.rays(columns, rows)
        reach = self.eye[1] / np.maximum(-direction[:, 1], 1e-4)
        points = self.eye + direction * reach[:, None]
        return points, reach * (direction @ self.axes[2])


def frame(body: Body, size: int, fill: float, tilt: float, random: Random) -> Camera:
    """A camera that sees `body` whole, its larger side filling the share `fill` of the picture.
    `tilt` is the angle (radians) from which it looks down."""
    distance = 4.2 / fill**0.6
    eye = vector([0, 0.5 + distance * np.sin(tilt), distance * np.cos(tilt)])
    balls, radii = body.balls()
    probe = Camera(size, eye, tilt, 1.0, 0.0, 0.0)
    x, y, depth = probe.project(balls)
    reach = (radii + 0.04) / depth
    low, high = (
        vector([(x - reach).min(), (y - reach).min()]),
        vector([(x + reach).max(), (y + reach).max()]),
    )
    focal = fill * size / float((high - low).max())
    cx, cy = _place((high + low) / 2 * focal, (high - low) * focal, size, random)
    return Camera(size, eye, tilt, focal, cx, cy)


def _place(middle: Array, extent: Array, size: int, random: Random) -> tuple[float, float]:
    """The principal point that puts the bear somewhere near the middle, and wholly inside."""
    free = np.maximum((1 - 2 * MARGIN) * size - extent, 0) / 2
    drift = vector([random.normal(0, 0.35), abs(random.normal(0.25, 0.2))]).clip(-0.9, 0.9) * free
    drift = np.minimum(drift, 0.16 * size)
    centre = size / 2 + drift - middle
    return float(centre[0]), float(centre[1])
