"""Smooth random fields: one small block of random numbers, looked up at any scale."""

import numpy as np
from scipy.ndimage import zoom

from core.starter.bear_world.arrays import Array, Random

SIDE = 32  # cells a side before the field repeats; a power of two
_CHUNK = 16384


class Noise:
    """Value noise between -1 and 1 over space or a plane, repeating every 32 cells."""

    def __init__(self, random: Random) -> None:
        self._block = random.uniform(-1, 1, SIDE**3).astype(np.float32)

    def at(self, points: Array, frequency: float) -> Array:
        """The field at `points` (N, 3): cells are 1 / `frequency` wide; shape (N,)."""
        out = np.empty(len(points), np.float32)
        for start in range(0, len(points), _CHUNK):
            here = slice(start, start + _CHUNK)
            out[here] = self._lookup(points[here] * np.float32(frequency))
        return out

    def rough(self, points: Array, frequency: float, octaves: int = 3) -> Array:
        """Layers of the field, each twice as fine and half as strong; about -1 to 1, (N,)."""
        total = np.zeros(len(points), np.float32)
        for octave in range(octaves):
            total += self.at(points + np.float32(7.3 * octave), frequency * 2**octave) / 2**octave
        return total / np.float32(2 - 2.0 ** (1 - octaves))

    def _lookup(self, cells: Array) -> Array:
        low = np.floor(cells)
        share = (cells - low).T
        x, y, z = low.astype(np.int32).T & (SIDE - 1)
        x1, y1, z1 = (x + 1) & (SIDE - 1), (y + 1) & (SIDE - 1), (z + 1) & (SIDE - 1)

        def row(i: np.ndarray, j: np.ndarray) -> Array:
            base = (i * SIDE + j) * SIDE
            near = self._block[base + z]
            value: Array = near + (self._block[base + z1] - near) * share[2]
            return value

        front, back = row(x, y), row(x1, y)
        front += (row(x, y1) - front) * share[1]
        back += (row(x1, y1) - back) * share[1]
        field: Array = front + (back - front) * share[0]
        return field


def sheet(
    random: Random, shape: tuple[int, int], cells: tuple[float, float], octaves: int = 3
) -> Array:
    """A rough field over a picture: shape (H, W), `cells` (down, across) in it, about -1 to 1."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        grid = [max(2, round(c * 2**octave) + 1) for c in cells]
        coarse = random.uniform(-1, 1, grid).astype(np.float32)
        factors = (shape[0] / grid[0], shape[1] / grid[1])
        total += zoom(coarse, factors, order=1, mode="nearest")[: shape[0], : shape[1]] / 2**octave
    return total / np.float32(2 - 2.0 ** (1 - octaves))
