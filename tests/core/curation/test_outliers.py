"""Odd pictures: far from everything, compared with what is usual in their class."""

import numpy as np
import pytest

from core.curation.embedding.neighbours import ODD, oddness, outlier_scores
from core.project.project import Project
from core.vision.embeddings import embed_images
from core.vision.preprocess import Preprocess


def two_classes(spread: float = 0.05) -> tuple[np.ndarray, list[str]]:
    """Twenty pictures around each of two directions; the second class is `spread` wide."""
    rng = np.random.default_rng(1)
    centres = np.eye(2, 16)
    wide = np.repeat([0.05, spread], 20)[:, None]
    points = np.repeat(centres, 20, axis=0) + wide * rng.normal(size=(40, 16))
    return points.astype(np.float32), ["a"] * 20 + ["b"] * 20


def test_a_stranger_is_odd_and_the_others_are_not() -> None:
    points, labels = two_classes()
    stranger = np.zeros((1, 16), np.float32)
    stranger[0, 9] = 1
    scores = outlier_scores(np.concatenate([points, stranger]), [*labels, "a"])
    assert scores.argmax() == 40
    assert scores[40] > 3 > 2 > scores[:40].max()


def test_a_wrong_label_alone_makes_no_picture_odd() -> None:
    points, labels = two_classes()
    labels[3] = "b"
    assert outlier_scores(points, labels)[3] < ODD


def test_a_varied_class_is_not_odd_as_a_whole() -> None:
    scores = outlier_scores(*two_classes(spread=0.2))
    assert np.median(scores[20:]) == pytest.approx(1.0)
    assert (scores[20:] >= ODD).sum() <= 2


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_pictures_are_all_usual(count: int) -> None:
    points, labels = two_classes()
    assert outlier_scores(points[:count], labels[:count]).tolist() == [1.0] * count


def test_copies_of_one_picture_divide_nothing_by_zero() -> None:
    scores = outlier_scores(np.ones((12, 16), np.float32), ["a"] * 12)
    assert np.isfinite(scores).all()


def test_every_looked_at_picture_of_a_project_has_a_score(trained: Project) -> None:
    records = trained.dataset.images()
    scores = oddness(records, Preprocess())
    assert scores.keys() == {record.id for record in records}
    assert oddness(records, Preprocess(160)) == {}
    again = [record for record in records if record.label != "five"]
    assert oddness(again, Preprocess()).keys() == {record.id for record in again}


def test_pictures_looked_at_later_get_their_score_then(digits: Project) -> None:
    records = digits.dataset.images()[:6]
    small = Preprocess(64)
    assert oddness(records, small) == {}
    embed_images(digits, records, small)
    assert len(oddness(records, small)) == 6
