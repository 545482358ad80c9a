"""The cleaning bench plants what it says, and counts recovered accuracy fairly."""

from bench.cleaning import plant, recovered, share
from core.project.project import Project


def test_planted_are_wrong_labels_of_training_pictures_only(digits: Project) -> None:
    before = {record.id: record.label for record in digits.dataset.images()}
    truth = {record.id: record.label for record in digits.dataset.images(split="train")}
    planted = plant(digits, truth, 0.1, seed=3)
    changed = {r.id for r in digits.dataset.images() if r.label != before[r.id]}
    assert changed == planted
    assert len(planted) == round(0.1 * len(truth))
    assert planted <= truth.keys()


def test_the_share_won_back() -> None:
    assert recovered(0.90, 0.94, 0.95) == 0.8
    assert recovered(0.95, 0.95, 0.95) == 1.0
    assert recovered(0.97, 0.90, 0.95) == 1.0  # nothing was lost
    assert recovered(0.90, 0.89, 0.95) < 0
    assert recovered(0.90, 0.99, 0.95) == 1.0
    assert share({"a", "b"}, {"b", "c"}) == 0.5
    assert share(set(), {"b"}) == 0.0
