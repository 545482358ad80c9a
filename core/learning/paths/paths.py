"""Guided paths: ordered stops to predict, try and explain, and the learner's place on one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from core.content import CONTENT_FOLDER, Content, Text, lesson_text, read
from core.learning.pages import PAGES, PageId, page_info
from core.project.project import Project
from core.project.settings import Setting

CONTENT = CONTENT_FOLDER / "paths.yaml"
OWN = "own"  # the order of stops that a teacher chose for a class

Phase = Literal["predict", "try", "explain"]
PHASES: tuple[Phase, ...] = ("predict", "try", "explain")
ON = Setting[str | None]("path.on", str | None, lambda: None)
_OWN_PAGES = Setting[list[str]]("path.own", list[str], list)
_PLACES = Setting[dict[str, dict[str, Any]]]("path.places", dict[str, dict[str, Any]], dict)
_WORDS = Setting[dict[str, dict[str, str]]]("path.words", dict[str, dict[str, str]], dict)


class _Content(Content):
    model_config = ConfigDict(populate_by_name=True)


class PathStop(_Content):
    """A page to go to, the part of it to open (`view`: widget key → option), what to do there."""

    page: PageId
    view: dict[str, str] = Field(default_factory=dict)
    minutes: int = Field(ge=1, le=30)
    predict: Text
    try_: Text = Field(alias="try")
    explain: Text

    def prompt(self, phase: Phase) -> str:
        """What the learner is asked to do in a phase."""
        return {"predict": self.predict, "try": self.try_, "explain": self.explain}[phase]


class Session(_Content):
    """Stops that belong to one sitting."""

    title: Text
    stops: tuple[PathStop, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        """How long the sitting takes."""
        return sum(stop.minutes for stop in self.stops)


class GuidedPath(_Content):
    """A way through the app; `minutes` is what is promised, and has to be what the stops take."""

    id: str = Field(pattern=r"^[a-z]+$")
    title: Text
    minutes: int
    line: Text
    sessions: tuple[Session, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _minutes_add_up(self) -> Self:
        total = sum(session.minutes for session in self.sessions)
        if total != self.minutes:
            raise ValueError(f"the stops of {self.id} take {total} minutes, not {self.minutes}")
        return self

    @property
    def stops(self) -> tuple[PathStop, ...]:
        """All stops in order, over the sessions."""
        return tuple(stop for session in self.sessions for stop in session.stops)

    def session_of(self, number: int) -> int:
        """The position of the session to which stop `number` belongs, both from 0."""
        for position, session in enumerate(self.sessions):
            number -= len(session.stops)
            if number < 0:
                return position
        raise IndexError(f"{self.id} has no such stop")


class _Paths(_Content):
    own_title: Text
    own_line: Text
    own_predict: Text
    own_try: Text
    own_explain: Text
    paths: tuple[GuidedPath, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Place:
    """Where a learner is: stop `number` counts from 0 and is past the last one at the end."""

    path: GuidedPath
    number: int = 0
    phase: Phase = "predict"

    @property
    def finished(self) -> bool:
        """Whether every stop is behind the learner."""
        return self.number >= len(self.path.stops)

    @property
    def stop(self) -> PathStop:
        """The stop itself; raises IndexError once the path is finished."""
        return self.path.stops[self.number]

    @property
    def begun(self) -> bool:
        """Whether the learner has moved from the very first prompt."""
        return (self.number, self.phase) != (0, "predict")

    def after(self) -> Place:
        """The next phase of this stop, or the first one of the next stop."""
        if self.finished:
            return self
        rest = PHASES[PHASES.index(self.phase) + 1 :]
        return Place(self.path, self.number, rest[0]) if rest else Place(self.path, self.number + 1)

    def before(self) -> Place:
        """The phase before this one; from the first phase, the last one of the stop before."""
        earlier = PHASES[: PHASES.index(self.phase)]
        if earlier:
            return Place(self.path, self.number, earlier[-1])
        return Place(self.path, self.number - 1, "explain") if self.number else self

    def stop_on(self, page: str) -> int | None:
        """The stop on this page: the next one from here on, else the last one passed, or None."""
        found = [number for number, stop in enumerate(self.path.stops) if stop.page == page]
        return min(found, key=lambda at: (at < self.number, abs(at - self.number)), default=None)


@cache
def guided_paths() -> dict[str, GuidedPath]:
    """Id → path, shortest first; raises ContentInvalid when the content is wrong."""
    content = read("paths.yaml", _Paths)
    return {path.id: path for path in content.paths}


def path_of_pages(pages: Iterable[str]) -> GuidedPath:
    """The path over these pages in this order: each stop as the longest of our own paths has it,
    else with the prompts that fit every page. Pages that are not known are passed over."""
    stops = tuple(_stop_of(page_id) for page_id in pages if page_id in {one.id for one in PAGES})
    text = lesson_text("paths")
    return GuidedPath(
        id=OWN,
        title=text["own_title"],
        minutes=sum(stop.minutes for stop in stops),
        line=text["own_line"],
        sessions=(Session(title=text["own_title"], stops=stops),),
    )


def _stop_of(page_id: str) -> PathStop:
    for name in ("class", "course"):
        for stop in guided_paths()[name].stops:
            if stop.page == page_id:
                return stop
    page, text = page_info(page_id), lesson_text("paths")
    prompts = {
        "predict": page.question or text["own_predict"],
        "try": page.about or text["own_try"],
        "explain": text["own_explain"],
    }
    return PathStop.model_validate({"page": page_id, "minutes": 8, **prompts})


def closed_pages(path: GuidedPath, up_to: int) -> set[str]:
    """The pages that come after stop `up_to` of a path, and at no stop before."""
    pages = [stop.page for stop in path.stops]
    return set(pages[up_to + 1 :]) - set(pages[: up_to + 1])


def open_place(place: Place, path: GuidedPath, up_to: int) -> Place:
    """The place itself where its page is open, else the end of the last open stop of `path`: who
    went on past that one, or came back to a later one, finds the way out."""
    if place.finished or place.stop.page not in closed_pages(path, up_to):
        return place
    return Place(path, up_to, "explain")


def paths_of(project: Project) -> dict[str, GuidedPath]:
    """Id → path, our own and the one that a teacher gave this project, if any."""
    own = project.settings.get(_OWN_PAGES)
    known = {page.id for page in PAGES}
    if not any(page_id in known for page_id in own):
        return guided_paths()
    return {**guided_paths(), OWN: path_of_pages(own)}


def give_own_path(project: Project, pages: Iterable[str]) -> None:
    """Keep a teacher's order of stops with a project."""
    project.settings.set(_OWN_PAGES, list(pages))


