"""The graphics card as the driver sees it: for processes that do not import torch."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

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
