from core.evaluation.runs.compare import ClassChange, Score, compare
from core.evaluation.since_run import since_run
from tests.core.evaluation.outcomes import outcome, record

PETS = ["cat", "dog"]
CAT, DOG = [0.9, 0.1], [0.1, 0.9]


def test_counts_and_flips_on_validation() -> None:
    before = outcome(PETS, [("a", "cat", CAT), ("b", "cat", DOG), ("c", "dog", DOG)])
    after = outcome(PETS, [("a", "cat", CAT), ("b", "cat", CAT), ("c", "dog", CAT)])
    change = compare(before, after)
    assert (change.before, change.after) == (Score(2, 3), Score(2, 3))
    assert [flip.image_id for flip in change.now_right] == ["b"]
    assert [(f.image_id, f.before, f.after) for f in change.now_wrong] == [("c", "dog", "cat")]


def test_a_cleaned_validation_label_marks_the_first_model_anew() -> None:
    before = outcome(PETS, [("a", "cat", DOG), ("b", "cat", CAT)])
    after = outcome(PETS, [("a", "dog", DOG), ("b", "cat", CAT)])
    change = compare(before, after)
    assert change.then.correct == 1
    assert change.before.correct == 2
    assert change.now_right == []


def test_deleted_and_new_pictures_are_no_flips() -> None:
    before = outcome(PETS, [("gone", "cat", CAT), ("b", "cat", CAT)])
    after = outcome(PETS, [("b", "cat", CAT), ("new", "dog", CAT)])
    change = compare(before, after)
    assert (change.then.total, change.before.total, change.after.total, change.new) == (2, 1, 1, 1)
    assert change.now_right == change.now_wrong == change.still_wrong == []


def test_classes_are_compared_by_name_when_the_vocabulary_changed() -> None:
    before = outcome(PETS, [("a", "dog", DOG)])
    after = outcome(["ant", "cat", "dog"], [("a", "dog", [0.1, 0.1, 0.8])])
    change = compare(before, after)
    assert change.now_right == change.now_wrong == []


def test_wrong_in_another_way_is_still_wrong() -> None:
    three = ["ant", "cat", "dog"]
    before = outcome(three, [("a", "ant", [0.1, 0.8, 0.1])])
    after = outcome(three, [("a", "ant", [0.1, 0.1, 0.8])])
    assert len(compare(before, after).still_wrong) == 1


def test_training_pictures_do_not_count() -> None:
    one = outcome(PETS, [("a", "cat", CAT)], split="train")
    assert compare(one, one).after.total == 0


def test_the_locked_test_set_is_compared_apart_from_validation() -> None:
    before = outcome(PETS, [("a", "cat", DOG), ("b", "dog", DOG)], split="test")
    after = outcome(PETS, [("a", "cat", CAT), ("b", "dog", DOG)], split="test")
    assert compare(before, after).shared == []
    assert compare(before, after, "test").after == Score(2, 2)


def test_classes_side_by_side_the_most_changed_first() -> None:
    before = outcome(PETS, [("a", "cat", CAT), ("b", "dog", CAT), ("c", "dog", CAT)])
    after = outcome(PETS, [("a", "cat", CAT), ("b", "dog", DOG), ("c", "dog", DOG)])
    assert compare(before, after).by_class() == [
        ClassChange("dog", Score(0, 2), Score(2, 2)),
        ClassChange("cat", Score(1, 1), Score(1, 1)),
    ]


def test_two_pictures_more_of_ten_may_be_chance_and_forty_more_of_a_hundred_not() -> None:
    def right(n: int, total: int):  # type: ignore[no-untyped-def]
        return outcome(PETS, [(str(i), "cat", CAT if i < n else DOG) for i in range(total)])

    assert compare(right(7, 10), right(9, 10)).could_be_chance
    assert not compare(right(50, 100), right(90, 100)).could_be_chance


def test_what_changed_since_a_run() -> None:
    run = outcome(PETS, [("a", "cat", CAT), ("b", "cat", CAT), ("c", "dog", DOG)])
    today = [record("a", "dog"), record("c", "dog"), record("d", "dog"), record("t", "cat", "test")]
    since = since_run(run, today)
    assert (since.relabelled, since.deleted, since.added) == (1, 1, 1)
    assert not since_run(run, [record("a", "cat"), record("b", "cat"), record("c", "dog")]).any
