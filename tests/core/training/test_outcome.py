from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.training.outcome import Outcome


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
