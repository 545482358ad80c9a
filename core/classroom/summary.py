"""The line of each learner in the teacher's view: written by the learner's own clicks, so that
nobody has to open forty projects to see a class."""

import time
from dataclasses import replace
from typing import Any

from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner, note
from core.learning.paths.paths import GuidedPath, place_now
from core.project.project import Project

SEEN_EVERY_S = 3.0
AWAY_AFTER_S = 180.0
STUCK_TIMES = 2  # as long at a stop as it was given, so many times
STUCK_QUIET_S = 180.0  # and for so long no new picture, training or guess
OFF_PATH_MINUTES = 8

Columns = dict[str, float | str | None]


def note_here(learner: Learner, of: SchoolClass, project: Project, page: str) -> Learner:
    """Bring a learner's line up to date and return it; writes only what is new, or a sign of life
    now and then.

    Everything it reads is remembered by the project, so that a click opens nothing for it.
    """
    now = time.time()
    counts = project.dataset.classes()
    scores = [
        float(run.results["accuracy"])
        for run in project.runs.all()
        if run.status == "finished" and "accuracy" in run.results
    ]
    work: Columns = {
        "pictures": sum(counts.values()),
        "classes": len(counts),
        "runs": len(scores),
        "best": max(scores, default=None),
    }
    where: Columns = {"page": page, "stop": _stop(of.path.guided(), project, page)}
    told: Columns = {}
    if any(getattr(learner, name) != value for name, value in where.items()):
        told |= where | {"since": now, "moved": now}
    if any(getattr(learner, name) != value for name, value in work.items()):
        told |= work | {"moved": now}
    if not told and now - learner.seen <= SEEN_EVERY_S:
        return learner
    note(learner, **told, seen=now)
    as_noted: dict[str, Any] = {**told, "seen": now}
    return replace(learner, **as_noted)


def note_progress(learner: Learner) -> None:
    """Note that a learner got on with something: a guess, an answer."""
    now = time.time()
    note(learner, moved=now, seen=now)


def minutes_of(path: GuidedPath, stop: int) -> int:
    """Return the minutes that a stop is given; for a page that is no stop, a usual time."""
    return path.stops[stop].minutes if 0 <= stop < len(path.stops) else OFF_PATH_MINUTES


def is_stuck(learner: Learner, path: GuidedPath, now: float) -> bool:
    """Return whether a learner may be stuck: at the screen, twice as long at a stop as it was
    given, and nothing new for three minutes. It is a reason to look, no judgement."""
    given = 60.0 * minutes_of(path, learner.stop)
    long_here = now - learner.since > STUCK_TIMES * given
    nothing_new = now - learner.moved > STUCK_QUIET_S
    return long_here and nothing_new and not is_away(learner, now)


def is_away(learner: Learner, now: float) -> bool:
    """Return whether nobody has been at the learner's screen for a while."""
    return now - learner.seen > AWAY_AFTER_S


def _stop(path: GuidedPath, project: Project, page: str) -> int:
    """The stop that a page is for this learner: nearest to where they are on the path."""
    place = place_now(project)
    if place is not None and place.path.id == path.id:
        found = place.stop_on(page)
        return -1 if found is None else found
    pages = [stop.page for stop in path.stops]
    return pages.index(page) if page in pages else -1
