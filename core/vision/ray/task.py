"""What a computer of the cluster does for cold embeddings: one chunk of pictures at a time."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from platformdirs import user_cache_dir

from core.project.disk import write_whole
from core.vision.backbone import Backbone
from core.vision.preprocess import Preprocess
from core.vision.views import AS_IT_IS, EXTRA, View

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Chunk:
    """Encoded pictures with their ids, and how to look at them (a view by its key)."""

    ids: list[str]
    pictures: list[bytes]
    preprocess: dict[str, Any]
    view: str


def embed_pictures(network: bytes, digest: str, chunk: Chunk) -> Rows:
    """The embeddings of a chunk, (N, 1280), by the ONNX file that came along."""
    loaded = _loaded(_file(network, digest))
    preprocess, view = Preprocess(**chunk.preprocess), _view(chunk.view)
    rows = []
    for picture_id, picture in zip(chunk.ids, chunk.pictures, strict=True):
        with Image.open(io.BytesIO(picture)) as image:
            rows.append(loaded.embed(preprocess(view.of(image, picture_id))[None])[0])
    return np.stack(rows)


def _view(key: str) -> View:
    known = [AS_IT_IS, *(view for views in EXTRA.values() for view in views)]
    return next(view for view in known if view.key == key)


def _file(network: bytes, digest: str) -> Path:
    """Where the network lies on this computer: sent once, found there by later processes."""
    folder = Path(user_cache_dir("drivetrain-lab", appauthor=False)) / "from-the-class-server"
    file = folder / f"{digest}.onnx"
    if not file.exists():
        write_whole(file, network)
    return file


@cache
def _loaded(file: Path) -> Backbone:
    return Backbone(file)
