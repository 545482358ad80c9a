"""The pretrained network that turns a picture into 1280 numbers, run by ONNX Runtime."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from platformdirs import user_cache_dir

from core.content import says
from core.project.disk import shared_cache
from core.vision.lite0.torch_file import NotOnlyTensors, read_tensors

if TYPE_CHECKING:
    import onnxruntime

BACKBONE_ID = "efficientnet_lite0"
WIDTH = 1280


class BackboneUnavailable(Exception):
    """The backbone could not be prepared; the text is one sentence for the learner."""


def is_converted() -> bool:
    """Whether the backbone is at hand; when it is not, the first use takes about a second more."""
    return _file().exists()


def backbone_path() -> Path:
    """The backbone as one ONNX file: "image" (N, 3, H, W) in, "embedding" (N, 1280) out.

    The first call on a machine writes it from the installed weights (`core/vision/lite0`); callers
    in other threads and processes wait for that one. Raises BackboneUnavailable.
    """
    path = _file()
    if not path.exists():
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                _convert(path)
    return path


class Backbone:
    """A loaded backbone; one may be used from many threads at once."""

    def __init__(self, path: Path) -> None:
        self._session = _session(path)

    def embed(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """The features of preprocessed pictures: (N, 3, H, W) to (N, 1280)."""
        embeddings: NDArray[np.float32] = self._session.run(["embedding"], {"image": batch})[0]
        return embeddings


@cache
def backbone() -> Backbone:
    """The backbone, loaded once in a process. Raises BackboneUnavailable."""
    return Backbone(backbone_path())


def _file() -> Path:
    return _folder() / f"{BACKBONE_ID}.onnx"


def _folder() -> Path:
    """The user's cache folder: a backbone belongs to the machine, whichever home is in use."""
    folder = Path(user_cache_dir("drivetrain-lab", appauthor=False)) / "backbones"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = shared_cache() / "backbones"
        folder.mkdir(exist_ok=True)
    return folder


def _convert(path: Path) -> None:
    import onnx

    from core.vision.lite0.network import lite0_graph, weights_file

    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        onnx.save(lite0_graph(read_tensors(weights_file())), partial)
        partial.replace(path)
    except (OSError, NotOnlyTensors, KeyError) as error:
        partial.unlink(missing_ok=True)
        raise BackboneUnavailable(says("prepare", "pretrained_network_could")) from error


def _session(path: Path) -> onnxruntime.InferenceSession:
    """One thread a run: many runs side by side are faster than one run on many threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
