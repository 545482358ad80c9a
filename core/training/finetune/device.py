"""Where a fine-tune computes: the device, what the graphics card says, and whether batches fit."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from core.jobs.queue.memory import GIB
from core.training.finetune.settings import CannotFineTune, memory_beside_lite0
from core.words import memory_size

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
            f"Fine-tuning needs about {memory_size(need(bs))} of free memory and "
            f"{'the graphics card' if on_card else 'this machine'} has {memory_size(free)}. "
            "Close other programs, or choose a smaller picture size or architecture."
        )
    return bs


def bytes_needed(bs: int, size: int, architecture: str) -> int:
    """A generous estimate of the memory of a fine-tune with batches of `bs` at `size` pixels."""
    per_picture = BYTES_PER_PICTURE_AT_224 * (size / 224) ** 2 * memory_beside_lite0(architecture)
    return int(BASE_BYTES + bs * per_picture)


QUERY = "--query-gpu=name,memory.used,memory.total"
TIMEOUT_S = 5.0


@dataclass(frozen=True)
class Gpu:
    """A card's name, and its memory in MB: in use by all processes together, and all there is."""

    name: str
    used_mb: int
    total_mb: int

    @property
    def free_mb(self) -> int:
        """What a training may still take."""
        return self.total_mb - self.used_mb


def gpu() -> Gpu | None:
    """The first NVIDIA card; None where there is none, or its driver does not answer."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    try:
        said = subprocess.run(
            [program, QUERY, "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            check=True,
            timeout=TIMEOUT_S,
        )
        name, used, total = said.stdout.strip().splitlines()[0].rsplit(",", 2)
        return Gpu(name.strip(), int(used), int(total))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
