"""What a fine-tune will ask of the memory, looked at before it is queued."""

from __future__ import annotations

from dataclasses import dataclass

from core.jobs.queue.memory import free_memory, total_memory
from core.jobs.queue.protocol import Resources
from core.training.finetune.device import MIB, Gpu, bytes_needed, fitting_batch
from core.training.finetune.progress import FROZEN_COST, LOOK_COST, UNFROZEN_COST
from core.training.finetune.settings import (
    SMALL_BATCH,
    CannotFineTune,
    FineTuneSettings,
    FineTuneSpec,
)
from core.vision.recipe import Recipe


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

    `at_once` is 0 when not even the fewest fit now; `refusal` says why they never will.
    """

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
