"""Another camera: your model on pictures that look different from those it learned from."""

from core.content import says
from core.evaluation.abroad import NotJudged, home_outcome
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run
from ui.parts.background_work import quick_training
from ui.parts.lesson import hint, lesson, lesson_part, needs_pictures, next_part
from ui.parts.no_model import no_model_yet
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.world.abroad import reveal, study
from ui.world.break_it import break_it
from ui.world.condition import choose_elsewhere, show_some
from ui.world.line import line_for_strange
from ui.world.others import something_else
from ui.world.possible import possible_sets
from ui.world.teach import teach_it

FAIL, LINE, TEACH = "See it fail", "A line for “ask a human”", "Teach it"
POSSIBLE, OTHERS, BREAK = "Two possible answers", "Something else", "Break it"
PARTS = (FAIL, LINE, TEACH, POSSIBLE, OTHERS, BREAK)


def another_camera(here: Project, model: RunRecord) -> None:
    """The parts of the lesson, one at a time."""
    try:
        home_outcome(here, model)
    except NotJudged as reason:
        hint(str(reason))
        quick_training(here, says("world", "train_again"), key="domain_train")
        return
    part = lesson_part(PARTS, "domain_part")
    if part == OTHERS:
        something_else(here, model)
    elif part == BREAK:
        break_it(here, model)
    elif not elsewhere(here, model, part):
        return
    next_part(PARTS, part, "domain_part")


def elsewhere(here: Project, model: RunRecord, part: str) -> bool:
    """A part about one place where the model is tried; whether that is known yet."""
    home = home_outcome(here, model)
    where = choose_elsewhere(here, home)
    if where is None:
        return False
    if part == FAIL:
        show_some(here, home, where)
    found = study(here, model, where)
    if found is None:
        return False
    if part == FAIL:
        reveal(here, model, found, where)
    elif part == LINE:
        line_for_strange(here, model, found)
    elif part == TEACH:
        teach_it(here, model, found, where)
    else:
        possible_sets(here, model, found, where)
    return True


lesson("domain")
if not needs_pictures(project()):
    model = chosen_run(project())
    if model is None:
        no_model_yet(project(), key="domain")
    else:
        another_camera(project(), model)
page_foot("domain")
