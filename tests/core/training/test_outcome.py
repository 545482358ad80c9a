import math
from pathlib import Path

import numpy as np
import pytest

from core.project.project import Project
from core.training.outcome import Outcome
from core.training.runs import finished_runs, outcome_of
from tests.core.evaluation.outcomes import outcome


def an_outcome() -> Outcome:
    return Outcome(
        vocab=["black", "тедди"],
        image_ids=["a", "b", "c"],
        splits=["train", "valid", "valid"],
        targets=np.array([0, 1, 0]),
        probs=np.array([[0.9, 0.1], [0.2, 0.8], [0.0, 1.0]], dtype=np.float32),
    )


def test_it_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    an_outcome().save(tmp_path / "outcome.npz")
    back = Outcome.load(tmp_path / "outcome.npz")
    assert (back.vocab, back.image_ids) == (["black", "тедди"], ["a", "b", "c"])
    assert back.splits == ["train", "valid", "valid"]
    np.testing.assert_array_equal(back.targets, an_outcome().targets)
    np.testing.assert_array_equal(back.probs, an_outcome().probs)


def test_a_file_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    rows = np.array([{"not": "plain"}], dtype=object)
    np.savez(
        tmp_path / "outcome.npz", vocab=rows, image_ids=rows, splits=rows, targets=rows, probs=rows
    )
    with pytest.raises(ValueError, match="allow_pickle"):
        Outcome.load(tmp_path / "outcome.npz")


def test_loss_is_small_for_the_right_class_and_finite_for_the_wrong_one() -> None:
    losses = an_outcome().losses
    np.testing.assert_allclose(losses[:2], -np.log([0.9, 0.8]), rtol=1e-5)
    assert np.isfinite(losses[2])
    assert losses[2] > 10


def test_a_part_keeps_rows_together() -> None:
    valid = an_outcome().part("valid")
    assert valid.image_ids == ["b", "c"]
    assert valid.predicted.tolist() == [1, 1]
    assert (valid.correct, valid.accuracy) == (1, 0.5)


def test_the_accuracy_of_no_pictures_is_not_a_number() -> None:
    assert np.isnan(an_outcome().part("test").accuracy)


ROWS = [
    ("sure and right", "cat", [0.99, 0.01]),
    ("sure and wrong", "cat", [0.02, 0.98]),
    ("unsure but right", "dog", [0.49, 0.51]),
    ("unsure and wrong", "dog", [0.6, 0.4]),
]


def test_top_losses_come_worst_first_with_the_numbers_a_learner_sees() -> None:
    worst = outcome(["cat", "dog"], ROWS).top_losses(3)
    assert [picture.image_id for picture in worst] == [
        "sure and wrong",
        "unsure and wrong",
        "unsure but right",
    ]
    assert (worst[0].label, worst[0].predicted) == ("cat", "dog")
    assert worst[0].confidence == pytest.approx(0.98)
    assert worst[0].loss == pytest.approx(-math.log(0.02), rel=1e-4)
    assert [picture.is_correct for picture in worst] == [False, False, True]


def test_asking_for_more_than_there_are_gives_all() -> None:
    assert len(outcome(["cat", "dog"], ROWS).top_losses(99)) == 4


def test_only_the_rows_that_are_asked_for_are_ordered() -> None:
    several = outcome(["cat", "dog"], ROWS)
    assert several.hardest(~several.is_correct) == [1, 3]


def test_a_probability_of_zero_is_a_finite_loss() -> None:
    [worst] = outcome(["cat", "dog"], [("a", "cat", [0.0, 1.0])]).top_losses()
    assert math.isfinite(worst.loss)


def test_a_picture_in_names_agrees_with_the_table(trained: Project) -> None:
    whole = outcome_of(trained, finished_runs(trained)[0])
    assert whole is not None
    for row in (0, len(whole.image_ids) - 1):
        judged, ranked = whole.judged(row), whole.ranked(row)
        assert (judged.predicted, judged.confidence) == ranked[0]
        assert judged.is_correct == whole.is_correct[row]
        assert judged.confidence == whole.confidences[row]
        assert judged.loss == pytest.approx(float(whole.losses[row]), abs=1e-5)
        assert judged.label_probability == dict(ranked)[judged.label]
        assert sum(share for _, share in ranked) == pytest.approx(1, abs=1e-4)
        assert whole.row_of(whole.image_ids[row]) == row
    assert whole.row_of("f" * 64) is None


def test_a_picture_can_be_held_against_another_label() -> None:
    several = outcome(["cat", "dog"], ROWS)
    assert several.judged(0, "dog").loss == pytest.approx(-math.log(0.01), rel=1e-4)
    assert several.judged(0, "panda").label_probability == 0
    assert several.judged(0, "panda").loss == several.judged(0, "lion").loss > 10
