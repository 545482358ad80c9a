"""Train: seconds against minutes, on the learner's own pictures."""

from core.content import lesson_text, says
from core.learning.tour.place import tour_waits
from core.project.project import Project
from core.training.experiments import under_way
from core.training.finetune.code import training_code
from core.training.finetune.finetune import active_finetune
from core.training.finetune.settings import FineTuneSettings
from core.vision.recipe import load_recipe
from ui.navigation import page_link
from ui.parts.choice import one_of
from ui.parts.code_panel import code_panel
from ui.parts.lesson import lesson, needs_pictures
from ui.parts.notebook_download import archive_name
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.train.compare import run_compare
from ui.train.finetune import finetune_card
from ui.train.lesson import WAYS, seconds_or_minutes
from ui.train.quick import quick_card
from ui.train.run_table import run_table


def train_page(here: Project) -> None:
    """The part the learner chose, one of three; where something trains when they come, that one."""
    first = "minutes" if active_finetune(here) is not None else "seconds"
    if under_way(here) is not None:
        first = "compare"
    match one_of(
        says("train", "how_to_train"),
        WAYS,
        key="how",
        first=first,
        quiet=True,
        bind="query-params",
    ):
        case "seconds":
            quick_card(here)
            if not tour_waits(here, "train"):
                seconds_or_minutes(here)
        case "minutes":
            settings = finetune_card(here)
            seconds_or_minutes(here)
            train_code(here, settings)
        case "compare":
            run_compare(here)
    if not tour_waits(here, "train"):
        run_table(here)
    page_link("live", lesson_text("live")["door"])
    page_foot("train")


def train_code(here: Project, settings: FineTuneSettings) -> None:
    """The code that this fine-tune runs, from the saved project to the export."""
    archive, text = archive_name(here), lesson_text("train")
    train = len(here.dataset.images(split="train"))
    code = training_code(load_recipe(here), settings, train=train, archive=archive)
    notes = [text["archive"].format(archive=archive)]
    if settings.quick_head:
        notes.append(text["no_quick_head"])
    code_panel(code, "train_code", note=" ".join(notes))


lesson("train")
if not needs_pictures(project()):
    train_page(project())
