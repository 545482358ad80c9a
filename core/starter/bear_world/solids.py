"""A body of soft parts: tapered capsules, flattened at will, melting into one another.

Part i has a distance d_i and a softness k_i; the surface is where sum(exp(-d_i / k_i)) = 1. The
same exponentials, normalised, say how much every part owns a point: colour and fur blend by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array, vector

CHUNK = 2048
_FAR = 80.0


@dataclass(frozen=True)
class Part:
    """A capsule from `a` (radius `ra`) to `b` (radius `rb`); lengths in body units.

    `flat` scales its thickness along `axis`; `soft` is how far it melts into its neighbours.
    `coat` names its colour in the coat, `fur` is the length of its hair, `flow` where that lies to.
    """

    a: Array
    b: Array
    ra: float
    rb: float
    coat: str = "body"
    fur: float = 0.08
    flow: tuple[float, float, float] = (-1.0, -0.6, 0.0)
    soft: float = 0.045
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)
    flat: float = 1.0


@dataclass(frozen=True)
class Touch:
    """Where points (N, 3) meet the body: outward normals (N, 3) and shares of the parts (N, P)."""

    normals: Array
    shares: Array


class Body:
    """Parts packed into matrices, so that all distances of a point are two products away."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        metric = np.stack([_metric(part) for part in parts])
        start = np.stack([part.a for part in parts]).astype(np.float32)
        bone = np.stack([part.b - part.a for part in parts]).astype(np.float32) + 1e-5
        self._metric, self._start, self._bone = metric, start, bone
        self._metric_start = np.einsum("pij,pj->pi", metric, start)
        self._metric_bone = np.einsum("pij,pj->pi", metric, bone)
        self._bone_length2 = (self._metric_bone * bone).sum(1)
        squeeze = vector([min(1.0, part.flat) for part in parts])
        self._ra = vector([part.ra for part in parts]) * squeeze
        self._slope = vector([part.rb for part in parts]) * squeeze - self._ra
        self.soft = vector([part.soft for part in parts])
        self._square = self._square_coefficients()
        self._along = np.vstack([self._metric_bone.T, -(self._metric_bone * start).sum(1)])

    def distance(self, points: Array) -> Array:
        """About how far `points` (N, 3) are from the surface (N,): never too far, < 0 inside."""
        out = np.empty(len(points), np.float32)
        for here in _chunks(len(points)):
            gaps = self._gaps(points[here])[0]
            weights = np.exp(np.maximum(-gaps / self.soft, -_FAR))
            total = weights.sum(1)
            out[here] = np.minimum(-(weights @ self.soft) / total * np.log(total), gaps.min(1))
        return out

    def touch(self, points: Array) -> Touch:
        """The normals and shares at `points` (N, 3) on the surface."""
        normals = np.empty((len(points), 3), np.float32)
        shares = np.empty((len(points), len(self.parts)), np.float32)
        for here in _chunks(len(points)):
            normals[here], shares[here] = self._touch(points[here])
        length = np.sqrt((normals * normals).sum(1, keepdims=True))
        return Touch(normals / np.maximum(length, 1e-9), shares)

    def balls(self) -> tuple[Array, Array]:
        """Centres (2P, 3) and radii (2P,) of balls that hold every part: for framing."""
        ends = np.vstack([self._start, self._start + self._bone])
        widest = vector([max(1.0, part.flat) for part in self.parts])
        radii = np.concatenate(
            [[p.ra for p in self.parts] * widest, [p.rb for p in self.parts] * widest]
        )
        return ends, radii.astype(np.float32)

    def _gaps(self, points: Array) -> tuple[Array, Array, Array]:
        """Distance to every part, the place along its bone (0–1) and the length to the bone."""
        x, y, z = points.T
        one = np.ones_like(x)
        features = np.stack([x * x, y * y, z * z, x * y, x * z, y * z, x, y, z, one], 1)
        square = features @ self._square
        along = np.concatenate([points, one[:, None]], 1) @ self._along
        place = np.clip(along / self._bone_length2, 0, 1)
        square += place * (place * self._bone_length2 - 2 * along)
        length = np.sqrt(np.maximum(square, 1e-10))
        return length - self._ra - place * self._slope, place, length

    def _touch(self, points: Array) -> tuple[Array, Array]:
        gaps, place, length = self._gaps(points)
        weights = np.exp(np.clip(-gaps / self.soft, -_FAR, _FAR))
        shares = weights / weights.sum(1, keepdims=True)
        pull = shares / (self.soft * length)
        metric = (pull @ self._metric.reshape(-1, 9)).reshape(-1, 3, 3)
        normals = np.einsum("nij,nj->ni", metric, points)
        normals -= pull @ self._metric_start + (pull * place) @ self._metric_bone
        return normals, shares

    def _square_coefficients(self) -> Array:
        """(10, P): the squared, flattened distance to a part's start as a polynomial of x, y, z."""
        m, ms = self._metric, self._metric_start
        rows = [m[:, 0, 0], m[:, 1, 1], m[:, 2, 2], 2 * m[:, 0, 1], 2 * m[:, 0, 2], 2 * m[:, 1, 2]]
        rows += [-2 * ms[:, 0], -2 * ms[:, 1], -2 * ms[:, 2], (ms * self._start).sum(1)]
        return np.stack(rows).astype(np.float32)


def _metric(part: Part) -> Array:
    """The quadratic form that measures distances as if the part were round; never enlarges them."""
    axis = vector(part.axis) / np.linalg.norm(part.axis)
    across = np.outer(axis, axis)
    if part.flat >= 1:
        return (np.eye(3) - (1 - part.flat**-2) * across).astype(np.float32)
    return (part.flat**2 * np.eye(3) + (1 - part.flat**2) * across).astype(np.float32)


def _chunks(count: int) -> Iterator[slice]:
    return (slice(start, start + CHUNK) for start in range(0, count, CHUNK))
