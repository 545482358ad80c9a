"""A fine-tune as it stood after an epoch: what it goes on from after a stop or a crash.

Files of this machine only: a saved project leaves them out, and they are read back without
opening a pickle. Only the functions that take a learner need torch.
"""

from pathlib import Path
from typing import Any

from core.training.finetune.resume import (
    BEST,
    STATE,
    _epochs,
    saved_epoch,
)


def save(learn: Any, folder: Path, epoch: int, seconds: float) -> None:
    """Keep weights and optimizer after `epoch`; killed half-way, the epoch before stays kept."""
    state = {"epoch": epoch, "seconds": seconds, "model": learn.model.state_dict()}
    content = {**state, "optimizer": _plain(learn.opt.state_dict())}
    _write(content, folder / STATE.format(epoch=epoch))
    for older in _epochs(folder) - {epoch}:
        (folder / STATE.format(epoch=older)).unlink(missing_ok=True)


def load(folder: Path) -> dict[str, Any] | None:
    """What `save` kept (`epoch`, `seconds`, `model`, `optimizer`), None when there is none."""
    import torch

    epoch = saved_epoch(folder)
    if not epoch:
        return None
    file = folder / STATE.format(epoch=epoch)
    kept: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    return kept


def save_best(learn: Any, folder: Path) -> None:
    """Keep these weights as the best so far."""
    _write(learn.model.state_dict(), folder / BEST)


def load_best(learn: Any, folder: Path) -> None:
    """Give the learner its best weights again."""
    import torch

    weights = torch.load(folder / BEST, map_location="cpu", weights_only=True)
    learn.model.load_state_dict(weights)


def restore_optimizer(learn: Any, kept: dict[str, Any]) -> None:
    """Give the optimizer its running averages again, on the device of its weights."""
    from fastai.torch_core import to_device
    from fastcore.foundation import L

    device = next(learn.model.parameters()).device
    optimizer = kept["optimizer"]
    state = to_device(optimizer["state"], device)
    learn.opt.load_state_dict({"state": state, "hypers": L(optimizer["hypers"])})


def _plain(optimizer: dict[str, Any]) -> dict[str, Any]:
    """The state without fastai's and NumPy's own classes."""
    hypers = [
        {name: float(value) for name, value in group.items()} for group in optimizer["hypers"]
    ]
    return {"state": [dict(state) for state in optimizer["state"]], "hypers": hypers}


def _write(content: dict[str, Any], file: Path) -> None:
    import torch

    partial = file.with_name(f"{file.name}.part")
    torch.save(content, partial)
    partial.replace(file)
