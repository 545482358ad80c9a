"""A published model: one run of a project, under an id that anybody may be given."""

import os
from dataclasses import dataclass
from pathlib import Path

from core.deploy.published import table
from core.production.predictor import load_predictor
from core.project.disk import home, place_in_home
from core.project.project import Project, ProjectUnreadable
from core.project.records import RunRecord
from core.project.runs import RunNotFound

SWITCH = "DRIVETRAIN_PUBLISH"


@dataclass(frozen=True)
class Publication:
    """What is published: the project, the run that answers, since when (seconds since 1970).

    The run is chosen once: a newer one answers only when it is published in turn, under the same
    `id`. Names of classes and the decision are the project's own, as they stand now.
    """

    id: str
    project: Project
    run: RunRecord
    at: float


def publishing_is_on() -> bool:
    """Whether this server publishes models at all: `DRIVETRAIN_PUBLISH=off` says no."""
    return os.environ.get(SWITCH, "").strip().lower() not in ("off", "0", "no", "false")


def publish(project: Project, run: RunRecord) -> Publication:
    """Publish a finished run of a project, in place of the one that was.

    Raises ModelUnavailable, and changes nothing, when the run left no model that can be asked.
    """
    load_predictor(project, run.id)
    row = table.put(place_in_home(project.path), run.id)
    return Publication(row.id, project, run, row.at)


def unpublish(project: Project) -> None:
    """End it at once: the id is gone for good, a new one comes with the next `publish`."""
    table.remove(place_in_home(project.path))


def publication_of(project: Project) -> Publication | None:
    """What a project publishes; None while it publishes nothing."""
    return _there(table.of_place(place_in_home(project.path)))


def publication(public_id: str) -> Publication | None:
    """What has this id; None where nothing has, where the project or its run was deleted, and
    where this server does not publish."""
    return _there(table.of_id(public_id)) if publishing_is_on() else None


def unpublish_what_is_gone() -> None:
    """End what projects publish that are not on the disk any more, however they went."""
    for place in table.all_places():
        if not (home() / place).is_dir():
            table.remove(place)


def moved_workspace(old: Path, new: Path) -> None:
    """Note that a workspace got another folder: what it publishes stays where it is."""
    table.moved(place_in_home(old), place_in_home(new))


def _there(row: table.Row | None) -> Publication | None:
    if row is None:
        return None
    try:
        project = Project.open(home() / row.place)
        run = project.runs.get(row.run_id)
    except ProjectUnreadable:  # gone, or its workspace is being moved at this moment
        return None
    except RunNotFound:
        table.remove(row.place)
        return None
    return Publication(row.id, project, run, row.at)
