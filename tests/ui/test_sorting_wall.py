from typing import Any

import pytest

from core.project.versions.staging import JournalEntry
from ui.clean.sorting_wall.sorting_wall import read_journal, relabel_keys


def test_keys_follow_the_order_of_the_classes_up_to_nine() -> None:
    assert relabel_keys(["black", "teddy"]) == {"black": "1", "teddy": "2"}
    ten = relabel_keys([f"class {i}" for i in range(10)])
    assert list(ten.values()) == list("123456789")


def test_classes_that_are_digits_are_their_own_keys() -> None:
    assert relabel_keys(["0", "3", "8"]) == {"0": "0", "3": "3", "8": "8"}


def test_a_journal_is_read_in_the_order_in_which_it_was_written() -> None:
    sent = {
        "mount": "m",
        "entries": [
            {"n": 2, "id": "b", "action": "relabel", "label": "cat"},
            {"n": 1, "id": "a", "action": "delete", "label": None},
        ],
    }
    entries = [JournalEntry(1, "a", "delete"), JournalEntry(2, "b", "relabel", "cat")]
    assert read_journal(sent) == ("m", entries)


@pytest.mark.parametrize(
    "sent", [None, {}, "x", {"mount": "m", "entries": [{"n": "x"}]}, {"mount": 1, "entries": []}]
)
def test_what_no_wall_writes_is_no_choice(sent: Any) -> None:
    assert read_journal(sent) == ("", [])
