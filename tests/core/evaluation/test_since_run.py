from dataclasses import replace

import numpy as np

from core.drivetrain.decide.stream import judgement
from core.evaluation.calibration import unseen
from core.evaluation.evidence_sets import since_run
from core.project.records import ImageRecord
from core.training.outcome import Outcome

SEEN = {"a": "train", "b": "train", "c": "valid", "d": "test"}
RECORDS = [
    ImageRecord(name, "black", split, f"{name}.jpg", 8, 8, "files", 0.0)
    for name, split in SEEN.items()
]


def outcome() -> Outcome:
    return Outcome(
        vocab=["black", "teddy"],
        image_ids=list(SEEN),
        splits=list(SEEN.values()),
        targets=np.zeros(4, dtype=np.int64),
        probs=np.full((4, 2), 0.5, dtype=np.float32),
    )


def test_a_judged_test_set_is_no_change() -> None:
    assert not since_run(outcome(), RECORDS).any


def test_a_picture_set_aside_after_the_run_was_not_deleted() -> None:
    records = [replace(record, split="test") for record in RECORDS[:1]] + RECORDS[1:]
    assert since_run(outcome(), records).deleted == 0
    assert since_run(outcome(), RECORDS[1:]).deleted == 1


def test_decisions_are_never_made_on_the_locked_test_set() -> None:
    for out_of_fold, pictures in ((True, ["a", "b", "c"]), (False, ["c"])):
        judged = judgement(outcome(), unseen(outcome(), out_of_fold=out_of_fold))
        assert judged is not None
        assert judged.image_ids == pictures


def test_what_changed_since_a_run() -> None:
    labels = {"a": "teddy", "c": "black", "e": "teddy", "d": "black"}
    today = [
        replace(one, id=name, label=label)
        for one, (name, label) in zip(
            [RECORDS[0], RECORDS[2], RECORDS[0], RECORDS[3]], labels.items(), strict=True
        )
    ]
    since = since_run(outcome(), today)
    assert (since.relabelled, since.deleted, since.added) == (1, 1, 1)
