"""What everybody in a class would wait for first is looked at before, in the background."""

import threading

from core.classroom.classes import SchoolClass
from core.classroom.starting import begins_with
from core.evaluation.conditions import CONDITIONS
from core.jobs.background import Background, Job, stop_here
from core.project.project import Project
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import embed_images
from core.vision.recipe import load_recipe
from core.world.drift.arrivals import first_kind
from core.world.drift.made import live_a_year

AFTER_S = 60.0  # the first clicks of the teacher, and of those who join, come first

AHEAD = Background[None]("class ahead", at_once=1, sentences=(BackboneUnavailable,))


def look_ahead(of: SchoolClass) -> None:
    """Begin, a minute from now, with `look_at_what_all_have` of a class: AHEAD, in the project that
    everybody begins with. It ends with the class."""
    template, pages = begins_with(of), {stop.page for stop in of.path.guided().stops}
    if template is None:
        return

    def work(job: Job[None]) -> None:
        job.stop.wait(AFTER_S)
        look_at_what_all_have(job.project, pages, job.stop)

    AHEAD.start(template, work)


def look_at_what_all_have(template: Project, pages: set[str], stop: threading.Event) -> None:
    """Look at the pictures that all begin with, and, where the path goes there, at what the pages
    "domain" and "drift" open with: learners find it done. The year itself is begun and not waited
    for. Raises BackboneUnavailable and Stopped."""
    stop_here(stop)
    prepare, pictures = load_recipe(template).preprocess(), template.dataset.images()
    embed_images(template, pictures, prepare, stop=stop)
    if "domain" in pages:
        checked = [one for one in pictures if one.split == "valid"]
        for condition in CONDITIONS.values():
            view = condition.view(condition.usual)
            embed_images(template, checked, prepare, stop=stop, view=view)
    if "drift" in pages:
        live_a_year(template, first_kind(template))
