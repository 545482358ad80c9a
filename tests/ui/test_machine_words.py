"""What a learner reads of the machine: before a fine-tune, and after it has ended."""

from dataclasses import replace

import pytest

from core.jobs.queue.memory import GIB
from core.project.records import RunRecord
from core.training.finetune.memory_plan import Gpu, Room, memory_plan
from core.training.finetune.settings import FineTuneSettings
from core.vision.recipe import Recipe
from tests.reading import figures
from ui.train import machine as machine_words
from ui.train.machine import memory_in_words, where_it_ran


def before(free: float, *, on_card: bool = False) -> str:
    """What is said where so many of 8 GB are free."""
    room = Room(int(free * GIB), 8 * GIB, on_card)
    return memory_in_words(memory_plan(FineTuneSettings(), Recipe(bs=32), 300, room))


def test_before_the_start_it_says_what_it_takes_and_what_is_free() -> None:
    assert figures(before(8)) == [3.6, 8.0]
    assert figures(before(2))[-2:] == [2.0, 8]  # GB free, pictures at a time
    assert figures(before(0.5))[-1] == 0.5


def test_the_line_waits_for_the_machines_memory_not_for_the_cards() -> None:
    on_card, on_machine = before(0.5, on_card=True), before(0.5)
    assert figures(on_card) == figures(on_machine) and on_card != on_machine


@pytest.fixture
def run() -> RunRecord:
    """A fine-tune that ended on a processor."""
    results = {"device": "cpu", "bs": 16, "peak_mb": 2048}
    return RunRecord("run", "finetune", "finished", {}, 1, results, created=0.0, ended=1.0)


def test_after_its_end_it_says_where_it_ran_and_that_memory_was_given_back(run: RunRecord) -> None:
    assert figures(where_it_ran(run)) == [16, 2.0]


def test_the_cards_memory_is_said_before_and_after(
    run: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_words, "gpu", lambda: Gpu("A", 512, 8192))
    results = {**run.results, "device": "cuda:0", "card_before_mb": 512, "memory_ran_out": True}
    run = replace(run, id="ran on a card")
    said = where_it_ran(replace(run, results=results))
    assert figures(said) == [16, 2.0, 0.5, 0.5]
    ran_through = where_it_ran(replace(run, results={**results, "memory_ran_out": False}))
    assert len(said) > len(ran_through), "that memory ran out is said"
