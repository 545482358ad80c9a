"""What previews share: reading a request, fixing chance, and pictures as JSON carries them.

Worker side (imports torch).
"""

import base64
import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from core.vision.recipe import NORMALIZE_MEAN, NORMALIZE_STD, Item, Recipe

JPEG_QUALITY = 88


def recipe_of(request: dict[str, Any]) -> Recipe:
    """The learner's recipe in a request."""
    return Recipe.model_validate(request["recipe"])


def items_of(request: dict[str, Any]) -> list[Item]:
    """The learner's pictures in a request."""
    return [Item(Path(path), label, split) for path, label, split in request["items"]]


def fix_chance(seed: int) -> None:
    """The same seed gives the same draws: fastai draws from three generators."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    torch.manual_seed(seed)


def pixels(x: torch.Tensor) -> list[Any]:
    """A normalised batch (N, 3, H, W) as uint8 arrays (H, W, 3)."""
    plain = torch.as_tensor(x).as_subclass(torch.Tensor).cpu()
    unit = (plain * NORMALIZE_STD + NORMALIZE_MEAN).clamp(0, 1)
    return list((unit * 255).round().byte().permute(0, 2, 3, 1).numpy())


def jpeg(picture: Any) -> str:
    """A uint8 array (H, W, 3) as a base64 JPEG."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def tensor_facts(tensor: torch.Tensor) -> dict[str, Any]:
    """What a tensor is: its type, shape, dtype, least and greatest value."""
    plain = torch.as_tensor(tensor).as_subclass(torch.Tensor)
    return {
        "type": type(tensor).__name__,
        "shape": list(plain.shape),
        "dtype": str(plain.dtype),
        "least": float(plain.min()),
        "most": float(plain.max()),
    }
