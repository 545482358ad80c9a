from core.evaluation.confusion import confusion, guess_choices, verdict
from tests.core.evaluation.outcomes import outcome

A, B, C = [1, 0, 0], [0, 1, 0], [0, 0, 1]
THREE = confusion(
    outcome(["a", "b", "c"], [("1", "a", B), ("2", "b", A), ("3", "b", C), ("4", "c", C)])
)


def test_three_classes_make_three_pairs_and_two_make_two_directions() -> None:
    assert guess_choices(["a", "b", "c"]) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert guess_choices(["a", "b"]) == [("a", "b"), ("b", "a")]


def test_the_most_mixed_up_pair_is_right_and_another_is_not() -> None:
    assert verdict(THREE, ("a", "b")).right
    other = verdict(THREE, ("b", "c"))
    assert (other.right, other.times, other.most, other.most_times) == (False, 1, [("a", "b")], 2)


def test_a_tie_for_the_most_is_right_and_names_the_others() -> None:
    tie = confusion(outcome(["a", "b", "c"], [("1", "a", B), ("2", "b", C)]))
    found = verdict(tie, ("b", "c"))
    assert found.right and found.as_often == [("a", "b")]
    assert verdict(THREE, ("a", "b")).as_often == []


def test_with_two_classes_the_direction_counts() -> None:
    two = confusion(outcome(["a", "b"], [("1", "a", [0, 1]), ("2", "b", [0, 1])]))
    assert verdict(two, ("a", "b")).right
    assert not verdict(two, ("b", "a")).right


def test_no_mistake_makes_no_guess_right() -> None:
    perfect = confusion(outcome(["a", "b"], [("1", "a", [1, 0])]))
    assert not verdict(perfect, ("a", "b")).right
