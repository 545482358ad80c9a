"""One helper around torchvision's transforms; the notebook prints it from this very file.

Worker processes only: importing this imports fastai. The function inside is pickled by value, so
an exported learner opens where this file does not exist. Annotations must stay real classes:
fastai decides by them what a transform applies to (the pictures, never their labels).
"""

from typing import Any

from core.worker.torchvision_ops import import_fastai

import_fastai()

from fastai.vision.all import RandTransform, TensorImage, torch  # noqa: E402
from torchvision.transforms import v2  # noqa: E402


def each_picture(*tfms: Any) -> Any:
    """In training, each picture of a batch goes through `tfms` with a draw of its own."""
    together = v2.Compose(tfms)

    def encodes(x: TensorImage) -> Any:
        return torch.stack([together(one) for one in x])

    encodes.__qualname__ = ", ".join(type(tfm).__name__ for tfm in tfms)
    return RandTransform(enc=encodes, order=50)
