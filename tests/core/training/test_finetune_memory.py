"""A fine-tune takes the batch that fits, or says plainly that none does."""

from pathlib import Path

import pytest

from core.jobs.queue.memory import GIB, free_memory
from core.training.finetune.memory_plan import (
    Gpu,
    Room,
    bytes_needed,
    fitting_batch,
    gpu,
    memory_plan,
)
from core.training.finetune.settings import CannotFineTune, FineTuneSettings
from core.vision.recipe import Recipe
from core.worker.training.device import is_out_of_memory
from tests.reading import figures
from tests.said import said


def need(bs: int) -> int:
    return bytes_needed(bs, 224, "efficientnet_lite0")


def test_enough_memory_keeps_the_batch() -> None:
    assert fitting_batch(32, need, 8 * GIB) == 32


def test_less_memory_halves_the_batch_until_it_fits() -> None:
    bs = fitting_batch(32, need, 2 * GIB)
    assert bs in {4, 8, 16}
    assert need(bs) <= 2 * GIB


def test_too_little_memory_is_said_with_both_figures() -> None:
    with pytest.raises(CannotFineTune, match=said("training", "memory_of_machine", free="0.5 GB")):
        fitting_batch(32, need, GIB // 2)


def test_larger_pictures_and_models_need_more() -> None:
    assert bytes_needed(8, 448, "resnet18") > bytes_needed(8, 224, "resnet18")
    assert bytes_needed(8, 224, "resnet50") > bytes_needed(8, 224, "resnet18")


def test_this_machine_has_some_memory() -> None:
    assert free_memory() > 0


def planned(free: float, total: float, **settings: object) -> tuple[int, str]:
    """How many pictures at a time, and the refusal, in a room of so many GB."""
    room = Room(int(free * GIB), int(total * GIB))
    plan = memory_plan(FineTuneSettings(**settings), Recipe(bs=32), 300, room)  # type: ignore[arg-type]
    return plan.at_once, plan.refusal


def test_before_it_is_queued_one_knows_what_fits() -> None:
    assert planned(8, 8) == (32, "")
    at_once, refusal = planned(2, 8)
    assert 2 <= at_once < 32
    assert not refusal
    assert planned(2, 8, small_machine=True) == (6, "")


def test_a_busy_machine_lets_it_wait_a_small_one_refuses() -> None:
    assert planned(0.5, 8) == (0, "")
    at_once, refusal = planned(0.5, 1)
    assert at_once == 0
    assert figures(refusal)[-1] == 1.0
    card = Room(GIB // 2, GIB, on_card=True)
    of_card = memory_plan(FineTuneSettings(), Recipe(bs=32), 300, card).refusal
    assert figures(of_card) == figures(refusal) and of_card != refusal


def test_a_graphics_card_says_its_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\necho 'NVIDIA A, B, 1024, 8192'\n")
    program.chmod(0o755)
    assert gpu() == Gpu("NVIDIA A, B", 1024, 8192)
    assert Room.of(gpu()).free == 7 * GIB
    program.write_text("#!/bin/sh\necho 'driver not loaded'; exit 9\n")
    assert gpu() is None


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)"),
    ],
)
def test_running_out_of_memory_is_recognised(error: Exception) -> None:
    assert is_out_of_memory(error)


def test_other_errors_are_not() -> None:
    assert not is_out_of_memory(ValueError("wrong size"))
