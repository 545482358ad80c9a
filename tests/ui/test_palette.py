import pytest

from ui.parts.palette import class_colours, class_marks


def test_colours_depend_on_the_classes_not_on_their_order() -> None:
    assert class_colours(["teddy", "black", "Grizzly"]) == class_colours(
        ["black", "Grizzly", "teddy"]
    )


def test_eight_classes_have_eight_colours() -> None:
    assert len(set(class_colours("abcdefgh").values())) == 8


@pytest.mark.parametrize(
    ("vocab", "marks"),
    [
        (["black", "grizzly", "teddy"], ["B", "G", "T"]),
        (["three", "two"], ["Th", "Tw"]),
        (["bear one", "bear two"], ["A", "B"]),
        (["3", "5", "8"], ["3", "5", "8"]),
    ],
)
def test_marks_are_initials_where_they_differ_else_letters(
    vocab: list[str], marks: list[str]
) -> None:
    assert [class_marks(vocab)[name] for name in vocab] == marks


def test_marks_differ_for_more_classes_than_letters() -> None:
    vocab = [f"class {i}" for i in range(60)]
    assert len(set(class_marks(vocab).values())) == 60
