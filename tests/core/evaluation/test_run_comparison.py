"""Runs are compared on the pictures that all of them were checked on, and on no others."""

import numpy as np
import pytest

from core.evaluation.runs.comparison import compare_runs
from core.statistics import Score
from core.training.outcome import Outcome
from tests.core.evaluation.outcomes import outcome

VOCAB = ["bear", "teddy"]


def judged(answers: dict[str, str], label: str = "bear", split: str = "valid") -> Outcome:
    """An outcome in which each picture of `label` got this answer."""
    probs = [[0.9, 0.1] if said == "bear" else [0.1, 0.9] for said in answers.values()]
    return Outcome(
        vocab=VOCAB,
        image_ids=list(answers),
        splits=[split] * len(answers),
        targets=np.full(len(answers), VOCAB.index(label), dtype=np.int64),
        probs=np.array(probs, dtype=np.float32).reshape(-1, 2),
    )


def answers(right: str, wrong: str = "") -> dict[str, str]:
    """Pictures, one a letter, that are called a bear, and those that are called a teddy."""
    return dict.fromkeys(right, "bear") | dict.fromkeys(wrong, "teddy")


def test_pictures_that_not_all_runs_were_checked_on_are_left_out() -> None:
    comparison = compare_runs([judged(answers("abcd")), judged(answers("cde", "fg"))])
    assert {picture.image_id for picture in comparison.pictures} == {"c", "d"}
    assert comparison.left_out == [2, 3]
    assert [comparison.score(run).correct for run in (0, 1)] == [2, 2]


def test_a_picture_that_one_run_trained_on_does_not_count() -> None:
    trained = judged(answers("ab"), split="train")
    assert compare_runs([judged(answers("ab")), trained]).pictures == []


def test_the_pictures_where_two_runs_differ_are_named() -> None:
    comparison = compare_runs([judged(answers("abcde", "xy")), judged(answers("ax", "bcdey"))])
    difference = comparison.difference(0, 1)
    assert {picture.image_id for picture in difference.first_right} == set("bcde")
    assert {picture.image_id for picture in difference.second_right} == {"x"}
    assert difference.ahead == 0
    assert difference.p_value == pytest.approx(0.375)
    assert comparison.best is None


def test_a_run_that_wins_every_disagreement_is_best() -> None:
    comparison = compare_runs([judged(answers("a", "bcdefg")), judged(answers("abcdefg"))])
    assert comparison.best == 1
    assert comparison.difference(0, 1).ahead == 1


def test_three_runs_set_a_higher_bar_for_each_pair() -> None:
    worse, better = judged(answers("a", "bcdefg")), judged(answers("abcdefg"))
    comparison = compare_runs([worse, better, worse])
    assert comparison.pairs == [(0, 1), (0, 2), (1, 2)]
    assert comparison.difference(0, 1).p_value < 0.05
    assert comparison.needed == pytest.approx(0.05 / 3)
    assert comparison.best is None


def test_pictures_relabelled_between_the_runs_are_marked_by_the_last_label() -> None:
    before, after = judged(answers("a", "b")), judged(answers("a", "b"), label="teddy")
    comparison = compare_runs([before, after])
    assert comparison.relabelled == 2
    assert {p.image_id for p in comparison.pictures if p.right(0)} == {"b"}


def test_right_answers_are_counted_by_class() -> None:
    first = compare_runs([judged(answers("ab", "c")), judged(answers("abc"))]).by_class(0)
    assert {name: (score.correct, score.total) for name, score in first.items()} == {"bear": (2, 3)}


def test_the_locked_test_set_is_compared_apart() -> None:
    held, locked = judged(answers("ab")), judged(answers("cd"), split="test")
    assert compare_runs([held, held], "test").pictures == []
    assert len(compare_runs([locked, locked], "test").pictures) == 2


PETS = ["cat", "dog"]
CAT, DOG = [0.9, 0.1], [0.1, 0.9]


def test_a_cleaned_validation_label_marks_the_first_run_by_the_label_of_today() -> None:
    before = outcome(PETS, [("a", "cat", DOG), ("b", "cat", CAT)])
    after = outcome(PETS, [("a", "dog", DOG), ("b", "cat", CAT)])
    comparison = compare_runs([before, after])
    assert comparison.marked[0] == Score(1, 2)
    assert comparison.score(0) == Score(2, 2)
    assert comparison.difference(0, 1).disagreed == 0


def test_deleted_and_new_pictures_are_no_difference() -> None:
    before = outcome(PETS, [("gone", "cat", CAT), ("b", "cat", CAT)])
    after = outcome(PETS, [("b", "cat", CAT), ("new", "dog", CAT)])
    comparison = compare_runs([before, after])
    assert [score.total for score in comparison.marked] == [2, 2]
    assert (comparison.score(0).total, comparison.left_out) == (1, [1, 1])
    assert comparison.difference(0, 1).disagreed == 0


def test_classes_are_compared_by_name_when_the_vocabulary_changed() -> None:
    before = outcome(PETS, [("a", "dog", DOG)])
    after = outcome(["ant", "cat", "dog"], [("a", "dog", [0.1, 0.1, 0.8])])
    assert compare_runs([before, after]).difference(0, 1).disagreed == 0


def test_wrong_in_another_way_is_wrong_in_both() -> None:
    three = ["ant", "cat", "dog"]
    before = outcome(three, [("a", "ant", [0.1, 0.8, 0.1])])
    after = outcome(three, [("a", "ant", [0.1, 0.1, 0.8])])
    [picture] = compare_runs([before, after]).pictures
    assert picture.answers == ("cat", "dog")
    assert not picture.right(0)
    assert not picture.right(1)


def test_the_class_that_changed_most_comes_first() -> None:
    before = outcome(PETS, [("a", "cat", CAT), ("b", "dog", CAT), ("c", "dog", CAT)])
    after = outcome(PETS, [("a", "cat", CAT), ("b", "dog", DOG), ("c", "dog", DOG)])
    comparison = compare_runs([before, after])
    assert comparison.classes_by_change() == ["dog", "cat"]
    assert comparison.by_class(0) == {"cat": Score(1, 1), "dog": Score(0, 2)}
    assert comparison.by_class(1) == {"cat": Score(1, 1), "dog": Score(2, 2)}


def test_two_pictures_more_of_ten_may_be_chance_and_forty_more_of_a_hundred_not() -> None:
    def right(n: int, total: int) -> Outcome:
        return outcome(PETS, [(str(i), "cat", CAT if i < n else DOG) for i in range(total)])

    few = compare_runs([right(7, 10), right(9, 10)]).difference(0, 1)
    many = compare_runs([right(50, 100), right(90, 100)]).difference(0, 1)
    assert few.could_be_chance
    assert not many.could_be_chance
