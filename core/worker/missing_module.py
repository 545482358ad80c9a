"""A server that lacks a module: `python -m core.worker.missing_module EXPORT_PKL MODULE`.

Loads the export.pkl as a machine would on which MODULE was never installed. Prints, as JSON, the
last line of what fastai's `load_learner` says about it and of what `torch.load` says below it:
fastai swallows some errors and stops later. A line is empty where it loads all the same. For our
own files only: loading a pickle runs what is in it.
"""

import json
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from core.worker.torchvision_ops import ensure_torchvision_ops


class _NeverInstalled(MetaPathFinder):
    """Finds no such module, and speaks as Python does where there is none."""

    def __init__(self, module: str) -> None:
        self.module = module

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError for the module and what is inside it."""
        if name.split(".")[0] == self.module:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def said_without(export: str, module: str) -> tuple[str, str]:
    """What fastai says when the file is loaded without the module, and what torch says below it;
    empty where it loads."""
    if module != "torchvision":
        ensure_torchvision_ops()
    sys.meta_path.insert(0, _NeverInstalled(module))
    return _said(lambda: _load_learner(export)), _said(lambda: _torch_load(export))


def _load_learner(export: str) -> None:
    from fastai.vision.all import load_learner

    load_learner(export)


def _torch_load(export: str) -> None:
    import torch

    torch.load(export, map_location="cpu", weights_only=False)


def _said(load: Callable[[], None]) -> str:
    try:
        load()
    except Exception as error:
        return traceback.format_exception_only(error)[-1].strip().splitlines()[0]
    return ""


if __name__ == "__main__":
    print(json.dumps(said_without(*sys.argv[1:3])))  # noqa: T201
