"""What a home is for this comparison: a folder, and a way to ask it about many photos."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.project.project import Project
from core.project.records import RunRecord

Shares = dict[str, float]


@dataclass(frozen=True)
class Answered:
    """The probability of every class, and the milliseconds as the one who asked waited for them."""

    shares: Shares
    milliseconds: float

    @property
    def label(self) -> str:
        """The likeliest class."""
        return max(self.shares, key=self.shares.__getitem__)


Ask = Callable[[bytes], Answered]
"""From a photo's file to the answer; raises Refused where the home says it cannot read it."""


class Missing(Exception):
    """What a home needs is not installed here; the text says what."""


class Refused(Exception):
    """The home said that it cannot read the photo, in place of a wrong answer."""


@dataclass(frozen=True)
class Opened:
    """A running home: how to ask it, and how many files of how many bytes it takes along."""

    ask: Ask
    files: int = 0
    bytes: int = 0


Open = Callable[[Project, RunRecord, Path], AbstractContextManager[Opened]]
"""Starts the home of a run in an empty folder, and ends it."""


def compared(opened: Opened, photos: dict[str, bytes], right: dict[str, Answered]) -> Any:
    """The figures of one home, and what it refused, beside the app's own answers `right`."""
    answers, refused = {}, []
    for photo, file in photos.items():
        try:
            answers[photo] = opened.ask(file)
        except Refused:
            refused.append(photo)
    others = [photo for photo in answers if answers[photo].label != right[photo].label]
    apart = {photo: _apart(answer, right[photo]) for photo, answer in answers.items()}
    return {
        "same_class_share": round(1 - len(others) / max(1, len(answers)), 4),
        "max_probability_difference": float(f"{max(apart.values(), default=0.0):.2g}"),
        "ms_p50": round(float(np.median([one.milliseconds for one in answers.values()])), 1),
        "size_mb": round(opened.bytes / 1e6, 1),
        "files": opened.files,
        "photos": len(answers),
        "refused": refused,
        "other_class": others,
        "furthest": max(apart, key=apart.__getitem__, default=None),
    }


def _apart(one: Answered, other: Answered) -> float:
    names = {*one.shares, *other.shares}
    return max(abs(one.shares.get(name, 0.0) - other.shares.get(name, 0.0)) for name in names)


def weighed(ask: Ask, folder: Path) -> Opened:
    """A home whose files all lie in `folder`."""
    files = [path for path in _under(folder) if path.is_file()]
    return Opened(ask, len(files), sum(path.stat().st_size for path in files))


def _under(folder: Path) -> Iterable[Path]:
    def walk(place: Path) -> Iterator[Path]:
        for path in sorted(place.iterdir()):
            if path.name not in ("__pycache__", "venv"):
                yield path
                if path.is_dir():
                    yield from walk(path)

    return walk(folder)
