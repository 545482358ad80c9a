"""What fastai and timm themselves compute; run in a process of its own, it imports torch.

python -m tests.core.vision.fastai_reference resize FOLDER   (*.png in, resized.npz out)
python -m tests.core.vision.fastai_reference embed FOLDER    (batches.npz in, embedded.npz out)
"""

import subprocess
import sys
from pathlib import Path

import numpy as np

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
    """Run `task` on `folder` in a fresh process; raises CalledProcessError with its output."""
    subprocess.run(
        [sys.executable, "-m", "tests.core.vision.fastai_reference", task, str(folder)],
        check=True,
        timeout=500,
    )


def _resize(folder: Path) -> None:
    from core.worker.torchvision_ops import ensure_torchvision_ops

    ensure_torchvision_ops()
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
    for path in sorted(folder.glob("*.png")):
        for name, (method, pad) in METHODS.items():
            random = method == "random_resized_crop"
            transform = RandomResizedCrop(SIZE) if random else Resize(SIZE, method, pad)
            seen = transform(PILImage.create(path), split_idx=1)
            batch = normalise(to_float(ToTensor()(seen)[None], split_idx=1), split_idx=1)
            results[f"{path.stem}/{name}/pixels"] = np.asarray(seen)
            results[f"{path.stem}/{name}/input"] = batch[0].numpy()
    np.savez(folder / "resized.npz", **results)  # type: ignore[arg-type]


def _embed(folder: Path) -> None:
    from core.worker.pretrained_lite0 import pretrained_lite0

    model = pretrained_lite0().eval()
    model.reset_classifier(0)
    import torch

    with torch.inference_mode(), np.load(folder / "batches.npz") as batches:
        results = {name: model(torch.from_numpy(batches[name])).numpy() for name in batches}
    np.savez(folder / "embedded.npz", **results)


if __name__ == "__main__":
    {"resize": _resize, "embed": _embed}[sys.argv[1]](Path(sys.argv[2]))