def place_now(project: Project) -> Place | None:
    """Where the learner is on the path they are taking, or None off all paths (the tour is a way of
    its own, core/learning/tour)."""
    name = project.settings.get(ON)
    known = name in guided_paths() or (name == OWN and OWN in paths_of(project))
    return place_on(project, name) if name and known else None


def place_on(project: Project, path_id: str) -> Place:
    """The place kept on a path, also after leaving it; the start when it was never begun."""
    path = paths_of(project)[path_id] if path_id == OWN else guided_paths()[path_id]
    kept = project.settings.get(_PLACES).get(path_id, {})
    phase = kept.get("phase")
    number = min(int(kept.get("stop", 0)), len(path.stops))
    return Place(path, number, phase if phase in PHASES else "predict")


def go_to(project: Project, place: Place) -> None:
    """Keep this place, and be on its path from now on."""
    kept = {"stop": place.number, "phase": place.phase}
    places = project.settings.get(_PLACES)
    project.settings.set(_PLACES, {**places, place.path.id: kept})
    project.settings.set(ON, place.path.id)


def leave(project: Project) -> None:
    """Take no path any more; the place on it is kept."""
    project.settings.set(ON, None)


def write_down(project: Project, place: Place, words: str) -> None:
    """Keep what the learner predicts or explains at a place; "" takes it away."""
    every = project.settings.get(_WORDS)
    mine = {**every.get(place.path.id, {}), _key(place.number, place.phase): words.strip()}
    kept = {key: text for key, text in mine.items() if text}
    project.settings.set(_WORDS, {**every, place.path.id: kept})


def written(project: Project, path: GuidedPath, number: int, phase: Phase) -> str:
    """What the learner wrote at a stop in a phase, or ""."""
    words = project.settings.get(_WORDS).get(path.id, {})
    return words.get(_key(number, phase), "")


def _key(number: int, phase: Phase) -> str:
    return f"{number} {phase}"
