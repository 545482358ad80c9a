from typing import Any

from ui.sorting_wall import new_entries, relabel_keys


def journal(mount: str, *numbers: int) -> dict[str, Any]:
    return {"mount": mount, "entries": [{"n": n} for n in numbers]}


def test_keys_follow_the_order_of_the_classes_up_to_nine() -> None:
    assert relabel_keys(["black", "teddy"]) == {"black": "1", "teddy": "2"}
    ten = relabel_keys([f"class {i}" for i in range(10)])
    assert list(ten.values()) == list("123456789")


def test_classes_that_are_digits_are_their_own_keys() -> None:
    assert relabel_keys(["0", "3", "8"]) == {"0": "0", "3": "3", "8": "8"}


def test_entries_are_read_once_and_in_order() -> None:
    handled = {"mount": "m", "n": 2}
    assert [e["n"] for e in new_entries(journal("m", 1, 2, 3, 4), handled)] == [3, 4]
    assert new_entries(journal("m", 1, 2), handled) == []


def test_a_wall_that_was_mounted_again_starts_at_one() -> None:
    assert [e["n"] for e in new_entries(journal("new", 1), {"mount": "old", "n": 7})] == [1]
