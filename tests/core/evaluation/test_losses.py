"""Every high loss is in one group, and the question about confident mistakes has a true answer."""

from core.evaluation.losses import (
    CONFIDENT,
    MISLABELLED,
    STRANGE,
    TORN,
    UNSURE,
    high_losses,
)
from tests.core.evaluation.outcomes import outcome

JUDGED = outcome(
    ["x", "y"],
    [
        ("fine", "x", [0.95, 0.05]),
        ("confident", "x", [0.1, 0.9]),
        ("torn", "x", [0.4, 0.6]),
        ("unsure", "x", [0.55, 0.45]),
        ("wrong label", "x", [0.01, 0.99]),
        ("drawing", "y", [0.7, 0.3]),
    ],
)


def names(rows: list[int]) -> list[str]:
    return [JUDGED.image_ids[row] for row in rows]


def test_without_more_evidence_there_are_three_groups() -> None:
    found = high_losses(JUDGED, (), {})
    assert names(found.groups[CONFIDENT]) == ["wrong label", "confident"]
    assert names(found.groups[TORN]) == ["drawing", "torn"]
    assert names(found.groups[UNSURE]) == ["unsure"]
    assert (found.total, found.confident, found.torn, found.unsure) == (5, 2, 2, 1)


def test_a_doubted_label_or_an_odd_picture_is_the_better_reason() -> None:
    found = high_losses(JUDGED, ["wrong label", "fine"], {"drawing": 2.5, "wrong label": 3, "x": 9})
    assert names(found.groups[MISLABELLED]) == ["wrong label"]
    assert names(found.groups[STRANGE]) == ["drawing"]
    assert names(found.groups[CONFIDENT]) == ["confident"]
    assert sum(map(len, found.groups.values())) == found.total == 5
    assert found.confident == 2  # what a mistake is called does not make it less of one


def test_a_model_without_mistakes_has_no_high_losses() -> None:
    found = high_losses(outcome(["x", "y"], [("fine", "x", [0.9, 0.1])]), (), {})
    assert found.total == 0
    assert high_losses(outcome(["x", "y"], []), (), {}).total == 0


def test_the_true_answer() -> None:
    assert high_losses(JUDGED, (), {}).confident_share == "some"
    sure = outcome(["x", "y"], [("a", "x", [0.1, 0.9])])
    assert high_losses(sure, (), {}).confident_share == "all"
    right = outcome(["x", "y"], [("a", "x", [0.6, 0.4])])
    assert high_losses(right, (), {}).confident_share == "none"
