"""How long a run's network takes for one picture of a batch, on a graphics card where there is one.

Runs in the warm worker only (it imports torch).
"""

import time
from pathlib import Path
from typing import Any

from core.production.run_files import EXPORT
from core.training.quick.head import FILE as HEAD
from core.worker.pretrained_lite0 import pretrained_lite0
from core.worker.torchvision_ops import ensure_torchvision_ops

ROUNDS = 3


def batch_times(request: dict[str, Any]) -> dict[str, Any]:
    """For the run folder `request["folder"]` and pictures of `request["size"]` pixels: {"name": of
    the device, "seconds": [(pictures in a batch, seconds for one of them), …]}, for each of
    `request["batches"]` on `request["device"]`. No seconds where torch finds no such device."""
    import torch

    device = torch.device(request["device"])
    if device.type == "cuda" and not torch.cuda.is_available():
        return {"name": "", "seconds": []}
    name = torch.cuda.get_device_name() if device.type == "cuda" else device.type
    model, size = _network(Path(request["folder"])).eval().to(device), request["size"]
    with torch.inference_mode():
        taken = [
            (count, _best(model, torch.zeros(count, 3, size, size, device=device)) / count)
            for count in request["batches"]
        ]
    return {"name": name, "seconds": taken}


def _network(folder: Path) -> Any:
    """The run's network. A fine-tune's comes from the export.pkl that it left here itself: no saved
    project brings one."""
    if (folder / HEAD).exists():
        return pretrained_lite0()
    ensure_torchvision_ops()
    from fastai.vision.all import load_learner

    return load_learner(folder / EXPORT).model


def _best(model: Any, batch: Any) -> float:
    """Seconds of the fastest of a few rounds; the first one, which loads the kernels, aside."""
    return min([_seconds(model, batch) for _ in range(ROUNDS + 1)][1:])


def _seconds(model: Any, batch: Any) -> float:
    import torch

    began = time.perf_counter()
    model(batch)
    if batch.is_cuda:
        torch.cuda.synchronize()
    return time.perf_counter() - began
