"""The default network as torch has it, for what trains it further or is opened by fastai."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.vision.lite0.network import weights_file
from core.vision.lite0.torch_file import read_tensors
from core.worker.torchvision_ops import ensure_torchvision_ops

if TYPE_CHECKING:
    import torch

ARCHITECTURE = "tf_efficientnet_lite0"


def pretrained_lite0() -> torch.nn.Module:
    """EfficientNet-Lite0 as timm builds it, with its ImageNet weights from the pip package. The
    package's file and timm's model hold the same tensors in the same order under other names."""
    ensure_torchvision_ops()
    import timm
    import torch

    weights = read_tensors(weights_file())
    model: torch.nn.Module = timm.create_model(ARCHITECTURE, pretrained=False)
    names = model.state_dict().keys()
    tensors = (torch.from_numpy(one.copy()) for one in weights.values())
    model.load_state_dict(dict(zip(names, tensors, strict=True)))
    return model
