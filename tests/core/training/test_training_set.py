from dataclasses import replace

import pytest

from core.project.records import ImageRecord
from core.training.quick.training_set import CannotTrain, TrainingSet
from tests.said import said

BLACK = ImageRecord("a", "black", "train", "a.jpg", 8, 8, "files", 0.0)


def pictures(classes: int, each: int) -> list[ImageRecord]:
    """Of every class that many to learn from, and one to check on."""
    splits = ["train"] * each + ["valid"]
    return [
        replace(BLACK, id=f"{label}-{i}", label=f"class {label}", split=split)
        for label in range(classes)
        for i, split in enumerate(splits)
    ]


def test_the_locked_test_set_comes_last_and_teaches_nothing() -> None:
    locked = replace(BLACK, id="locked", label="class 1", split="test")
    whole = TrainingSet.of([locked, *pictures(2, 3)])
    assert whole.records[-1] == locked
    assert locked not in whole.train + whole.valid


def test_a_class_that_is_only_in_the_test_set_is_no_class() -> None:
    locked = replace(BLACK, id="locked", label="polar", split="test")
    whole = TrainingSet.of([locked, *pictures(2, 3)])
    assert (whole.vocab, whole.test) == (["class 0", "class 1"], [])


def test_a_thousand_classes_are_accepted_while_they_fit_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(TrainingSet.of(pictures(1000, 2)).vocab) == 1000
    monkeypatch.setattr("core.training.quick.training_set.MOST_SCORES", 1_999_999)
    with pytest.raises(
        CannotTrain, match=said("training", "too_many_scores", pictures=2000, classes=1000)
    ):
        TrainingSet.of(pictures(1000, 2))
