"""A guess is kept once for each thing it is about, and those of older projects are still read."""

import json
from typing import Any

import pytest

from core.project.guesses import (
    BETTER,
    CHEAPEST,
    CORRECT,
    HIGH_LOSSES,
    MIX_UP,
    SIMULATED,
    TRAINING,
    Question,
    best_of,
    forget_guesses,
    save_guess,
    saved_guess,
)
from core.project.project import Project
from tests.core.project.pictures import store_setting

# As commit d943d4b wrote them: question, what it is about, the row's name, its JSON, the guess.
ROWS: list[tuple[Question[Any], str, str, str, object]] = [
    (MIX_UP, "r1", "guess_mix_up_r1", '{"pair": ["three", "five"]}', ("three", "five")),
    (MIX_UP, "r1", "guess_mix_up_r1", '{"pair": null}', None),
    (HIGH_LOSSES, "r1", "guess_high_losses_r1", '{"choice": "most"}', "most"),
    (CORRECT, "r1", "report_recall_r1", '{"right": 12}', 12),
    (BETTER, "r1_r2", "guess_comparison_r1_r2", '{"choice": -1}', -1),
    (BETTER, "experiment_scratch", "guess_comparison_experiment_scratch", '{"choice": null}', None),
    (CHEAPEST, "", "guess_strategy", '{"key": "nothing"}', "nothing"),
    (SIMULATED, "pricing.price", "simulator_guesses", '{"pricing.price": "same"}', "same"),
    (SIMULATED, "pricing.price", "simulator_guesses", '{"pricing.price": null}', None),
]


def stored(project: Project, name: str) -> str:
    with project.reading() as connection:
        rows = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchall()
    return str(rows[0][0])


@pytest.mark.parametrize(("question", "about", "name", "written", "choice"), ROWS)
def test_rows_are_read_and_written_as_before(
    project: Project, question: Question[Any], about: str, name: str, written: str, choice: object
) -> None:
    assert saved_guess(project, question, about) == (False, None)
    store_setting(project, name, json.loads(written))
    assert saved_guess(project, question, about) == (True, choice)
    save_guess(project, question, choice, about)
    assert stored(project, name) == written


def test_the_guess_before_a_training_is_read_and_written_with_its_second(project: Project) -> None:
    store_setting(project, "train_guess", {"right": 21, "at": 1700000000.5})
    assert saved_guess(project, TRAINING).choice == 21
    save_guess(project, TRAINING, 22, at=1700000001.5)
    assert stored(project, "train_guess") == '{"right": 22, "at": 1700000001.5}'


def test_what_is_no_guess_is_asked_for_again(project: Project) -> None:
    for odd in ({"pair": ["alone"]}, {"pair": 3}, [], None, {}):
        store_setting(project, "guess_mix_up_r1", odd)
        assert not saved_guess(project, MIX_UP, "r1").revealed


def test_a_guess_about_one_run_says_nothing_about_another(project: Project) -> None:
    save_guess(project, MIX_UP, ("a", "b"), "one")
    save_guess(project, MIX_UP, None, "two")
    assert saved_guess(project, MIX_UP, "one") == (True, ("a", "b"))
    assert saved_guess(project, MIX_UP, "two") == (True, None)
    assert saved_guess(project, MIX_UP, "three") == (False, None)


def test_a_simulator_started_over_forgets_its_own_guesses(project: Project) -> None:
    save_guess(project, SIMULATED, "same", "pricing.price")
    save_guess(project, SIMULATED, None, "campsite.looks")
    forget_guesses(project, "campsite")
    assert saved_guess(project, SIMULATED, "pricing.price") == (True, "same")
    assert saved_guess(project, SIMULATED, "campsite.looks") == (False, None)


def test_a_tie_has_more_than_one_winner() -> None:
    assert best_of({"a": 4, "b": 3, "c": 4}) == ["a", "c"]
    assert best_of({"a": 4, "b": 3, "c": 4}, lowest=True) == ["b"]
    assert best_of({"a": 0.1 + 0.2, "b": 0.3}) == ["a", "b"]
    assert best_of({}) == []
