"""The models a fine-tune can start from, as fastai learners. Worker processes only.

Plain fastai: what the code panel shows is what runs here.
"""

from typing import Any

from core.training.finetune.settings import LITE0, TORCHVISION, FineTuneSettings
from core.training.finetune.starting_head import EPS, StartingHead
from core.worker.torchvision_ops import ensure_torchvision_ops
from core.worker.training.pretrained_weights import (
    could_not_fetch,
    ensure_timm_knows,
    ensure_timm_weights,
    ensure_torchvision_weights,
)

ensure_torchvision_ops()

import torch  # noqa: E402
import torchvision  # noqa: E402
from fastai.data.core import DataLoaders  # noqa: E402
from fastai.learner import Learner  # noqa: E402
from fastai.metrics import error_rate  # noqa: E402
from fastai.vision.learner import vision_learner  # noqa: E402

from core.worker.convert_backbone import ARCHITECTURE as LITE0_IN_TIMM  # noqa: E402
from core.worker.convert_backbone import pretrained_lite0  # noqa: E402


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
