"""Which validation pictures are watched."""

from pathlib import Path

from core.training.finetune.settings import Picture, pictures_to_watch

VOCAB = ["a", "b", "c"]


def pictures(labels: str, split: str) -> list[Picture]:
    return [
        Picture(id=f"{split}{number}", path=Path(), label=label, split=split)
        for number, label in enumerate(labels)
    ]


def test_the_classes_take_turns_so_that_a_rare_one_is_there() -> None:
    watched = pictures_to_watch(pictures("aaaaaaaac", "valid"), VOCAB, most=3)
    assert [one.picture.label for one in watched] == ["a", "c", "a"]
    assert [one.target for one in watched] == [0, 2, 0]


def test_only_validation_pictures_and_their_places_among_them() -> None:
    mixed = [*pictures("ab", "train"), *pictures("b", "test"), *pictures("cab", "valid")]
    watched = pictures_to_watch(mixed, VOCAB)
    assert {one.picture.id: one.place for one in watched} == {"valid0": 0, "valid1": 1, "valid2": 2}


def test_never_more_than_twelve() -> None:
    assert len(pictures_to_watch(pictures("abc" * 9, "valid"), VOCAB)) == 12
