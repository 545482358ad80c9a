"""Where a fine-tune computes, and whether its batches fit into the memory that is free."""

from __future__ import annotations

from collections.abc import Callable

from core.jobs.queue.memory import GIB
from core.training.finetune.architecture_names import memory_beside_lite0
from core.training.finetune.settings import CannotFineTune

MIB = 2**20
BASE_BYTES = int(1.3 * GIB)
BYTES_PER_PICTURE_AT_224 = 75 * 2**20
SMALLEST_BATCH = 2


def fitting_batch(
    wanted: int, need: Callable[[int], int], free: int, *, on_card: bool = False
) -> int:
    """The largest of `wanted`, `wanted`/2, … whose `need(bs)` bytes are free.

    Raises CannotFineTune when not even two pictures at a time fit.
    """
    bs = wanted
    while need(bs) > free and bs > SMALLEST_BATCH:
        bs = max(SMALLEST_BATCH, bs // 2)
    if need(bs) > free:
        raise CannotFineTune(
            f"Fine-tuning needs about {need(bs) / GIB:.1f} GB of free memory and "
            f"{'the graphics card' if on_card else 'this machine'} has {free / GIB:.1f} GB. "
            "Close other programs, or choose a smaller picture size or architecture."
        )
    return bs


def bytes_needed(bs: int, size: int, architecture: str) -> int:
    """A generous estimate of the memory of a fine-tune with batches of `bs` at `size` pixels."""
    per_picture = BYTES_PER_PICTURE_AT_224 * (size / 224) ** 2 * memory_beside_lite0(architecture)
    return int(BASE_BYTES + bs * per_picture)
