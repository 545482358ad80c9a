"""A fine-tune that runs out of memory tries once more with half the batch, then says so."""

import os
from pathlib import Path
from typing import Any

import pytest

from core.content import says
from core.jobs.queue.events import last_word, read_events
from core.training.finetune.settings import FineTuneSettings, FineTuneSpec, Picture
from core.vision.recipe import Recipe
from core.worker.training import main as worker
from core.worker.training.still_there import Say, again_with_half_the_batch


def spec_of(tmp_path: Path) -> FineTuneSpec:
    """Forty pictures, sixteen in a batch."""
    pictures = [
        Picture(id=str(number), path=tmp_path, label="ab"[number % 2], split="train")
        for number in range(40)
    ]
    return FineTuneSpec(
        settings=FineTuneSettings(bs=16),
        recipe=Recipe(),
        vocab=["a", "b"],
        pictures=pictures,
        project=tmp_path,
        run_id="run",
    )


def try_it(tmp_path: Path, fits: int, error: str = "CUDA out of memory") -> tuple[Any, list[int]]:
    """What comes back from a job whose batches of more than `fits` fail, and the batches tried."""
    tried: list[int] = []

    def run(spec: FineTuneSpec, folder: Path, say: Say) -> dict[str, Any]:
        tried.append(spec.bs)
        if spec.bs > fits:
            raise RuntimeError(error)
        return {"bs": spec.bs}

    def say(kind: str, **details: Any) -> None:
        from core.jobs.queue.events import report

        report(tmp_path, kind, **details)

    try:
        return again_with_half_the_batch(run, spec_of(tmp_path), tmp_path, say), tried
    except RuntimeError as failure:
        return failure, tried


def test_what_fits_runs_once(tmp_path: Path) -> None:
    assert try_it(tmp_path, fits=16) == ({"bs": 16}, [16])


def test_out_of_memory_is_tried_again_with_half_the_batch(tmp_path: Path) -> None:
    (tmp_path / "checkpoint-3.pt").touch()
    results, tried = try_it(tmp_path, fits=8)
    assert tried == [16, 8]
    assert results == {"bs": 8, "memory_ran_out": True}
    resumed = read_events(tmp_path)[0]
    assert (resumed["event"], resumed["epoch"]) == ("resumed", 3)


def test_it_is_tried_only_once(tmp_path: Path) -> None:
    failure, tried = try_it(tmp_path, fits=4)
    assert tried == [16, 8]
    assert "out of memory" in str(failure)


@pytest.mark.parametrize("error", ["wrong size", "a picture is missing"])
def test_other_errors_are_not_tried_again(tmp_path: Path, error: str) -> None:
    failure, tried = try_it(tmp_path, fits=4, error=error)
    assert (str(failure), tried) == (error, [16])


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("CUDA out of memory. Tried 2 GiB")])
def test_it_ends_the_run_with_a_sentence_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """The worker comes to its end by itself, and says what to change."""

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(worker, "is_mine", lambda _folder: True)
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    monkeypatch.setattr(FineTuneSpec, "read", fails)
    worker.main(tmp_path)
    last = read_events(tmp_path)[-1]
    assert (last["event"], last["message"]) == ("failed", says("worker", "out_of_memory"))
    assert last_word(tmp_path) == "failed"
