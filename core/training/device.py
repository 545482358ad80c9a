"""Where a fine-tune computes, and whether its batches fit into the memory that is free."""

from __future__ import annotations

import sys
from collections.abc import Callable

import psutil

from core.jobs.memory import GIB, free_memory
from core.training.architecture_names import memory_beside_lite0
from core.training.finetune_settings import CannotFineTune

MIB = 2**20
BASE_BYTES = int(1.3 * GIB)
BYTES_PER_PICTURE_AT_224 = 75 * 2**20
SMALLEST_BATCH = 2
OUT_OF_MEMORY = (
    "out of memory",
    "can't allocate memory",
    "not enough memory",
    "status_alloc_failed",  # cuBLAS and cuDNN
)


def device_name() -> str:
    """ "cuda", "mps" or "cpu": the fastest that torch finds here. Worker processes only."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def peak_memory_mb() -> int:
    """The most memory this process ever had: the GPU's where torch uses one, else the machine's."""
    import torch

    if torch.cuda.is_available():
        return int(torch.cuda.max_memory_reserved() / MIB)
    return int(peak_resident() / MIB)


def memory_now_mb() -> int:
    """The memory this process has at the moment: the GPU's where torch uses one, else its own."""
    import torch

    if torch.cuda.is_available():
        return int(torch.cuda.memory_reserved() / MIB)
    return int(psutil.Process().memory_info().rss / MIB)


def peak_resident() -> int:
    """The most bytes of this process that ever were in the machine's memory at once."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def free_device_memory(device: str) -> int:
    """Bytes a training on `device` may still take there."""
    if device != "cuda":
        return free_memory()
    import torch

    free, _total = torch.cuda.mem_get_info()
    return int(free)


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


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch (or Python) failed for want of memory, on whatever device."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in words for sign in OUT_OF_MEMORY)
