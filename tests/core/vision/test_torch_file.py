"""The reader of the network's weights takes nothing but tensors."""

import pickle
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.vision.lite0.torch_file import MAGIC, PROTOCOL, NotOnlyTensors, read_tensors

STORAGE = (
    b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x00kX\x03\x00\x00\x00cpuK%cNtQ"
)


def torch_file(path: Path, named: bytes, numbers: list[float], count: int | None = None) -> Path:
    """A file as torch wrote it: `named` is the third pickle, made by hand."""
    written = len(numbers) if count is None else count
    head = [pickle.dumps(one, 2) for one in (MAGIC, PROTOCOL, {"little_endian": True})]
    tail = pickle.dumps(["k"], 2) + struct.pack("<q", written)
    path.write_bytes(b"".join(head) + named + tail + np.array(numbers, "<f4").tobytes())
    return path


def tensor(count: int, offset: int, shape: tuple[int, int], strides: tuple[int, int]) -> bytes:
    """A dictionary with one tensor, as pickle has it."""
    storage = STORAGE.replace(b"%c", bytes([count]))
    sizes = bytes([shape[0]]), bytes([shape[1]]), bytes([strides[0]]), bytes([strides[1]])
    return (
        b"\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n("
        + storage
        + b"K"
        + bytes([offset])
        + b"K"
        + sizes[0]
        + b"K"
        + sizes[1]
        + b"\x86"
        + b"K"
        + sizes[2]
        + b"K"
        + sizes[3]
        + b"\x86"
        + b"\x89NtRs."
    )


def test_a_tensor_comes_as_it_lies_there(tmp_path: Path) -> None:
    numbers = [float(n) for n in range(7)]
    file = torch_file(tmp_path / "w", tensor(7, 1, (2, 3), (1, 2)), numbers)
    assert read_tensors(file)["w"].tolist() == [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]


Bad = Callable[[Path], Path]
CALLS = b"cos\nsystem\n(X\x04\x00\x00\x00truetR."


@pytest.mark.parametrize(
    "bad",
    [
        lambda path: torch_file(path, b"\x80\x02" + CALLS, []),
        lambda path: torch_file(path, tensor(7, 2, (2, 3), (1, 2)), [0.0] * 7),  # beyond its end
        lambda path: torch_file(path, tensor(200, 0, (200, 200), (0, 0)), [0.0] * 200),
        lambda path: torch_file(path, tensor(7, 0, (1, 1), (1, 1)), [0.0] * 6, count=7),
        lambda path: torch_file(path, pickle.dumps([1, 2], 2), []),
        lambda path: torch_file(path, b"\x80\x02ccollections\nOrderedDict\n)R" + b"X", []),
    ],
)
def test_anything_else_is_refused_and_nothing_is_run(bad: Bad, tmp_path: Path) -> None:
    with pytest.raises(NotOnlyTensors):
        read_tensors(bad(tmp_path / "w"))


def test_the_head_of_the_file_may_not_call_anything_either(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(CALLS)
    with pytest.raises(NotOnlyTensors):
        read_tensors(tmp_path / "w")
