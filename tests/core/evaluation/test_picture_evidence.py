"""What the card of a picture says: the run's opinion, the picture's origin, its label's past."""

from __future__ import annotations

import pytest

from core.evaluation.picture_evidence import (
    change_in_words,
    evidence_of,
    kind_in_words,
    origin,
    record_of,
)
from core.project.project import Project
from core.project.records import ImageRecord, LabelChange
from core.training.run_outcome import outcome_of
from core.training.runs import finished_runs

RECORD = ImageRecord("0" * 64, "black", "train", "paw.jpg", 640, 480, "search", 0.0)


def test_the_evidence_agrees_with_the_outcome(trained: Project) -> None:
    outcome = outcome_of(trained, finished_runs(trained)[0])
    assert outcome is not None
    for row in (0, len(outcome.image_ids) - 1):
        evidence = evidence_of(outcome, outcome.image_ids[row])
        assert evidence is not None
        assert evidence.predicted == evidence.probs[0][0]
        assert evidence.right == (outcome.predicted[row] == outcome.targets[row])
        assert evidence.loss == pytest.approx(float(outcome.losses[row]), abs=1e-5)
        assert sum(share for _, share in evidence.probs) == pytest.approx(1, abs=1e-4)
        assert evidence.split == outcome.splits[row]


def test_a_picture_the_run_never_saw_has_no_evidence(trained: Project) -> None:
    outcome = outcome_of(trained, finished_runs(trained)[0])
    assert outcome is not None
    assert evidence_of(outcome, "f" * 64) is None
    assert record_of(trained, "f" * 64) is None


def test_the_creator_and_licence_come_before_the_rest() -> None:
    facts = origin(RECORD, {"query": "bear", "licence": "CC BY 4.0", "creator": "Ann", "date": ""})
    assert [fact.name for fact in facts] == [
        "File",
        "Came by",
        "Creator",
        "Licence",
        "Query",
        "Size",
    ]
    assert facts[-1].value == "640 × 480 pixels"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (None, "black", "arrived as black"),
        ("black", "teddy", "black → teddy"),
        ("teddy", None, "taken out (teddy)"),
    ],
)
def test_every_change_of_a_label_is_a_clause(old: str | None, new: str | None, words: str) -> None:
    said = change_in_words(LabelChange("a", old, new, "learner", "cleaning", 0.0))
    assert f"{words} (learner, cleaning)" in said


def test_other_sets_keep_their_name() -> None:
    assert kind_in_words("test") == "picture of the locked test set"
    assert kind_in_words("night") == "night"
