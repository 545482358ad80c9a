"""What a fine-tune will ask of the memory, looked at before it is queued."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from core.content import says
from core.jobs.queue.memory import GIB, free_memory, total_memory
from core.jobs.queue.protocol import Resources
from core.training.finetune.progress import FROZEN_COST, LOOK_COST, UNFROZEN_COST
from core.training.finetune.settings import (
    SMALL_BATCH,
    CannotFineTune,
    FineTuneSettings,
    FineTuneSpec,
    memory_beside_lite0,
)
from core.vision.recipe import Recipe
from core.words import memory_size

MIB = 2**20
BASE_BYTES = int(1.3 * GIB)
BYTES_PER_PICTURE_AT_224 = 75 * 2**20
SMALLEST_BATCH = 2


def fitting_batch(
    wanted: int, need: Callable[[int], int], free: int, *, on_card: bool = False
) -> int:
    """The largest of `wanted`, `wanted`/2, … whose `need(bs)` bytes are free. Raises CannotFineTune
    when not even two pictures at a time fit."""
    bs = wanted
    while need(bs) > free and bs > SMALLEST_BATCH:
        bs = max(SMALLEST_BATCH, bs // 2)
    if need(bs) > free:
        memory = {"need": memory_size(need(bs)), "free": memory_size(free)}
        of = "memory_of_card" if on_card else "memory_of_machine"
        raise CannotFineTune(says("training", of, **memory))
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


@dataclass(frozen=True)
class Room:
    """Memory in bytes: free now, and all that could ever be free; on a graphics card or not."""

    free: int
    total: int
    on_card: bool = False

    @classmethod
    def of(cls, card: Gpu | None) -> Room:
        """The card's memory where there is one, else the machine's."""
        if card is None:
            return cls(free_memory(), total_memory())
        return cls(card.free_mb * MIB, card.total_mb * MIB, on_card=True)


@dataclass(frozen=True)
class MemoryPlan:
    """`asked` pictures at a time need `need` bytes; `at_once` is how many fit into what is free.
    `at_once` is 0 when not even the fewest fit now; `refusal` says why they never will."""

    asked: int
    at_once: int
    need: int
    room: Room
    refusal: str = ""


def memory_plan(settings: FineTuneSettings, recipe: Recipe, train: int, room: Room) -> MemoryPlan:
    """What a fine-tune of `train` training pictures on this recipe will do in this room."""
    size = settings.applied_to(recipe).size
    asked = max(2, min(settings.bs or recipe.bs, train))
    asked = min(asked, SMALL_BATCH) if settings.small_machine else asked

    def need(bs: int) -> int:
        return bytes_needed(bs, size, settings.architecture)

    try:
        fitting_batch(asked, need, room.total, on_card=room.on_card)
    except CannotFineTune as refusal:
        return MemoryPlan(asked, 0, need(asked), room, str(refusal))
    try:
        return MemoryPlan(asked, fitting_batch(asked, need, room.free), need(asked), room)
    except CannotFineTune:
        return MemoryPlan(asked, 0, need(asked), room)


SEARCH_BATCHES = 60


def resources_of(spec: FineTuneSpec) -> Resources:
    """The memory without which it does not begin, and its work beside other jobs.

    The batch is chosen by what is free when it begins (`fitting_batch`), so it waits for the
    memory of a small batch only.
    """
    size, architecture = spec.recipe.size, spec.settings.architecture
    memory = bytes_needed(min(spec.at_once, SMALL_BATCH), size, architecture)
    return Resources(memory=memory, work=_work(spec) * (size / 224) ** 2)


def _work(spec: FineTuneSpec) -> float:
    """Looked-at pictures of 224 px: as many as would take the same time."""
    if spec.kind == "lr_find":
        return SEARCH_BATCHES * spec.bs * FROZEN_COST
    settings, train = spec.settings, sum(one.split == "train" for one in spec.pictures)
    looks = (len(spec.pictures) - train) * settings.all_epochs + len(spec.pictures)
    costs = settings.freeze_epochs * FROZEN_COST + settings.epochs * UNFROZEN_COST
    return train * costs + looks * LOOK_COST
