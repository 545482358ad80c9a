"""Runs by name."""

from core.project.records import RunRecord
from core.training.runs import run_name


def test_two_quick_trainings_in_one_minute_have_two_names() -> None:
    names = {
        run_name(RunRecord("id", "quick", "finished", {}, 1, {}, created=0.0, ended=ended))
        for ended in (60.0, 67.0)
    }
    assert len(names) == 2
