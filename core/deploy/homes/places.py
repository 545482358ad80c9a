"""Places where a model can live: their words and dated facts, and what each has to download."""

from datetime import date
from functools import cache

from core.content import Content, Text, read
from core.deploy.homes.examples import pictures_that_go_along
from core.deploy.homes.home import Home
from core.deploy.homes.homes import HOMES
from core.evaluation.runs.run_settings import model_size
from core.project.project import Project
from core.project.records import RunRecord


class Place(Content):
    """A place in `assets/content/homes.yaml`: the key of the `home` whose folder it takes (None: no
    folder), its title and price in a few words, who it is for, what is inside, dated facts, and
    the next step."""

    home: Text | None = None
    title: Text
    price: Text
    who: Text
    inside: Text
    facts: Text
    next: Text


class HomesText(Content):
    """All words of the part, and the day its facts were `checked`."""

    checked: date
    intro: Text
    where: Text
    dated: Text
    pictures: Text
    export: Text
    inside: Text
    next: Text
    places: dict[str, Place]


@cache
def homes_text() -> HomesText:
    """The words, checked."""
    return read("homes.yaml", HomesText)


def places() -> dict[str, Place]:
    """The places that there is a folder for, or that need none; in the order of the page."""
    every = homes_text().places
    return {key: place for key, place in every.items() if place.home in (None, *HOMES)}


def home_of(place: Place) -> Home | None:
    """The home whose folder is for this place; None where there is nothing to download."""
    return HOMES[place.home] if place.home else None


def about_bytes(project: Project, run: RunRecord) -> int:
    """About how large a folder is: the model and the ten pictures; all else is small."""
    model = model_size(project, run)
    pictures = sum(path.stat().st_size for _, path in pictures_that_go_along(project, run))
    return (model.bytes if model else 0) + pictures
