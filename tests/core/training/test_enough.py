import pytest

from core.training.enough import Need, Shortage, enough_to_begin, shortage

BEARS = ["black", "teddy"]


def pairs(**counts: str) -> list[tuple[str, str]]:
    """Pictures of each class: a letter each, t for training, v for validation."""
    splits = {"t": "train", "v": "valid"}
    return [(name, splits[letter]) for name, letters in counts.items() for letter in letters]


@pytest.mark.parametrize(
    ("names", "pictures", "missing"),
    [
        ([], [], Shortage("no picture")),
        (["black"], pairs(black="tttv"), Shortage("one class", "black")),
        (BEARS, pairs(black="ttv", teddy="tv"), Shortage("too few to learn from", "teddy", 1)),
        (BEARS, pairs(black="ttvv"), Shortage("too few to learn from", "teddy", 0)),
        (BEARS, pairs(black="ttv", teddy="tt"), Shortage("too few to check", count=1)),
        (BEARS, pairs(black="ttv", teddy="ttv"), None),
    ],
)
def test_what_is_missing_is_named(
    names: list[str], pictures: list[tuple[str, str]], missing: Shortage | None
) -> None:
    assert shortage(names, pictures, Need(each=2, valid=2)) == missing


def test_a_training_may_need_less() -> None:
    assert shortage(BEARS, pairs(black="tv", teddy="t"), Need(each=1, valid=1)) is None


def test_a_page_begins_with_two_classes_and_a_few_pictures() -> None:
    assert enough_to_begin({"black": 2, "teddy": 2, "empty": 0})
    assert not enough_to_begin({"black": 4, "teddy": 0})
    assert not enough_to_begin({"black": 2, "teddy": 1})
