"""Tensors out of a file that `torch.save` wrote before 2020, read without torch.

Such a file is five pickles and then the bare numbers. A pickle may name any function of any
module and have it called; this reader knows the names that make a dictionary of tensors and two
kinds of numbers, and refuses a file with any other.
"""

import pickle
import struct
from collections import OrderedDict
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
LARGEST = 100_000_000  # bytes of all numbers together
_DTYPES: dict[str, np.dtype[Any]] = {
    "FloatStorage": np.dtype("<f4"),
    "LongStorage": np.dtype("<i8"),
}

Tensors = dict[str, NDArray[Any]]


class NotOnlyTensors(ValueError):
    """The file holds something else than a dictionary of tensors, or is damaged."""


class _Storage(NamedTuple):
    """Numbers that stand at the end of the file, under a key."""

    key: str
    dtype: np.dtype[Any]
    numbers: int


@dataclass(frozen=True)
class _Tensor:
    """How a tensor lies in its storage; offset and strides count numbers."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_tensors(path: Path) -> Tensors:
    """Return name → tensor, in the order of the file. Raises NotOnlyTensors for a file that asks
    for anything but tensors of numbers, and OSError."""
    with path.open("rb") as file:
        try:
            return _read(file)
        except (pickle.UnpicklingError, EOFError, TypeError, AttributeError, struct.error) as error:
            raise NotOnlyTensors(str(error)) from error


def _read(file: BinaryIO) -> Tensors:
    if (_plain(file), _plain(file)) != (MAGIC, PROTOCOL):
        raise NotOnlyTensors("This is no file of torch as it was written before 2020.")
    if not _plain(file)["little_endian"]:
        raise NotOnlyTensors("Its numbers are written the other way round.")
    reader = _TensorUnpickler(file)
    named = reader.load()
    if not isinstance(named, dict) or not all(isinstance(one, _Tensor) for one in named.values()):
        raise NotOnlyTensors("It is no dictionary of tensors.")
    numbers = {key: _numbers(file, reader.storages[key]) for key in _keys(file, reader)}
    return {str(name): _laid_out(tensor, numbers) for name, tensor in named.items()}


def _plain(file: BinaryIO) -> Any:
    return _PlainUnpickler(file).load()


def _keys(file: BinaryIO, reader: "_TensorUnpickler") -> list[str]:
    keys = _plain(file)
    if set(keys) != set(reader.storages) or len(keys) != len(reader.storages):
        raise NotOnlyTensors("It does not hold the numbers that it names.")
    if sum(one.numbers * one.dtype.itemsize for one in reader.storages.values()) > LARGEST:
        raise NotOnlyTensors("It holds more numbers than a network of this app has.")
    return list(keys)


def _numbers(file: BinaryIO, storage: _Storage) -> NDArray[Any]:
    """A storage's numbers: how many there are, in eight bytes, then all of them."""
    (count,) = struct.unpack("<q", file.read(8))
    found = file.read(storage.numbers * storage.dtype.itemsize)
    if count != storage.numbers or len(found) != count * storage.dtype.itemsize:
        raise NotOnlyTensors("Some of its numbers are missing.")
    return np.frombuffer(found, storage.dtype)


def _laid_out(tensor: _Tensor, numbers: dict[str, NDArray[Any]]) -> NDArray[Any]:
    """A tensor in the usual order, whatever order it was kept in."""
    flat, last = numbers[tensor.storage.key], tensor.offset
    for length, stride in zip(tensor.shape, tensor.strides, strict=True):
        last += (length - 1) * stride
    if min((tensor.offset, *tensor.shape, *tensor.strides)) < 0 or last >= len(flat):
        raise NotOnlyTensors("A tensor reaches beyond its numbers.")
    if prod(tensor.shape) > len(flat):
        raise NotOnlyTensors("A tensor has more numbers than there are.")
    steps = [stride * flat.itemsize for stride in tensor.strides]
    view = np.lib.stride_tricks.as_strided(flat[tensor.offset :], tensor.shape, steps)
    return np.ascontiguousarray(view).reshape(tensor.shape)


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, words, lists and dictionaries, and nothing that has to be looked up."""

    def find_class(self, module: str, name: str) -> Any:
        raise NotOnlyTensors(f"Not a tensor: {module}.{name}")

    def persistent_load(self, pid: Any) -> Any:
        raise NotOnlyTensors("It names numbers where none belong.")


class _TensorUnpickler(pickle.Unpickler):
    """Reads a dictionary of tensors; `storages` are the numbers they name."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.storages: dict[str, _Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        match module, name:
            case "collections", "OrderedDict":
                return OrderedDict
            case "torch._utils", "_rebuild_tensor_v2":
                return _tensor
            case "torch", "FloatStorage" | "LongStorage":
                return name
        raise NotOnlyTensors(f"Not a tensor: {module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        what, kind, key, _, numbers, part = pid
        if what != "storage" or kind not in _DTYPES or part is not None or not int(numbers) >= 0:
            raise NotOnlyTensors("It names numbers of a kind that no network here has.")
        return self.storages.setdefault(str(key), _Storage(str(key), _DTYPES[kind], int(numbers)))


def _tensor(storage: object, offset: object, shape: object, strides: object, *_: object) -> _Tensor:
    if not isinstance(storage, _Storage) or not isinstance(offset, int):
        raise NotOnlyTensors("A tensor of it has no numbers.")
    return _Tensor(storage, offset, _whole(shape), _whole(strides))


def _whole(numbers: object) -> tuple[int, ...]:
    if not isinstance(numbers, tuple) or not all(isinstance(one, int) for one in numbers):
        raise NotOnlyTensors("A tensor of it has no shape.")
    return numbers
