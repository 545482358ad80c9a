"""The arrays of a run from a ZIP: their headers are read first, then they are made again.

NumPy writes an .npz uncompressed, so no array is larger than its file; one that is packed in any
other way was made elsewhere. Only arrays of the names, kinds and shapes below come through.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.lib import format as npy
from pydantic_core import from_json

from core.project.archive.members import directory_bytes

WIDTH = 1280  # numbers the backbone says of a picture (core/vision/backbone.py)
MAX_CLASSES = 2_000
MAX_NPZ = 64_000_000  # bytes
_MAX_LIST, _MAX_HEADER, _MAX_NAME = 4_000, 1_000, 300
_ID = re.compile(r"[0-9a-f]{64}")
_SPLITS = frozenset({"train", "valid", "test", "held back"})

Array = np.ndarray[Any, Any]
Arrays = Mapping[str, Array]


def judged_arrays(file_name: str, data: bytes, pictures: Callable[[str], bool]) -> bytes:
    """Return the .npz of a run made again from what is right in it; `pictures(id)` knows those of
    the project. Raises ValueError for an array that no run of this app leaves."""
    name = "held-back" if file_name.startswith("held-back-") else file_name.removesuffix(".npz")
    if name not in _JUDGES or len(data) > MAX_NPZ:
        raise ValueError(f"strange arrays: {file_name}")
    arrays = _JUDGES[name](_read(data), pictures)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _read(data: bytes) -> dict[str, Array]:
    file = io.BytesIO(data)
    if directory_bytes(file) > _MAX_LIST:
        raise ValueError("too many arrays")
    with zipfile.ZipFile(file) as npz:
        stored = [member for member in npz.infolist() if member.compress_type == zipfile.ZIP_STORED]
        if len(stored) != len(npz.infolist()) or sum(m.file_size for m in stored) > len(data):
            raise ValueError("arrays that are packed")
        return {m.filename.removesuffix(".npy"): _array(npz.read(m)) for m in stored}


def _array(data: bytes) -> Array:
    """One array from its bytes: a view of them, so it takes no memory of its own."""
    file = io.BytesIO(data)
    if npy.read_magic(file) != (1, 0):
        raise ValueError("an array of another format")
    shape, fortran, dtype = npy.read_array_header_1_0(file, max_header_size=_MAX_HEADER)
    count = int(np.prod(shape, dtype=object)) if shape else 1
    if dtype.kind not in "iufU" or count * dtype.itemsize != len(data) - file.tell():
        raise ValueError("an array of another kind or size")
    flat = np.frombuffer(data, dtype, count, file.tell()) if count else np.empty(0, dtype)
    return flat.reshape(shape, order="F" if fortran else "C")


def _head(arrays: Arrays, pictures: Callable[[str], bool]) -> dict[str, Array]:
    """head.npz: one linear layer on what the backbone says."""
    vocab = arrays["vocab"]
    if vocab.shape or vocab.dtype.kind != "U" or vocab.dtype.itemsize > 4 * 1_000_000:
        raise ValueError("no names of classes")
    names = _names(from_json(str(vocab)))
    coef = _numbers(arrays["coef"], (len(names), WIDTH))
    return {
        "coef": coef,
        "intercept": _numbers(arrays["intercept"], (len(names),)),
        "vocab": np.array(json.dumps(names)),
    }


def _starting_head(arrays: Arrays, pictures: Callable[[str], bool]) -> dict[str, Array]:
    """starting_head.npz: the same before a fine-tune."""
    classes = len(arrays["bias"])
    shapes = {
        "weight": (classes, WIDTH),
        "bias": (classes,),
        "mean": (WIDTH,),
        "variance": (WIDTH,),
    }
    return {name: _numbers(arrays[name], shape) for name, shape in shapes.items()}


def _outcome(arrays: Arrays, pictures: Callable[[str], bool]) -> dict[str, Array]:
    """outcome.npz: what a run said of the pictures of the project."""
    judged = _held_back(arrays, pictures)
    if not all(pictures(str(image_id)) for image_id in judged["image_ids"]):
        raise ValueError("a picture that the project has not")
    return judged


def _held_back(arrays: Arrays, pictures: Callable[[str], bool]) -> dict[str, Array]:
    """held-back-….npz: the same of pictures that are no part of it."""
    vocab = _names(_texts(arrays["vocab"]))
    ids, splits = _texts(arrays["image_ids"]), _texts(arrays["splits"])
    targets, count = arrays["targets"], len(ids)
    probs = _numbers(arrays["probs"], (count, len(vocab)))
    fits = targets.dtype.kind == "i" and targets.shape == (count,) == (len(splits),)
    if not fits or not all(map(_ID.fullmatch, ids)) or not _SPLITS.issuperset(splits):
        raise ValueError("rows that do not fit")
    if count and (targets.min() < 0 or targets.max() >= len(vocab)):
        raise ValueError("a class that has no name")
    if (probs < 0).any() or (abs(probs.sum(axis=1) - 1) > 0.01).any():
        raise ValueError("shares that are none")
    return {
        "vocab": np.array(vocab, dtype=np.str_),
        "image_ids": np.array(ids, dtype=np.str_),
        "splits": np.array(splits, dtype=np.str_),
        "targets": targets.astype(np.int64),
        "probs": probs,
    }


_JUDGES = {
    "head": _head,
    "starting_head": _starting_head,
    "outcome": _outcome,
    "held-back": _held_back,
}


def _numbers(array: Array, shape: tuple[int, ...]) -> Array:
    if array.dtype.kind != "f" or array.shape != shape or not np.isfinite(array).all():
        raise ValueError("numbers that do not fit")
    if array.size and float(abs(array).max()) > 1e12:
        raise ValueError("numbers out of all range")
    return array.astype(np.float32)


def _texts(array: Array) -> list[str]:
    if array.dtype.kind != "U" or array.ndim != 1 or array.dtype.itemsize > 4 * _MAX_NAME:
        raise ValueError("no list of names")
    return [str(one) for one in array]


def _names(names: Any) -> list[str]:
    """The names of classes: each one a name, and no two alike."""
    if not isinstance(names, list) or not 0 < len(names) <= MAX_CLASSES:
        raise ValueError("no list of names")
    for name in names:
        if not isinstance(name, str) or not name.strip() or len(name) > _MAX_NAME:
            raise ValueError("no name")
        name.encode()  # half a character raises UnicodeEncodeError, a ValueError
    if len(set(names)) != len(names):
        raise ValueError("a name twice")
    return names
