"""Device."""

import sys

import psutil

from core.jobs.queue.memory import free_memory
from core.training.finetune.memory_plan import (
    MIB,
)

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


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch (or Python) failed for want of memory, on whatever device."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in words for sign in OUT_OF_MEMORY)
