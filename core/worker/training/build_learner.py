"""The learner that an order asks for: its body and head, its data, its batch size. Workers only.

The learner is plain fastai: what the code panel shows is what runs here.
"""

from pathlib import Path
from typing import Any

from core.content import says
from core.training.finetune.memory_plan import bytes_needed, fitting_batch
from core.training.finetune.settings import LITE0, TORCHVISION, FineTuneSettings, FineTuneSpec
from core.training.finetune.starting_head import EPS, StartingHead
from core.worker.datablock import dataloaders, learner_callbacks
from core.worker.torchvision_ops import import_fastai
from core.worker.training.device import device_name, free_device_memory
from core.worker.training.pretrained_weights import (
    could_not_fetch,
    ensure_timm_knows,
    ensure_timm_weights,
    ensure_torchvision_weights,
)
from core.worker.training.report_and_stop import Report

# isort: split
import fastai.callback.fp16  # noqa: F401  gives learners to_fp16
import torch
from fastai.callback.training import GradientAccumulation
from fastai.data.core import DataLoaders
from fastai.learner import Learner

import_fastai()

import torchvision  # noqa: E402
from fastai.metrics import error_rate  # noqa: E402
from fastai.vision.learner import vision_learner  # noqa: E402

from core.worker.pretrained_lite0 import ARCHITECTURE as LITE0_IN_TIMM  # noqa: E402
from core.worker.pretrained_lite0 import pretrained_lite0  # noqa: E402


def learner(
    dls: DataLoaders, settings: FineTuneSettings, head: StartingHead | None = None, size: int = 224
) -> Learner:
    """An untrained head on the chosen body, as `vision_learner` makes it; or the quick run's head.

    `size` is the side of the pictures, which some bodies are particular about. Raises
    CannotFineTune when there is no such body or its pretrained weights cannot be had.
    """
    name = settings.architecture
    if name == LITE0:
        return _lite0(dls, settings.pretrained, head)
    if name not in TORCHVISION:
        ensure_timm_knows(name, size)
    if settings.pretrained:
        ensure_torchvision_weights(name) if name in TORCHVISION else ensure_timm_weights(name)
    body = getattr(torchvision.models, name) if name in TORCHVISION else name
    try:
        return vision_learner(dls, body, pretrained=settings.pretrained, metrics=error_rate)
    except OSError as error:
        raise could_not_fetch(name, error) from error


def _lite0(dls: DataLoaders, pretrained: bool, head: StartingHead | None) -> Learner:
    own = {"custom_head": _quick_head(head, dls.device), "init": None} if head else {}
    learn = vision_learner(dls, LITE0_IN_TIMM, pretrained=False, metrics=error_rate, **own)
    if pretrained:
        body: Any = pretrained_lite0()
        body.reset_classifier(0)
        learn.model[0].model.load_state_dict(body.state_dict())
    return learn


def _quick_head(head: StartingHead, device: Any) -> torch.nn.Sequential:
    """The quick run's head: the mean over the picture, standardised, then one linear layer."""
    classes, width = head.weight.shape
    standardise: Any = torch.nn.BatchNorm1d(width, eps=EPS)
    layer = torch.nn.Linear(width, classes)
    with torch.no_grad():
        standardise.running_mean.copy_(torch.from_numpy(head.mean))
        standardise.running_var.copy_(torch.from_numpy(head.variance))
        layer.weight.copy_(torch.from_numpy(head.weight))
        layer.bias.copy_(torch.from_numpy(head.bias))
    pool = torch.nn.AdaptiveAvgPool2d(1)
    return torch.nn.Sequential(pool, torch.nn.Flatten(), standardise, layer).to(device)


def build_learner(spec: FineTuneSpec, report: Report) -> tuple[Learner, int]:
    """The learner of an order, untrained, and its batch size: what fits into the free memory.
    Raises CannotFineTune when no batch fits, or the body cannot be had."""
    device = device_name()
    arch, size = spec.settings.architecture, spec.recipe.size
    bs = fitting_batch(
        spec.at_once,
        lambda n: bytes_needed(n, size, arch),
        free_device_memory(device),
        on_card=device == "cuda",
    )
    report("note", message=says("worker", "building"))
    dls = _dataloaders(spec, bs, device)
    learn = learner(dls, spec.settings, spec.starting_head(), size)
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
