"""The models a fine-tune can start from, as fastai learners. Worker processes only.

Plain fastai: what the code panel shows is what runs here.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from core.training.finetune_settings import CannotFineTune, FineTuneSettings
from core.training.starting_head import EPS, StartingHead
from core.vision.torchvision_ops import ensure_torchvision_ops

ensure_torchvision_ops()

import torch  # noqa: E402
import torchvision  # noqa: E402
from fastai.data.core import DataLoaders  # noqa: E402
from fastai.learner import Learner  # noqa: E402
from fastai.metrics import error_rate  # noqa: E402
from fastai.vision.learner import vision_learner  # noqa: E402

from core.vision.convert_backbone import ARCHITECTURE as LITE0  # noqa: E402
from core.vision.convert_backbone import pretrained_lite0  # noqa: E402

HUB = "download.pytorch.org"
HUB_TIMEOUT_S = 4.0


def learner(
    dls: DataLoaders, settings: FineTuneSettings, head: StartingHead | None = None
) -> Learner:
    """An untrained head on the chosen body, as `vision_learner` makes it; or the quick run's head.

    Raises CannotFineTune when the body's pretrained weights cannot be had.
    """
    if settings.architecture == "efficientnet_lite0":
        return _lite0(dls, settings.pretrained, head)
    if settings.pretrained:
        _ensure_hub_weights(settings.architecture)
    body = getattr(torchvision.models, settings.architecture)
    return vision_learner(dls, body, pretrained=settings.pretrained, metrics=error_rate)


def _lite0(dls: DataLoaders, pretrained: bool, head: StartingHead | None) -> Learner:
    own = {"custom_head": _quick_head(head, dls.device), "init": None} if head else {}
    learn = vision_learner(dls, LITE0, pretrained=False, metrics=error_rate, **own)
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


def _ensure_hub_weights(architecture: str) -> None:
    weights = torchvision.models.get_model_weights(architecture).DEFAULT
    cached = Path(torch.hub.get_dir()) / "checkpoints" / Path(weights.url).name
    if not cached.exists() and not _hub_answers():
        raise CannotFineTune(
            f"The pretrained weights of {architecture} are not on this machine and {HUB} does not "
            "answer. Choose EfficientNet-Lite0, whose weights are built in, or go online once."
        )


def _hub_answers() -> bool:
    try:
        with socket.create_connection((HUB, 443), timeout=HUB_TIMEOUT_S):
            return True
    except OSError:
        return False
