"""Which pictures look alike: nearest by angle, whatever their length."""

import numpy as np
import pytest

from core.curation.embedding import neighbours
from core.curation.embedding.neighbours import nearest, nearest_of_each, nearest_training, unit
from core.project.project import Project
from core.vision.preprocess import Preprocess


def compass(*degrees: float) -> np.ndarray:
    """Rows that point in these directions, of lengths 1, 2, 3 …"""
    angles = np.deg2rad(np.array(degrees))
    lengths = np.arange(1, len(degrees) + 1)
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1) * lengths[:, None]
    return rows.astype(np.float32)


def test_the_nearest_by_angle_come_first() -> None:
    rows, cosines = nearest(unit(compass(80, 0, 30, 180)), compass(10)[0], 3)
    assert rows.tolist() == [1, 2, 0]
    assert cosines == pytest.approx(np.cos(np.deg2rad([10, 20, 70])), abs=1e-5)


def test_asking_for_more_than_there_are_gives_all() -> None:
    rows, _ = nearest(unit(compass(0, 90)), compass(80)[0], 9)
    assert rows.tolist() == [1, 0]
    assert len(nearest(np.empty((0, 2), np.float32), compass(80)[0], 9)[0]) == 0


def test_a_picture_is_never_its_own_neighbour_even_with_a_twin() -> None:
    rows, distances = nearest_of_each(compass(0, 0, 90), 1)
    assert rows[:2, 0].tolist() == [1, 0]
    assert distances[:2, 0] == pytest.approx([0, 0], abs=1e-6)


def test_blocks_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(0).normal(size=(37, 12)).astype(np.float32)
    whole = nearest_of_each(points, 4)
    monkeypatch.setattr(neighbours, "BLOCK", 5)
    in_blocks = nearest_of_each(points, 4)
    assert (whole[0] == in_blocks[0]).all()
    assert whole[1] == pytest.approx(in_blocks[1], abs=1e-6)


def test_neighbours_of_a_training_picture_are_other_training_pictures(trained: Project) -> None:
    labels = {record.id: record.label for record in trained.dataset.images(split="train")}
    asked = trained.dataset.images(split="train")[0]
    found = nearest_training(
        trained, trained.dataset.image_path(asked.id), asked.id, Preprocess(), 4
    )
    assert len({one.image_id for one in found}) == 4
    assert asked.id not in {one.image_id for one in found}
    assert all(labels[one.image_id] == one.label for one in found)
    cosines = [one.cosine for one in found]
    assert cosines == sorted(cosines, reverse=True)


def test_labels_of_neighbours_are_those_of_today(trained: Project) -> None:
    asked = trained.dataset.images(split="valid")[0]
    path = trained.dataset.image_path(asked.id)
    (first,) = nearest_training(trained, path, asked.id, Preprocess(), 1)
    trained.dataset.move([first.image_id], "seven")
    (again,) = nearest_training(trained, path, asked.id, Preprocess(), 1)
    assert (again.image_id, again.label) == (first.image_id, "seven")


def test_without_any_looked_at_picture_there_is_no_neighbour(digits: Project) -> None:
    asked = digits.dataset.images()[0]
    assert (
        nearest_training(digits, digits.dataset.image_path(asked.id), asked.id, Preprocess(160))
        == []
    )
