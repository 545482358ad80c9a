"""A fine-tune takes the batch that fits, or says plainly that none does."""

from __future__ import annotations

import pytest

from core.training.device import (
    GIB,
    bytes_needed,
    fitting_batch,
    free_memory,
    is_out_of_memory,
)
from core.training.finetune_settings import CannotFineTune


def need(bs: int) -> int:
    return bytes_needed(bs, 224, "efficientnet_lite0")


def test_enough_memory_keeps_the_batch() -> None:
    assert fitting_batch(32, need, 8 * GIB) == 32


def test_less_memory_halves_the_batch_until_it_fits() -> None:
    bs = fitting_batch(32, need, 2 * GIB)
    assert bs in {4, 8, 16}
    assert need(bs) <= 2 * GIB


def test_too_little_memory_is_said_with_both_figures() -> None:
    with pytest.raises(CannotFineTune, match=r"about 1\.\d GB .* has 0\.5 GB"):
        fitting_batch(32, need, GIB // 2)


def test_larger_pictures_and_models_need_more() -> None:
    assert bytes_needed(8, 448, "resnet18") > bytes_needed(8, 224, "resnet18")
    assert bytes_needed(8, 224, "resnet50") > bytes_needed(8, 224, "resnet18")


def test_this_machine_has_some_memory() -> None:
    assert free_memory() > 0


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory"),
    ],
)
def test_running_out_of_memory_is_recognised(error: Exception) -> None:
    assert is_out_of_memory(error)


def test_other_errors_are_not() -> None:
    assert not is_out_of_memory(ValueError("wrong size"))
