import pytest

from core.content import lesson_text
from core.vision import summary_story as fastai_errors
from core.vision.summary_story import meaning


@pytest.mark.parametrize(
    ("failure", "key"),
    [
        ("RuntimeError: stack expects each tensor to be equal size, but got [3, 2]", "sizes"),
        ("TypeError: 'NoneType' object is not iterable", "no_files"),
        ("TypeError: '<' not supported between instances of 'str' and 'NoneType'",
         "none_among_labels"),
        ("KeyError: Label 'teddy' was not included in the training dataset", "unknown_class"),
        ("FileNotFoundError: [Errno 2] No such file or directory: 'black'", "no_file"),
        ("ZeroDivisionError: division by zero", None),
    ],
)  # fmt: skip
def test_an_error_is_recognised_by_what_it_says(failure, key):
    assert meaning(failure) == key


def test_every_meaning_is_explained():
    texts = lesson_text("datablock")
    assert all(texts[f"error_{key}"] for key in (*fastai_errors.MEANINGS, "unknown"))
