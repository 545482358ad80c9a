from core.curation.labels.suspicion import worst_first
from tests.core.evaluation.outcomes import outcome, record

JUDGED = outcome(
    ["cat", "dog"],
    [("a", "cat", [0.9, 0.1]), ("b", "cat", [0.2, 0.8]), ("c", "cat", [0.55, 0.45])],
)


def test_the_label_the_model_believes_least_comes_first() -> None:
    suspects = worst_first(JUDGED, [record(i, "cat") for i in "abc"])
    assert [s.image_id for s in suspects] == ["b", "c", "a"]
    assert [s.doubted for s in suspects] == [True, False, False]


def test_a_picture_is_judged_by_its_label_of_today() -> None:
    suspects = worst_first(JUDGED, [record("a", "dog"), record("b", "dog"), record("c", "cat")])
    assert [s.image_id for s in suspects] == ["a", "c", "b"]
    assert suspects[0].doubted
    assert not suspects[2].doubted


def test_pictures_the_run_never_saw_come_last_without_a_loss() -> None:
    suspects = worst_first(JUDGED, [record("new", "cat"), record("a", "cat")])
    assert [s.image_id for s in suspects] == ["a", "new"]
    assert suspects[1].judged is None
    assert not suspects[1].doubted


def test_a_class_made_after_the_run_is_the_most_suspicious() -> None:
    suspects = worst_first(JUDGED, [record("b", "cat"), record("a", "panda")])
    assert suspects[0].label == "panda"
    assert suspects[0].judged is not None
    assert suspects[0].judged.label_probability == 0


def test_without_a_run_nothing_is_judged() -> None:
    [suspect] = worst_first(None, [record("a", "cat")])
    assert (suspect.image_id, suspect.label, suspect.judged) == ("a", "cat", None)
