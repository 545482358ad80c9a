"""Let the registry's torchvision, built against CUDA, import beside a CPU build of torch."""

import contextlib
import importlib.util
from importlib.machinery import PathFinder

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


def ensure_torchvision_ops() -> None:
    """Define the two operators whose absence makes `import torchvision` fail.

    Call it before the first import of torchvision, timm or fastai, and only in worker processes:
    it imports torch. Where torchvision's compiled operators load, nothing is changed. What is
    defined here has a signature and no body: `nms` filters boxes in object detection, which no
    classifier does.
    """
    import torch

    _load_compiled_operators()
    for operator in ("nms", "qnms"):
        if not hasattr(torch.ops.torchvision, operator):
            torch.library.define(f"torchvision::{operator}", _SCHEMA)


def _load_compiled_operators() -> None:
    """Load torchvision's `_C` as its own package would, where this build of torch allows it."""
    import torch

    package = importlib.util.find_spec("torchvision")
    folders = package.submodule_search_locations if package else None
    compiled = PathFinder.find_spec("_C", list(folders or []))
    if compiled is not None and compiled.origin is not None:
        with contextlib.suppress(OSError):
            torch.ops.load_library(compiled.origin)
