"""What a fine-tune or an lr_find asks of a machine, from its order."""

from __future__ import annotations

from core.jobs.protocol import Need
from core.training.device import bytes_needed
from core.training.finetune_settings import SMALL_BATCH, FineTuneSpec
from core.training.progress import FROZEN_COST, LOOK_COST, UNFROZEN_COST

SEARCH_BATCHES = 60


def need_of(spec: FineTuneSpec) -> Need:
    """The memory without which it does not begin, and its work beside other jobs.

    The batch is chosen by what is free when it begins (`fitting_batch`), so it waits for the
    memory of a small batch only.
    """
    size, architecture = spec.recipe.size, spec.settings.architecture
    memory = bytes_needed(min(spec.at_once, SMALL_BATCH), size, architecture)
    return Need(memory=memory, work=_work(spec) * (size / 224) ** 2)


def _work(spec: FineTuneSpec) -> float:
    """Looked-at pictures of 224 px: as many as would take the same time."""
    if spec.kind == "lr_find":
        return SEARCH_BATCHES * spec.bs * FROZEN_COST
    settings, train = spec.settings, sum(one.split == "train" for one in spec.pictures)
    looks = (len(spec.pictures) - train) * settings.all_epochs + len(spec.pictures)
    costs = settings.freeze_epochs * FROZEN_COST + settings.epochs * UNFROZEN_COST
    return train * costs + looks * LOOK_COST
