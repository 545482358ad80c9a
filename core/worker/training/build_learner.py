"""The learner that an order asks for, its data and its batch size. Worker processes only."""

from pathlib import Path

from core.training.finetune.device import bytes_needed, fitting_batch
from core.training.finetune.settings import FineTuneSpec
from core.worker.datablock import dataloaders, learner_callbacks
from core.worker.training import architectures
from core.worker.training.device import device_name, free_device_memory
from core.worker.training.report_and_stop import Report

# isort: split
import fastai.callback.fp16  # noqa: F401  gives learners to_fp16
import torch
from fastai.callback.training import GradientAccumulation
from fastai.data.core import DataLoaders
from fastai.learner import Learner


def build_learner(spec: FineTuneSpec, report: Report) -> tuple[Learner, int]:
    """The learner of an order, untrained, and its batch size: what fits into the free memory.

    Raises CannotFineTune when no batch fits, or the body cannot be had.
    """
    device = device_name()
    arch, size = spec.settings.architecture, spec.recipe.size
    bs = fitting_batch(
        spec.at_once,
        lambda n: bytes_needed(n, size, arch),
        free_device_memory(device),
        on_card=device == "cuda",
    )
    report("note", message="Reading the pictures and building the model")
    dls = _dataloaders(spec, bs, device)
    learn = architectures.learner(dls, spec.settings, spec.starting_head(), size)
    learn.add_cbs(learner_callbacks(spec.recipe))
    if batches_a_step(spec, bs) > 1:
        learn.add_cb(GradientAccumulation(n_acc=spec.bs))
    if spec.settings.mixed_precision and device == "cuda":
        learn.to_fp16()
    return learn, bs


def small_dataloaders(spec: FineTuneSpec, bs: int) -> DataLoaders:
    """The same pictures in the small size of progressive resizing."""
    small = spec.recipe.model_copy(update={"size": spec.settings.small_size})
    return _dataloaders(spec.model_copy(update={"recipe": small}), bs, device_name())


def batches_a_step(spec: FineTuneSpec, bs: int) -> int:
    """How many small batches add up to one step."""
    return -(-spec.bs // bs) if spec.settings.small_machine else 1


def _dataloaders(spec: FineTuneSpec, bs: int, device: str) -> DataLoaders:
    return dataloaders(
        spec.recipe, spec.items(), spec.vocab, bs=bs, device=torch.device(device), path=Path()
    )
