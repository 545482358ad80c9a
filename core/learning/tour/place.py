"""Where a learner is on the tour: kept in the project, so a reload or another device goes on."""

import time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.learning.paths.paths import ON
from core.learning.tour.content import TourStop, tour
from core.project.project import Project
from core.project.settings import Setting

NAME = "tour"
Mark = dict[str, Any]


class TourPlace(BaseModel):
    """The stop now (past the last one at the end), what was tapped at each, and how the project
    stood on arrival there (`marks`; "at" is when)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    stop: int = Field(default=0, ge=0)
    taps: dict[str, str] = Field(default_factory=dict)
    marks: dict[str, Mark] = Field(default_factory=dict)
    ended: float | None = None

    @property
    def finished(self) -> bool:
        """Whether every stop is behind the learner."""
        return self.stop >= len(tour().stops)

    @property
    def begun(self) -> bool:
        """Whether the tour was ever started in this project."""
        return bool(self.marks)

    def here(self) -> TourStop | None:
        """The stop itself; None once the tour is finished."""
        return None if self.finished else tour().stops[self.stop]


PLACE = Setting[TourPlace]("tour", TourPlace, TourPlace)


def tour_place(project: Project) -> TourPlace:
    """The place kept, also after leaving; the start where the tour was never begun."""
    return project.settings.get(PLACE)


def on_tour(project: Project) -> TourPlace | None:
    """The place of a learner who is taking the tour now; None for everybody else."""
    return tour_place(project) if project.settings.get(ON) == NAME else None


def stop_here(project: Project, page_id: str) -> TourStop | None:
    """The stop a learner stands at, if it is on this page."""
    place = on_tour(project)
    stop = place.here() if place else None
    return stop if stop and stop.page == page_id else None


def tour_asks(project: Project, page_id: str) -> bool:
    """Whether the tour asks on this page, so that the page's own question would be a second one."""
    return stop_here(project, page_id) is not None


def tour_waits(project: Project, page_id: str) -> bool:
    """Whether the tour's question on this page has no answer yet: what answers it stays unseen."""
    stop = stop_here(project, page_id)
    return stop is not None and tapped(project, stop) is None


def tapped(project: Project, stop: TourStop) -> str | None:
    """What was tapped at a stop, None before."""
    return tour_place(project).taps.get(stop.id)


def go_on_tour(project: Project) -> None:
    """Take the tour from now on: from the place that is kept, or from the start again after its
    end."""
    if tour_place(project).finished:
        project.settings.set(PLACE, TourPlace())
    project.settings.set(ON, NAME)


def keep_tap(project: Project, stop: TourStop, choice: str) -> None:
    """Keep what was tapped at a stop."""
    place = tour_place(project)
    project.settings.set(PLACE, place.model_copy(update={"taps": place.taps | {stop.id: choice}}))


def arrive(project: Project, stop: TourStop, mark: Mark) -> None:
    """Keep how the project stood when the learner came to a stop; the first arrival counts."""
    place = tour_place(project)
    if stop.id not in place.marks:
        marks = place.marks | {stop.id: {"at": time.time(), **mark}}
        project.settings.set(PLACE, place.model_copy(update={"marks": marks}))


def note_look(project: Project, stop: TourStop) -> None:
    """Keep that the learner looked where a stop points, which leaves no other trace."""
    place = tour_place(project)
    mark = place.marks.get(stop.id, {})
    if not mark.get("looked"):
        marks = place.marks | {stop.id: {**mark, "looked": True}}
        project.settings.set(PLACE, place.model_copy(update={"marks": marks}))


def next_stop(project: Project, stop: TourStop) -> TourPlace:
    """Go on to the stop after this one, or to the end; returns the new place. Where a second press,
    or another tab, has gone on already, nothing is passed over."""
    place = tour_place(project)
    if place.here() != stop:
        return place
    number = min(place.stop + 1, len(tour().stops))
    ended = time.time() if number == len(tour().stops) else None
    project.settings.set(PLACE, place.model_copy(update={"stop": number, "ended": ended}))
    return tour_place(project)


def stop_before(project: Project) -> TourPlace:
    """Go back one stop; returns the new place."""
    place = tour_place(project)
    project.settings.set(PLACE, place.model_copy(update={"stop": max(0, place.stop - 1)}))
    return tour_place(project)
