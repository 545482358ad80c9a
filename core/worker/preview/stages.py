"""One picture after every transform of training: the pictures beside the story of `summary`.

Worker side (imports fastai). Takes a request as JSON gives it and returns what JSON can carry.
"""

from typing import Any

import numpy as np

from core.worker.datablock import item_transform
from core.worker.preview.draws import batch_pipeline, decoded
from core.worker.preview.parts import fix_chance, jpeg, pixels, recipe_of

from fastai.data.transforms import IntToFloatTensor, Normalize, ToTensor  # isort: skip
from fastai.torch_basics import Pipeline  # isort: skip

NOT_SEEN = (ToTensor, IntToFloatTensor, Normalize)


def stages(request: dict[str, Any]) -> dict[str, list[str]]:
    """The picture of `path` in one draw: a JPEG after each transform, in the order they run.

    {"item": […], "batch": […]}; "" after a transform that changes the numbers and not the look.
    """
    recipe = recipe_of(request)
    fix_chance(request["seed"])
    picture: Any = decoded(str(request["path"]))
    made: dict[str, list[str]] = {"item": [], "batch": []}
    for tfm in Pipeline([item_transform(recipe), ToTensor()], split_idx=0).fs:
        picture = tfm(picture, split_idx=0)
        made["item"].append("" if isinstance(tfm, NOT_SEEN) else jpeg(np.asarray(picture)))
    batch, normalised = picture[None], False
    for tfm in batch_pipeline(recipe, split=0).fs:
        batch = tfm(batch, split_idx=0)
        normalised = normalised or isinstance(tfm, Normalize)
        made["batch"].append("" if isinstance(tfm, NOT_SEEN) else _shown(batch, normalised))
    return made


def _shown(batch: Any, normalised: bool) -> str:
    return jpeg(pixels(batch if normalised else batch * 2 - 1)[0])
