"""Import the registry's torchvision, built against CUDA, beside a CPU build of torch; and with it
timm and fastai, without what they never need here."""

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
_FOR_METRICS = ("sklearn", "sklearn.metrics", "sklearn.model_selection", "scipy.stats")


def import_fastai() -> None:
    """Import `fastai.vision.all`, torchvision and timm; call it before the first import of fastai.

    All they want of torch's compiler is that it leaves functions of theirs alone, and for that they
    import it; scikit-learn and SciPy's statistics are for metrics that nobody asks for here.
    Together they take a third of the time that a worker needs to get ready. Nothing here needs
    them, and what does later gets them.
    """
    ensure_torchvision_ops()
    with _standing_for(*_compiler()):
        importlib.import_module("torchvision.transforms.v2")
        importlib.import_module("timm")
    with _standing_for(*(_Later(name) for name in _FOR_METRICS)):
        importlib.import_module("fastai.vision.all")


class _Later(ModuleType):
    """Stands for a module until something of it is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*values: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*values, **named)

        return called


def _compiler() -> tuple[ModuleType, ModuleType]:
    """What stands for torch's compiler, and leaves every function alone."""
    compiler, asked = ModuleType(_COMPILER), ModuleType(f"{_COMPILER}.utils")
    vars(compiler).update(disable=_left_alone)
    vars(asked).update(is_compile_supported=lambda device: False)
    return compiler, asked


@contextlib.contextmanager
def _standing_for(*modules: ModuleType) -> Iterator[None]:
    """Inside, these stand for the modules of their names; unless the first of those is there
    already."""
    names = [one.__name__ for one in modules]
    if names[0] in sys.modules:
        yield
        return
    sys.modules.update(zip(names, modules, strict=True))
    for name in names:
        parent, _, part = name.rpartition(".")
        if parent in names:
            setattr(sys.modules[parent], part, sys.modules[name])
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


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
