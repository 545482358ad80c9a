"""What models learned from, as it lies in memory: once for all who learned from the same."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from core.evaluation.novelty import Familiar
from core.project.everybody import EVERYBODY

MOST = 8


class FamiliarSides:
    """The familiar sides in use, 6 MB each with a starter set, by the very numbers they were made
    of: a class that began with the same pictures has one together. `by` names a run."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, threading.Lock()
        self._numbers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._sides: OrderedDict[bytes, Familiar] = OrderedDict()

    def of(self, by: Hashable) -> Familiar | None:
        """Return what was made for this run, if it is still here."""
        with self._lock:
            numbers = self._numbers.get(by, b"")
            if numbers in self._sides:
                self._sides.move_to_end(numbers)
            return self._sides.get(numbers)

    def shared(
        self, by: Hashable, vectors: NDArray[np.float32], targets: NDArray[np.int64], classes: int
    ) -> Familiar:
        """Return the side of these embeddings (N, D) and labels (N,), made where nobody has it; the
        one that was used longest ago goes."""
        told = (vectors.tobytes(), targets.tobytes(), classes.to_bytes(8, "big"))
        numbers = sha256(b"".join(told)).digest()
        with self._lock:
            if numbers not in self._sides:
                self._sides[numbers] = Familiar.of(vectors, targets, classes)
            self._sides.move_to_end(numbers)
            self._numbers[by] = numbers
            _let_go(self._sides, self._most)
            _let_go(self._numbers, 2 * EVERYBODY)
            return self._sides[numbers]


def _let_go(kept: OrderedDict[bytes, Familiar] | OrderedDict[Hashable, bytes], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)


SIDES = FamiliarSides()
