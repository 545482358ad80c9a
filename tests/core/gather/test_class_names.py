"""Folder names and typed names become class names that can be shown and kept."""

import pytest

from core.gather.class_names import clean_class_name
from core.gather.reading.refusal import Refused
from core.project.lengths import LONGEST_CLASS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  black   bear ", "black bear"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("<5 mm", "<5 mm"),
        (" polar/bear. ", "polar/bear."),
        ("🫎", "🫎"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (
            "🏴\U000e0067\U000e0062\U000e0077\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0077\U000e007f",
        ),
        ("a\0b\x07c\u202ed", "a b c d"),
        ("Bär", "Bär"),
        ("Ba\u0308r", "Bär"),
        ("熊", "熊"),
        ("x" * 500, "x" * LONGEST_CLASS),
    ],
)
def test_cleaned(typed: str, kept: str) -> None:
    assert clean_class_name(typed) == kept
    assert clean_class_name(kept) == kept


@pytest.mark.parametrize("typed", ["", "   ", "..", "/", "\u200d", "\u200b\n"])
def test_a_name_of_nothing_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="needs a name"):
        clean_class_name(typed)
