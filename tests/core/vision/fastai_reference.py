"""What fastai and timm themselves compute, in a process of its own: it imports torch.

`resize`: *.png in, resized.npz out; `embed`: batches.npz in, embedded.npz out.
"""

from pathlib import Path

import numpy as np

from tests.with_fastai import ROOT, run_with_fastai

SIZE = 96
METHODS = {
    "crop": ("crop", "zeros"),
    "squish": ("squish", "zeros"),
    "pad-zeros": ("pad", "zeros"),
    "pad-reflection": ("pad", "reflection"),
    "pad-border": ("pad", "border"),
    "random_resized_crop": ("random_resized_crop", "zeros"),
}


def reference(task: str, folder: Path) -> None:
    """Run `task` on `folder` in a process that has fastai."""
    code = f"from tests.core.vision import fastai_reference as here; here.{task}()"
    done = run_with_fastai(code, folder=folder, path=[ROOT])
    assert done.returncode == 0, done.stderr[-3000:]


def resize() -> None:
    """Every picture of the folder it runs in, in each way."""
    from fastai.vision.all import (
        IntToFloatTensor,
        Normalize,
        PILImage,
        RandomResizedCrop,
        Resize,
        ToTensor,
    )

    to_float, normalise = IntToFloatTensor(), Normalize.from_stats([0.5] * 3, [0.5] * 3, cuda=False)
    results = {}
    for path in sorted(Path().glob("*.png")):
        for name, (method, pad) in METHODS.items():
            random = method == "random_resized_crop"
            transform = RandomResizedCrop(SIZE) if random else Resize(SIZE, method, pad)
            seen = transform(PILImage.create(path), split_idx=1)
            batch = normalise(to_float(ToTensor()(seen)[None], split_idx=1), split_idx=1)
            results[f"{path.stem}/{name}/pixels"] = np.asarray(seen)
            results[f"{path.stem}/{name}/input"] = batch[0].numpy()
    np.savez("resized.npz", **results)  # type: ignore[arg-type]


def embed() -> None:
    """What the network makes of the batches in the folder it runs in."""
    from core.worker.pretrained_lite0 import pretrained_lite0

    model = pretrained_lite0().eval()
    model.reset_classifier(0)
    import torch

    with torch.inference_mode(), np.load("batches.npz") as batches:
        results = {name: model(torch.from_numpy(batches[name])).numpy() for name in batches}
    np.savez("embedded.npz", **results)
