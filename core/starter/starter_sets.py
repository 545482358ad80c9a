"""Starter sets that come with the app: something to train on before the first own photo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.content import says
from core.gather.intake import INTAKES
from core.sounds import sound_set
from core.sounds.voices import KINDS
from core.starter import bear_sets as starter_bears
from core.starter import digits

if TYPE_CHECKING:
    from core.project.project import Project
    from core.project.records import NewImage

FIRST = "bears"  # what a newcomer is offered

Progress = Callable[[int, int], None]
Add = Callable[["Project", int | None, Progress], int]


@dataclass(frozen=True)
class Starter:
    """A set to begin with; its `title` as it stands in a sentence.

    `size` is how many pictures it brings; `licence` says on screen whose they are.
    `add(project, per_class, progress)` puts them in, at most `per_class` of each class (None: all),
    calls `progress(done, total)` on the way, and returns how many were new.
    """

    title: str
    description: str
    licence: str
    classes: tuple[str, ...]
    size: int
    add: Add

    @property
    def headline(self) -> str:
        """The title as it begins a line."""
        return self.title[0].upper() + self.title[1:]


def _digits(chosen: tuple[int, ...], most: int | None, size: int) -> Add:
    """Adds the scans of the chosen digits: `most` of each, `size` in all."""

    def add(project: Project, per_class: int | None, progress: Progress) -> int:
        each = min((n for n in (per_class, most) if n is not None), default=None)
        return project.dataset.add(
            _counted(digits.digit_pictures(chosen, each), size, progress)
        ).new

    return add


def _bears(name: str, size: int) -> Add:
    """Adds a shipped set of Bear World; what could not be used is shown as after an intake."""

    def add(project: Project, per_class: int | None, progress: Progress) -> int:
        report = starter_bears.add_bears(project, name, per_class)
        if report.refused or report.already:
            INTAKES.note(project, report)
        progress(size, size)
        return report.new

    return add


def _sounds(project: Project, per_class: int | None, progress: Progress) -> int:
    pictures = sound_set.sound_pictures(per_class)
    return project.dataset.add(_counted(pictures, sound_set.SIZE, progress)).new


STARTERS = {
    "bears": Starter(
        "Bear World",
        says("starter", "pictures_grizzlies_black"),
        starter_bears.LICENCE,
        starter_bears.CLASSES,
        320,
        _bears(starter_bears.DEFAULT, 320),
    ),
    "biased bears": Starter(
        "biased bears",
        says("starter", "pictures_same_bears"),
        starter_bears.LICENCE,
        starter_bears.CLASSES,
        90,
        _bears(starter_bears.BIASED, 90),
    ),
    "digits": Starter(
        "three digits",
        says("starter", "scans_handwritten_threes"),
        digits.LICENCE,
        ("three", "five", "eight"),
        180,
        _digits((3, 5, 8), 60, 180),
    ),
    "ten digits": Starter(
        "all ten digits",
        says("starter", "scans_handwritten_digits"),
        digits.LICENCE,
        digits.WORDS,
        1797,
        _digits(tuple(range(10)), None, 1797),
    ),
    "sounds": Starter(
        "sounds",
        says("starter", "three_second_sounds"),
        sound_set.LICENCE,
        KINDS,
        sound_set.SIZE,
        _sounds,
    ),
}


def add_starter(
    project: Project,
    name: str = "digits",
    per_class: int | None = None,
    progress: Progress = lambda done, total: None,
) -> int:
    """Adds the starter set `name` to `project`; returns how many pictures were new.

    `per_class` takes fewer of each class than the set offers. Raises KeyError for a name that is
    not in STARTERS.
    """
    return STARTERS[name].add(project, per_class, progress)


def _counted(pictures: Iterator[NewImage], total: int, progress: Progress) -> Iterator[NewImage]:
    """The same pictures; each that is asked for is reported."""
    for done, picture in enumerate(pictures, 1):
        yield picture
        progress(done, total)
