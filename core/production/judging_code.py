"""What Evaluate and Clean show, as code: the exported model asked about the saved project."""

from typing import Literal

from core.production import notebook_cells as cells
from core.project.project import Project
from core.training.finetune.settings import finetune_settings
from core.training.runs import chosen_run
from core.vision.code.datablock_code import project_code
from core.vision.recipe import Recipe, load_recipe, run_recipe

LOAD = """\
learn = load_learner('export.pkl')  # from the Predict page
learn.dls = dls.cpu()"""
CODE = {
    "evaluate": [cells.EVALUATE, cells.TEST],
    "clean": [cells.SUSPECTS, cells.DECIDE],
}


def judging_code(project: Project, page: Literal["evaluate", "clean"], archive: str) -> str:
    """Runnable code from the saved project and export.pkl to what the page shows.

    The pictures are prepared as for the learner's model, or as the recipe says without one.
    """
    train = project.dataset.split_counts().get("train", 0)
    prepared = project_code(_recipe_of_model(project), archive=archive, train=train)
    return "\n\n".join([prepared, LOAD, *CODE[page]])


def _recipe_of_model(project: Project) -> Recipe:
    run = chosen_run(project)
    if run is None or "recipe" not in run.settings:
        return load_recipe(project)
    return finetune_settings(run).applied_to(run_recipe(run))
