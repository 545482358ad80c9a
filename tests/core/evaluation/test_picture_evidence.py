"""What the card of a picture says: the picture's origin, its label's past."""

import pytest

from core.content import says
from core.evaluation.picture_evidence import (
    change_in_words,
    kind_in_words,
    origin,
    record_of,
)
from core.project.project import Project
from core.project.records import ImageRecord, LabelChange

RECORD = ImageRecord("0" * 64, "black", "train", "paw.jpg", 640, 480, "search", 0.0)


def test_a_picture_that_is_not_in_the_dataset_has_no_record(trained: Project) -> None:
    assert record_of(trained, "f" * 64) is None
    assert record_of(trained, trained.dataset.images()[0].id) is not None


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
    ("old", "new", "name"),
    [
        (None, "black", "arrived_as"),
        ("black", "teddy", "label_changed"),
        ("teddy", None, "taken_out"),
    ],
)
def test_every_change_of_a_label_is_a_clause(old: str | None, new: str | None, name: str) -> None:
    said = change_in_words(LabelChange("a", old, new, "learner", "cleaning", 0.0))
    change = says("evaluate", name, label=new or old, old=old, new=new)
    when, why = said.split(": ")[0], "learner, cleaning"
    assert said == says("evaluate", "changed_at_why", when=when, change=change, why=why)


def test_other_sets_keep_their_name() -> None:
    assert kind_in_words("test") != "test"
    assert kind_in_words("night") == "night"
