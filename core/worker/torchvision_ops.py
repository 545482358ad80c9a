"""Import the registry's torchvision, built against CUDA, beside a CPU build of torch; and import it
and timm without torch's compiler."""

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_COMPILER = "torch._dynamo"


def import_torchvision_and_timm() -> None:
    """Import both, which fastai needs; call it before the first import of fastai.

    All they want of torch's compiler is that it leaves functions of theirs alone, and for that they
    import it: a fifth of the time that a worker needs to get ready. Nothing here compiles, and
    what imports the compiler later gets it.
    """
    ensure_torchvision_ops()
    with _without_the_compiler():
        importlib.import_module("torchvision.transforms.v2")
        importlib.import_module("timm")


@contextlib.contextmanager
def _without_the_compiler() -> Iterator[None]:
    """Inside, a module stands for torch's compiler that leaves every function alone; unless the
    compiler is there already."""
    if _COMPILER in sys.modules:
        yield
        return
    compiler, asked = ModuleType(_COMPILER), ModuleType(f"{_COMPILER}.utils")
    vars(compiler).update(disable=_left_alone)
    vars(asked).update(is_compile_supported=lambda device: False)
    sys.modules.update({one.__name__: one for one in (compiler, asked)})
    try:
        yield
    finally:
        for one in (compiler, asked):
            del sys.modules[one.__name__]


def _left_alone(function: Any = None, *_: Any, **__: Any) -> Any:
    return function or _left_alone


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
