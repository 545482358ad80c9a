"""The architectures a learner is offered, in words; any other name of timm's may be typed."""

from __future__ import annotations

from typing import NamedTuple

from core.training.finetune.settings import LITE0


class Architecture(NamedTuple):
    """What to call it, what to expect of it, and its memory a picture beside Lite0's."""

    title: str
    remark: str
    memory: float = 1.0


OFFERED: dict[str, Architecture] = {
    LITE0: Architecture("EfficientNet-Lite0", "built in, needs no network"),
    "resnet18": Architecture("ResNet-18", "small and plain: the course's first model"),
    "resnet34": Architecture("ResNet-34", "a deeper one", 1.3),
    "resnet50": Architecture("ResNet-50", "slow without a graphics card", 2.5),
    "mobilenetv3_large_100": Architecture("MobileNetV3", "made for phones"),
    "efficientnet_b0": Architecture("EfficientNet-B0", "Lite0's bigger sister", 1.5),
    "resnet26d": Architecture("ResNet-26d", "the course's way to a quick, good model", 1.7),
    "convnext_tiny": Architecture("ConvNeXt-Tiny", "strong; slow without a graphics card", 3.0),
}
TORCHVISION = frozenset({"resnet18", "resnet34", "resnet50"})
MEMORY_OF_OTHERS = 3.0


def architecture_in_words(name: str) -> str:
    """For example: ResNet-18; a name that is typed in is its own title."""
    return OFFERED[name].title if name in OFFERED else name


def memory_beside_lite0(name: str) -> float:
    """How much more memory a picture takes in training than with Lite0; cautious when unknown."""
    return OFFERED[name].memory if name in OFFERED else MEMORY_OF_OTHERS
