"""Folder names and typed names become class names that can be shown and kept."""

import pytest

from core.gather.arrivals import MAX_LENGTH, clean_class_name
from core.gather.reading.refusal import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  black   bear ", "black bear"),
        ("../../etc/passwd", "etc passwd"),
        ("a\0b\x07c\u202ed", "a b c d"),
        ("Bär", "Bär"),
        ("Ba\u0308r", "Bär"),
        ("熊", "熊"),
        ("x" * 500, "x" * MAX_LENGTH),
    ],
)
def test_cleaned(typed: str, kept: str) -> None:
    assert clean_class_name(typed) == kept
    assert clean_class_name(kept) == kept


@pytest.mark.parametrize("typed", ["", "   ", "..", "/", "\u200b\n"])
def test_a_name_of_nothing_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="needs a name"):
        clean_class_name(typed)
