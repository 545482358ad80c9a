"""What fastai's errors mean: they speak of tensors and types, a learner asks what to do."""

from __future__ import annotations

import re

MEANINGS = {
    "sizes": r"not the same size|stack expects each tensor to be equal size",
    "no_files": r"'NoneType' object is not iterable",
    "none_among_labels": r"'<' not supported between instances of .*'NoneType'",
    "unknown_class": r"was not included in the training dataset",
    "no_batches": r"does not contain any batches",
    "no_pattern": r'^AssertionError: Failed to find "',
    "no_file": r"No such file or directory",
}


def meaning(failure: str) -> str | None:
    """The key of what an error means (`error_KEY` in the page's texts); None for one not known."""
    found = (key for key, pattern in MEANINGS.items() if re.search(pattern, failure))
    return next(found, None)
