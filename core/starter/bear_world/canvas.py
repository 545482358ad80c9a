"""The picture while it is painted: linear light and depth, at twice the size it will have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.starter.bear_world.arrays import Array


@dataclass
class Canvas:
    """`light` (S, S, 3) is linear; `depth` (S, S) is how far what was painted there stands."""

    light: Array
    depth: Array

    @classmethod
    def blank(cls, size: int) -> Canvas:
        """Black, and infinitely far."""
        return cls(np.zeros((size, size, 3), np.float32), np.full((size, size), np.inf, np.float32))

    @property
    def size(self) -> int:
        """Pixels along a side."""
        return len(self.depth)

    def dots(self, x: Array, y: Array, depth: Array, colours: Array, width: int = 1) -> None:
        """Paints square dots (N,) of `colours` (N, 3) over everything, the nearest on top."""
        order = np.argsort(-depth, kind="stable")
        x, y, colours = x[order], y[order], colours[order]
        for dx in range(width):
            for dy in range(width):
                column, row, inside = self._pixels(x + dx, y + dy)
                self.light[row, column] = colours[inside]

    def strands(
        self, x: Array, y: Array, depth: Array, colours: Array, behind: float | None
    ) -> None:
        """Paints strands of K dots each, (N, K) and `colours` (N, K, 3), the nearest on top.

        Dots more than `behind` farther than what is there are hidden, and the others note their
        depth; None paints them over everything and notes nothing.
        """
        order = np.argsort(-depth[:, 0], kind="stable")
        column, row, inside = self._pixels(x[order].ravel(), y[order].ravel())
        far, tones = depth[order].ravel()[inside], colours[order].reshape(-1, 3)[inside]
        if behind is None:
            self.light[row, column] = tones
            return
        seen = far < self.depth[row, column] + behind
        row, column = row[seen], column[seen]
        self.light[row, column] = tones[seen]
        self.depth[row, column] = np.minimum(self.depth[row, column], far[seen])

    def _pixels(self, x: Array, y: Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
        inside = (column >= 0) & (column < self.size) & (row >= 0) & (row < self.size)
        return column[inside], row[inside], inside
