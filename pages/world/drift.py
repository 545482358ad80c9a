"""A year at the camp: domain shift, what one sees of it, and what watching it costs."""

from core.project.project import Project
from ui.parts.lesson import lesson, lesson_part, needs_pictures, next_part
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.world.drift.choose import choose_kind, made_ready
from ui.world.drift.comes_in import what_comes_in
from ui.world.drift.keep import keep_it
from ui.world.drift.plan import your_plan
from ui.world.drift.truth import what_was_true

PARTS = ("What comes in", "Your plan", "What was true", "Keep it")


def a_year(here: Project) -> None:
    """One year, part by part."""
    kind = choose_kind(here)
    made = made_ready(here, kind)
    if made is None:
        return
    part = lesson_part(PARTS, "drift_part")
    if part == PARTS[0]:
        what_comes_in(here, kind, made)
    elif part == PARTS[1]:
        your_plan(made)
    elif part == PARTS[2]:
        what_was_true(here, kind, made)
    else:
        keep_it(here, kind, made)
    next_part(PARTS, part, "drift_part")


lesson("drift")
if not needs_pictures(project()):
    a_year(project())
page_foot("drift")
