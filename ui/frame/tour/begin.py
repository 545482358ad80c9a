"""Taking the tour: in this project where nothing is in its way, else in one of its own."""

from core.drivetrain.plan.plan import load_plan
from core.learning.tour.content import tour
from core.learning.tour.place import go_on_tour, tour_place
from core.project.project import Project
from core.project.workspace import FIRST_NAME
from ui import session
from ui.frame.tour.dock import open_stop


def begin_tour(project: Project) -> None:
    """Start the tour or go on with it. Its story needs Bear World, so a learner with a plan or
    pictures of their own gets a project for it, and keeps theirs; and once it is finished the next
    tour begins with an empty one."""
    if _fits(project):
        here = project
        if here.name == FIRST_NAME:
            here.rename(tour().title)
    else:
        here = session.open_workspace().new_project(tour().title)
    go_on_tour(here)
    open_stop(here)


def _fits(project: Project) -> bool:
    place = tour_place(project)
    if place.begun:
        return not place.finished
    return load_plan(project).is_empty and not project.dataset.images()
